"""Whom and what a programme takes: firms of its region, its sectors and industries, its honours; all else is refused in words."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from applications.cases.moves import take_along
from applications.cases.sections.section import section
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.models import Product
from applications.form.portal.forms import OpenForm
from applications.form.rows import add_honor
from applications.form.start import open_application
from applications.models import Industry
from applications.programmes.names import KEPT
from applications.programmes.reach import place_in_charge
from tests import brands, make
from tianfu.accounts.models import Region
from tianfu.workflow.door import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(reference: None, clock: Any) -> Iterator[None]:
    clock.set("2026-04-01")
    before = dict(KEPT.versions)
    yield
    KEPT.versions = before


def refused(product: Product, call: Any, route: str) -> list[str]:
    person = make.member(product.enterprise.organisation, edit=True)
    with pytest.raises(NotPossible) as caught:
        open_application(user=person, product=product, batch=call, route=route)
    return caught.value.problems


def test_a_firm_of_another_province_cannot_apply_and_is_not_offered_the_call() -> None:
    version = brands.load(brands.HUBEI)
    call, own = brands.call(version), make.batch()
    firm = make.enterprise("演示家居有限公司", region="510100")
    industry = Industry.objects.get(key=brands.HUBEI.industry)
    assert refused(make.product(firm, industry=industry), call, "recognition") == [
        "“湖北精品”面向登记在湖北省的企业，您的企业登记在成都市。"
    ]
    form = OpenForm(enterprise=firm)
    assert list(form.fields["batch"].queryset) == [own]  # type: ignore[attr-defined]
    assert [key for key, _ in form.fields["route"].choices] == own.routes  # type: ignore[attr-defined]


def test_a_product_of_an_industry_or_sector_of_another_programme_is_refused() -> None:
    version = brands.load(brands.HUBEI)
    call = brands.call(version)
    call.sectors = ["manufacturing", "agriculture"]
    call.save()
    firm = make.enterprise(brands.HUBEI.firm, region="420100")
    assert refused(make.product(firm), call, "recognition") == [
        f"“湖北精品”没有产业“{Industry.objects.get(key='m6-03').filed_name}”，请在产品档案中改选它受理的产业。"
    ]
    tea = make.product(firm, "绿茶", sector="agriculture", industry=Industry.objects.get(key="hb5-03"))
    assert refused(tea, call, "recognition") == ["“湖北精品”不受理“农产”领域的产品。"]


def test_a_draft_whose_product_changes_its_industry_says_so_before_it_is_filed() -> None:
    case = brands.opened(brands.HUBEI, brands.load(brands.HUBEI))
    assert section("product").missing(case) == []
    case.product_version.industry = Industry.objects.get(key="sz6-02")
    assert section("product").missing(case) == [
        "“湖北精品”没有产业“高端装备制造(苏州六大先进制造业)”，请在产品档案中改选它受理的产业。"
    ]


def test_an_honour_of_another_programme_or_level_is_refused_at_its_field() -> None:
    brands.load(brands.HUBEI)
    case = brands.opened(brands.HENAN, brands.load(brands.HENAN))
    for name, level, said in (
        ("天府质量奖", "province", {"name": ["“河南名牌”认可的荣誉是省长质量奖，不包括“天府质量奖”。"]}),
        ("市长质量奖", "prefecture", {"level": ["“河南名牌”不认可这个级别的荣誉，请重新选择。"]}),
    ):
        with pytest.raises(ValidationError) as caught:
            add_honor(case, make.pdf(), user=case.created_by, name=name, level=level, awarded_by="某", year=2024)
        assert caught.value.message_dict == said
    assert case.honors.count() == 0


def test_the_review_level_says_who_is_in_charge() -> None:
    suzhou = brands.load(brands.SUZHOU).content
    wujiang, city, chengdu = (Region.objects.get(pk=code) for code in ("320509", "320500", "510100"))
    assert (place_in_charge(suzhou, wujiang), place_in_charge(suzhou, city)) == (wujiang, None)
    assert place_in_charge(suzhou, chengdu) is None
    whole = suzhou | {"level": "province", "region": "320000", "review_level": "prefecture"}
    assert (place_in_charge(whole, wujiang), place_in_charge(whole, city)) == (city, city)


def test_a_firm_registered_in_the_city_alone_is_asked_for_its_district() -> None:
    version = brands.load(brands.SUZHOU)
    firm = make.enterprise(brands.SUZHOU.firm, region="320500")
    item = make.product(firm, industry=Industry.objects.get(key=brands.SUZHOU.industry))
    assert refused(item, brands.call(version), "rating") == [
        "“苏州名牌”由县（市、区）初审，登记地只写到苏州市。请先办理登记地变更，写明县（市、区）。"
    ]


def test_a_case_goes_along_to_the_new_district_and_stays_where_the_programme_ends() -> None:
    case = brands.filed(brands.SUZHOU, brands.load(brands.SUZHOU))
    for code, place in (("320583", "昆山市"), ("510100", "昆山市")):
        take_along(EnterpriseChange(enterprise=case.enterprise, new_region_id=code))
        case.refresh_from_db()
        assert case.region.name == place
