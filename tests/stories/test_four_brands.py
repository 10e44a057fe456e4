"""Four brands in one database: beside 天府名品 those of a province, of another one with a pledge, and of a city whose counties
review. Each from draft to certificate in its own words; verify, interface, feeds and lists tell them apart."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from applications.models import Application, CasePaper
from applications.programmes.names import KEPT
from certification.models import Authorization
from tests import brands, make
from tests.grants import hold
from tests.papers.reading import text_of
from tests.some import some
from tianfu.accounts.models import Region
from tianfu.accounts.regions import choices as region_choices
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage, OutgoingMail
from tianfu.ledger.log.entries import about, read_entry
from tianfu.ledger.log.integration import integrate
from tianfu.workflow.door import NotAllowed
from tianfu.workflow.jobs import run_due

pytestmark = pytest.mark.django_db
# What only this brand's papers and messages say.
OWN = {
    "tfmp": ("天府名品", "TIANFU", "TFMP-", "川品", "四川", "成都"),
    "hubei": ("湖北精品", "HUBEI", "HBJP-", "鄂品", "湖北", "武汉"),
    "suzhou": ("苏州名牌", "SUZHOU", "SZMP-", "苏名", "苏州", "吴江"),
    "henan": ("河南名牌", "HENAN", "HNMP-", "豫名", "河南", "郑州"),
}
NUMBERS = {"hubei": "HBJP-R-420100-", "suzhou": "SZMP-M-320509-", "henan": "HNMP-P-410100-"}


@pytest.fixture
def kept(reference: None) -> Iterator[None]:
    before = dict(KEPT.versions)
    yield
    KEPT.versions = before


def said_of(case: Application) -> dict[str, str]:
    """Every paper, message and mail about the case and what was granted, as text."""
    issued = [row.paper for row in CasePaper.objects.filter(application=case)]
    issued += [row.paper for row in Authorization.objects.get(application=case).certificates.all()]
    told = InboxMessage.objects.filter(organisation=case.enterprise.organisation)
    mails = OutgoingMail.objects.filter(to__in=case.enterprise.organisation.memberships.values("user__email"))
    found = {paper.file.name: text_of(paper.file.read()) for paper in issued}
    found |= {row.subject: row.body for row in told} | {
        f"mail {row.pk}": f"{row.subject} {row.body_text}" for row in mails
    }
    assert len(found) > 8
    return found


def test_each_brand_goes_from_draft_to_a_certificate_of_its_own(
    kept: None, clock: Any, client: Any, settings: Any
) -> None:
    settings.PLATFORM_NAME, settings.DEFAULT_FROM_EMAIL = "名品汇", "名品汇 <no-reply@example.test>"
    settings.ACCOUNT_EMAIL_SUBJECT_PREFIX = "【名品汇】"
    clock.set("2026-03-02")
    marks = {"tfmp": make.issued(clock_fixture=clock)}
    for brand in some(brands.OTHERS):
        clock.set("2026-04-01")
        case = brands.filed(brand, brands.load(brand))
        case = make.advance_to(case, "authorized", make.staff(brand.seat), clock)
        run_due()
        marks[brand.slug] = Authorization.objects.get(application=case)
        assert marks[brand.slug].state == "active"
        assert str(marks[brand.slug].number).startswith(NUMBERS[brand.slug])
        assert case.region.name == {"hubei": "武汉市", "suzhou": "吴江区", "henan": "郑州市"}[brand.slug]
    region_choices.forget()
    everything = {slug: said_of(mark.application) for slug, mark in marks.items()}
    house = {
        (slug, name, text[max(text.find(word) - 12, 0) :][:30])
        for slug, word in (("suzhou", "授权"), ("suzhou", "标识"), ("henan", "授权"), ("hubei", "授权"))
        for name, text in everything[slug].items()
        if word in text
    }
    assert house == set()
    foreign = {
        (slug, name, word)
        for slug in marks
        for name, text in everything[slug].items()
        for other in OWN.keys() - {slug}
        for word in OWN[other]
        if word in text
    }
    assert foreign == set()
    labels = {"tfmp": "品质认证", "hubei": "评审认定", "suzhou": "名牌评定", "henan": "承诺授牌"}
    integrate()
    for slug, mark in marks.items():
        page = client.get(reverse("verify_number", args=[mark.number])).content.decode()
        assert (OWN[slug][0] in page, mark.product_name in page) == (True, True)
        found = client.get(f"/api/v1/brands/{mark.number}/").json()
        assert (found["programme"], found["programme_label"]) == (slug, OWN[slug][0])
        assert found["route_label"] == labels[slug]
        assert mark.facts["sector_label"] == ("工业" if slug == "suzhou" else "制造")
        issued = [read_entry(leaf) for leaf in about(str(mark.number))]
        assert [entry.sentence for entry in issued if f"方式：{labels[slug]}" in entry.sentence] != []
    feed = client.get(reverse("decisions_feed")).content.decode()
    listed = client.get(reverse("brands"), {"region": "320509"}).content.decode()
    assert [mark.number in feed for mark in marks.values()] == [True] * 4
    assert [str(mark.number) in listed for mark in marks.values()] == [False, False, True, False]
    assert re.search(r'<option value=""[^>]*>全部地区', listed) is not None
    assert "苏州名牌 · 吴江区" in listed
    chosen = client.get(reverse("brands"), {"programme": "henan"}).content.decode()
    assert [str(mark.number) in chosen for mark in marks.values()] == [False, False, False, True]
    assert [row["number"] for row in client.get("/api/v1/brands/?programme=hubei").json()["results"]] == [
        marks["hubei"].number
    ]
    settings.HOME_PROGRAMMES = ["henan.example.test=henan", "suzhou"]
    settings.ALLOWED_HOSTS = ["*"]
    homes = {
        host: client.get("/", headers={"host": host}).content.decode() for host in ("henan.example.test", "x.test")
    }
    for host, slug, words in (
        ("henan.example.test", "henan", ("查一个河南名牌", "查询河南省质量品牌", "最新授牌", "产品、企业或授牌编号")),
        ("x.test", "suzhou", ("查一个苏州名牌", "查询苏州市质量品牌", "最新评定", "产品、企业或评定编号")),
    ):
        assert [word for word in words if word not in homes[host]] == []
        assert [other for other, mark in marks.items() if str(mark.number) in homes[host]] == [slug]
    for path, words in (
        ("/verify/", ("评定编号", f'placeholder="{marks["suzhou"].number[:7]}')),
        ("/notices/", ("通过审核的申报在评定前向社会公示",)),
    ):
        said = client.get(path, headers={"host": "x.test"}).content.decode()
        assert [word for word in words if word not in said] == []
    asked = client.get("/notices/?programme=henan", headers={"host": "x.test"}).content.decode()
    assert "通过审核的申报在授牌前向社会公示" in asked


def test_a_city_reads_whole_city_and_its_districts_are_where_firms_are_registered(kept: None) -> None:
    brands.load(brands.SUZHOU)
    region_choices.forget()
    places = region_choices.places()
    assert (places.whole, places.kind) == ("全部地区", "市（州）、县（市、区）")
    seats = {name for _, name in places.seats}
    assert {"成都市", "吴江区", "昆山市"} <= seats and "苏州市" not in seats
    city = make.officer(Role.PROVINCE_APPROVER)
    hold(city, Role.PROVINCE_OFFICER, programme="suzhou")
    assert {grant.place for grant in city.role_grants.all()} == {"全部地区", "全市，苏州名牌"}
    Region.objects.filter(pk__startswith="51").update(served=False)
    KEPT.versions = {key: names for key, names in KEPT.versions.items() if names.slug == "suzhou"}
    region_choices.forget()
    alone = region_choices.places()
    assert (alone.whole, alone.kind) == ("全市", "县（市、区）")
    assert [name for _, name in alone.seats][:5] == ["虎丘区", "吴中区", "相城区", "姑苏区", "吴江区"]
    region_choices.forget()


def test_the_officers_of_the_district_work_its_cases_and_no_others(kept: None, clock: Any) -> None:
    clock.set("2026-04-01")
    case = brands.filed(brands.SUZHOU, brands.load(brands.SUZHOU))
    here, beside, above = (make.staff(place) for place in ("320509", "320583", "320500"))
    seen = [Application.objects.on_console_for(people["prefecture"]).count() for people in (here, beside, above)]
    assert seen == [1, 0, 0]
    with pytest.raises(NotAllowed, match="该事项当前不在您的岗位。"):
        make.passing(case, beside["prefecture"])
