"""The province is the programme's, not a word in the code: a platform of Hubei plans, lists and reads areas of Hubei."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from applications.models import Programme
from supervision.directories.provinces import home_province
from supervision.directories.vocabulary import area_labels, read_area
from tests import hubei, make
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def of_hubei() -> Region:
    """The only programme is Hubei's, as on an installation of its own."""
    made = hubei.programme()
    Programme.objects.update(region=made.programme.region)
    Region.objects.exclude(pk=made.programme.region_id).exclude(parent=made.programme.region_id).update(served=False)
    return Region.objects.get(pk="420000")


def test_plans_bodies_and_areas_are_of_the_programmes_province(of_hubei: Region) -> None:
    assert home_province() == of_hubei
    labels = area_labels()
    assert (labels["42"], labels["4201"], "51" in labels) == ("全省", "武汉市", False)
    assert [read_area(text, labels) for text in ("湖北", "湖北省", "全省", "42", "420000", "武汉")] == ["42"] * 5 + [
        "4201"
    ]
    with pytest.raises(
        ValidationError, match="没有地区“四川省”，请写市（州）全称（如武汉市）、行政区划代码，或“全省”。"
    ):
        read_area("四川省", labels)
    client = Client()
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))
    page = client.get("/console/directory/plans/new/").content.decode()
    assert ("湖北省市场监督管理局" in page, "四川省市场监督管理局" in page) == (True, False)


def test_in_two_provinces_each_area_says_which(reference: Any) -> None:
    hubei.programme()
    labels = area_labels()
    assert (home_province().pk, labels["51"], labels["42"]) == ("510000", "四川省", "湖北省")
    assert [read_area(text, labels) for text in ("四川", "湖北省", "成都")] == ["51", "42", "5101"]
    with pytest.raises(ValidationError, match="或“湖北省”、“四川省”"):
        read_area("全省", labels)
