import pytest
from django.db import IntegrityError

from tianfu.accounts.models import Region
from tianfu.accounts.regions.reference import PREFECTURES, PROVINCE, load_regions


@pytest.mark.django_db
def test_four_provinces_are_loaded_on_three_levels_and_loading_twice_changes_nothing() -> None:
    assert load_regions() == load_regions() == Region.objects.count() == 606
    counts = {
        code: [Region.objects.filter(code__startswith=code, kind=kind).count() for kind in ("prefecture", "county")]
        for code in ("51", "42", "32", "41")
    }
    # What the provinces govern directly (仙桃, 济源 …) has a prefecture's level: 103 and 157 counties in their books.
    assert counts == {"51": [21, 183], "42": [17, 99], "32": [13, 95], "41": [18, 156]}
    assert Region.objects.get(code="510100").pinyin == "chengdu"
    # Codes that are not in use (domain.md 11.1).
    assert not Region.objects.filter(code__in=["510200", "511200"]).exists()


@pytest.mark.django_db
def test_a_district_stands_below_its_city_and_its_city_below_the_province() -> None:
    load_regions()
    names = ["姑苏区", "吴中区", "相城区", "虎丘区", "吴江区", "常熟市", "张家港市", "昆山市", "太仓市"]
    assert sorted(Region.objects.filter(parent="320500").values_list("name", flat=True)) == sorted(names)
    assert {row.parent_id for row in Region.objects.filter(name="鼓楼区")} == {"320100", "320300", "410200"}
    assert Region.objects.get(name="仙桃市").parent_id == "420000"


@pytest.mark.django_db
def test_lists_offer_only_the_regions_a_programme_is_run_in(reference: None) -> None:
    served = Region.objects.served()
    assert set(served.values_list("code", flat=True)) == {PROVINCE[0], *(code for code, _, _ in PREFECTURES)}
    Region.objects.serve("320500")
    assert served.filter(kind="county").count() == 9


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"kind": "county", "parent": None}, {"kind": "province", "parent_id": "510000"}])
def test_a_region_has_a_parent_exactly_below_a_province(values: dict[str, object], reference: None) -> None:
    with pytest.raises(IntegrityError, match="region_below_a_province_has_parent"):
        Region.objects.create(code="999999", name="错", pinyin="cuo", **values)
