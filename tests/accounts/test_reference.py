import pytest

from tianfu.accounts.models import Region
from tianfu.accounts.reference import load_regions


@pytest.mark.django_db
def test_loading_twice_leaves_one_province_and_twenty_one_prefectures() -> None:
    assert load_regions() == load_regions() == 22
    assert Region.objects.count() == 22
    assert Region.objects.filter(parent="510000", kind="prefecture").count() == 21
    assert Region.objects.get(code="510100").pinyin == "chengdu"
    # Codes that are not in use (domain.md 11.1).
    assert not Region.objects.filter(code__in=["510200", "511200"]).exists()
