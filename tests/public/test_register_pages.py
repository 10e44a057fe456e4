"""What the public reads of the register: how many, in which order, what is over, and how to check it."""

import json
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from applications.models import Industry, PublicNotice
from certification.models import Authorization
from certification.register.public.filters import BrandFilter, drawn
from certification.register.search.newest import newest_first_valid
from certification.register.search.query import PAGE, Query, search
from certification.register.search.tally import tally
from tests.certification.register.test_public_site import copies
from tests.queries import costs, opening
from tests.walks.growth import grow
from tianfu.queries import counts
from tianfu.text import moments
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_list_says_how_many_and_in_which_order_with_few_queries(client, issued):
    assert "共 1 项" in text(client, "/brands/")
    more = lambda: copies(issued, [f"产品{n}" for n in range(PAGE)])  # noqa: E731
    assert costs(opening(client, "/brands/"), more) == (1, 1)
    page = text(client, "/brands/")
    assert f"共 {PAGE + 1} 项，最新的在前。" in page
    assert f"有效期至 {moments.full_day(issued.ends_on)}" in page
    assert "TFMP-C-510100-2026-00002-X" in page
    assert "共 11 项，最早的在前。" in text(client, "/brands/?q=产品1&sort=oldest")
    assert "共 1 项" in text(client, "/brands/?q=板式")


def test_the_number_found_is_the_number_listed(issued):
    copies(issued, ["四川泡菜", "激光电视机", "泡椒"])
    today = the_clock.today()
    for asked in (Query(), Query(text="泡菜"), Query(text="泡"), Query(text="泡 菜"), Query(text="没有"),
                  Query(status="active"), Query(status="expired"), Query(region="510100", text="电视")):  # fmt: skip
        found = tally(asked, today)
        assert (found.number, found.exact) == (len(search(asked, today).rows), True), asked
    assert (tally(Query(), today).words, tally(Query(text="没有"), today).words) == ("共 4 项", "共 0 项")


def test_each_order_is_followed_over_pages_in_both_directions(issued):
    copies(issued, [f"产品{n}" for n in range(PAGE + 5)])
    for number, row in enumerate(Authorization.objects.order_by("pk")):
        # Two end on each day, so that the tie counts too.
        Authorization.objects.filter(pk=row.pk).update(ends_on=row.ends_on + timedelta(days=(number * 7) % 13))
    today = the_clock.today()
    everything = list(Authorization.objects.all())
    orders = {
        "newest": sorted(everything, key=lambda row: -row.pk),
        "oldest": sorted(everything, key=lambda row: row.pk),
        "ends_first": sorted(everything, key=lambda row: (row.ends_on, row.pk)),
        "ends_last": sorted(everything, key=lambda row: (row.ends_on, row.pk), reverse=True),
    }
    for sort, expected in orders.items():
        first = search(Query(sort=sort), today)
        second = search(Query(sort=sort, before=first.older), today)
        back = search(Query(sort=sort, after=second.newer), today)
        assert [row.pk for row in first.rows + second.rows] == [row.pk for row in expected], sort
        assert [row.pk for row in back.rows] == [row.pk for row in first.rows], sort
        found = search(Query(sort=sort, text="产品"), today)
        named = [row.pk for row in expected if row.product_name.startswith("产品")]
        assert [row.pk for row in found.rows] == named[:PAGE], sort


def test_the_newest_are_the_newest_valid_ones(issued, clock):
    first = issued.pk
    copies(issued, [f"产品{n}" for n in range(8)])  # makes `issued` the last copy
    newest = Authorization.objects.order_by("-pk").first()
    Authorization.objects.filter(pk=newest.pk).update(ends_on=newest.starts_on)
    clock.advance(days=200)
    Authorization.objects.filter(ends_on__gt=newest.starts_on).update(ends_on=the_clock.today())
    shown = newest_first_valid(the_clock.today())
    assert len(shown) == 6
    assert newest.pk not in [row.pk for row in shown]
    Authorization.objects.exclude(pk__in=[first, newest.pk]).update(ends_on=newest.starts_on)
    shown = newest_first_valid(the_clock.today())
    assert (shown[0].pk, shown[1].pk) == (first, newest.pk)


def test_a_brand_that_is_over_says_so_before_its_virtues(client, issued, clock):
    address = reverse("brand", args=[issued.number])
    assert "以下内容是授权时公布的" not in text(client, address)
    clock.set(issued.ends_on + timedelta(days=1))
    page = text(client, address)
    assert page.index("该授权已过有效期。") < page.index("产品简介") < page.index("主要关键性能指标对比表")
    assert "以下内容是授权时公布的，仅供查考。" in page


def test_the_brand_page_costs_the_same_however_long_its_history_and_tables_are(client, issued):
    parts = ("certification.AuthorizationChange", "applications.ComparisonItem", "applications.Honor",
             "applications.Evidence", "accounts.Membership", "certification.BodyTerm")  # fmt: skip
    address = reverse("brand", args=[issued.number])
    rows = len(text(client, address))
    assert costs(opening(client, address), lambda: grow(3, *parts)) == (1, 1)
    assert len(text(client, address)) > rows


def test_the_brand_page_carries_its_proof_and_how_to_check_it(client, issued):
    page = text(client, reverse("brand", args=[issued.number]))
    sha256 = issued.certificates.get().paper.sha256
    assert sha256 in page
    assert "sha256sum 授权证书.pdf" in page
    proof = re.search(r'href="(/log/proof/\d+)"', page)
    assert proof is not None
    assert client.get(proof[1]).status_code == 200
    entries = text(client, f"/log/?number={issued.number}")
    assert sha256 in entries
    assert 'href="/brands/' in text(client, "/brands/")
    assert 'href="/log/"' in page, "in the footer"


def test_search_engines_read_the_brand_as_data_that_no_name_can_break(client, issued):
    Authorization.objects.filter(pk=issued.pk).update(product_name="</script><b>柜&子")
    page = text(client, reverse("brand", args=[issued.number]))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert block is not None
    data = json.loads(block[1])
    assert (data["@type"], data["name"]) == ("Product", "</script><b>柜&子")
    assert data["hasCertification"]["certificationIdentification"] == issued.number
    assert data["hasCertification"]["certificationStatus"] == "https://schema.org/CertificationActive"
    assert f'<link rel="canonical" href="http://localhost:8000/brands/{issued.number}/">' in page
    assert 'property="og:title"' in page
    assert "<b>柜" not in page


def test_one_page_has_one_address_for_search_engines(client, issued):
    canonical = f'<link rel="canonical" href="http://localhost:8000/V/{issued.number}">'
    assert canonical in text(client, f"/V/{issued.number}")
    assert canonical in text(client, f"/V/{issued.number.lower()}")
    assert 'href="http://localhost:8000/brands/"' in text(client, "/brands/")
    for address in ("/brands/?q=家具", "/brands/?before=999999", "/notices/?q=家具"):
        page = text(client, address)
        assert ('rel="canonical"' in page, 'name="robots" content="noindex' in page) == (False, True), address


def test_verify_leads_to_where_misuse_is_reported(client, issued):
    for number in (issued.number, "TFMP-C-510100-2026-00999-Z", "你好"):
        page = client.get(reverse("verify_number", args=[number])).content.decode()
        assert 'href="https://www.12315.cn/"' in page
        assert 'href="tel:12315"' in page
        assert len(page.encode()) < 15_000


def test_where_to_report_is_policy(client, issued):
    from tests import make
    from tianfu.workflow.policies.values import set_policy

    person = make.user()
    for key, value in (("contact.report.website", "请到窗口"), ("contact.report.phone", "028-1234")):
        set_policy(key, value, source="测试", valid_from=the_clock.today(), actor=person, shown=NO_PAGE)
    page = text(client, f"/V/{issued.number}")
    assert ('href="tel:028-1234"' in page, "12315.cn" in page, 'href="请到' in page) == (True, False, False)


def test_where_to_report_is_that_of_the_programme_whose_number_it_is_or_pretends_to_be(client, issued):
    from tests import make
    from tianfu.workflow.numbers import authorization_number
    from tianfu.workflow.policies.values import set_policy

    day, person = the_clock.today(), make.user()
    set_policy("contact.report.phone", "028-5678", source="测试", valid_from=day, actor=person, scope="tfmp",
               shown=NO_PAGE)  # fmt: skip
    assert 'href="tel:028-5678"' in text(client, f"/V/{issued.number}")
    forged = authorization_number("TFMP", "C", "510100", day.year, 99_999)
    assert 'href="tel:028-5678"' in client.get(f"/V/{forged}").content.decode()
    assert 'href="tel:12315"' in text(client, "/verify/"), "no number, no programme"


def test_notices_cost_the_same_however_many_there_are(client, furnished):
    for query in ("", "?status=running", "?q=泡菜"):
        with transaction.atomic():
            assert costs(opening(client, f"/notices/{query}"), lambda: grow(3)) == (2, 2), query
            assert text(client, f"/notices/{query}").count('class="name"') >= 4, query
            transaction.set_rollback(True)


def test_notices_are_filtered_counted_and_paged(client, furnished):
    def shown(query=""):
        return re.findall(r'class="name"[^>]*>([^<]+)<', text(client, f"/notices/{query}"))

    assert shown() == ["四川泡菜", "板式家具"]
    assert shown("?status=running") == ["四川泡菜"]
    assert shown("?status=ended") == ["板式家具"]
    assert shown("?q=泡菜食品") == ["四川泡菜"]
    assert shown("?q=（泡菜）") == ["四川泡菜"]
    assert shown("?region=510100&route=quality_certification") == ["四川泡菜", "板式家具"]
    assert shown("?region=510300") == shown("?route=self_declaration") == shown("?status=lost") == []
    assert "共 2 项" in text(client, "/notices/")
    newest, older = PublicNotice.objects.order_by("-pk").values_list("pk", flat=True)
    assert shown(f"?before={newest}") == ["板式家具"]
    assert shown(f"?after={older}") == ["四川泡菜"]
    assert shown("?before=1") == []
    assert "这一页没有内容" in text(client, "/notices/?before=1")


def test_notices_are_counted_as_far_as_anybody_reads(client, furnished, monkeypatch):
    monkeypatch.setattr(counts, "MOST", 1)
    assert "共 1+ 项" in text(client, "/notices/")
    assert "共 1 项" in text(client, "/notices/?status=running")


@pytest.mark.parametrize("query", ["region=%27", "route=x", "before=abc", "after=-1", "q=%25"])
def test_a_wrong_filter_finds_nothing_rather_than_fail(client, reference, query):
    for path in ("/notices/", "/brands/", "/log/"):
        assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "status=%00"])
def test_a_nul_is_no_filter_but_a_wrong_request(client, reference, query):
    for path in ("/notices/", "/brands/", "/log/"):
        assert client.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("asked", ["", "q=", "q=%3C%22%27&sector=agriculture", "region=510100&status=suspended&sort=oldest",
                                   "region=999&status=nonsense&route=x&industry=1", "status=active&status=expired"])  # fmt: skip
def test_the_filters_of_the_list_are_drawn_as_their_form_draws_them(reference, asked):
    for data in (QueryDict(asked), QueryDict(f"industry={Industry.objects.latest('pk').pk}&{asked}")):
        fields = BrandFilter(data).visible_fields()
        told = [(field.id_for_label, field.label, str(field)) for field in drawn(data).visible_fields]
        # The form points at an error beside the field, which a list does not show.
        error = r' aria-invalid="true" aria-describedby="id_\w+_error"'
        assert told == [(field.id_for_label, field.label, re.sub(error, "", str(field))) for field in fields]
