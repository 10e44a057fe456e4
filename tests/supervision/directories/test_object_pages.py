"""The pages of the directory: searched, filtered, of one object and its history."""

from datetime import date

import pytest

from certification.authorizations.states import Act
from certification.models import Authorization
from supervision.directories.models import InspectionObject
from supervision.directories.objects.upkeep import compare
from tests import make
from tests.pages import hidden
from tests.supervision.directories.test_objects import entry, sanction
from tests.supervision.make import plain_object, queries_of
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(clock, reference):
    def build(route="self_declaration", **kwargs):
        clock.set("2026-03-02")
        row = make.issued(route, clock_fixture=clock, **kwargs)
        return Authorization.objects.get(pk=row.pk)

    return build


OBJECTS = "/console/directory/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"MU-1", "MU-2", "MU-3"}),
        ("?region=510700", {"MU-2"}),
        ("?kind=mark_usage&standing=listed", {"MU-1", "MU-2"}),
        ("?standing=left", {"MU-3"}),
        ("?q=ｍｕ 1", {"MU-1"}),
        ("?kind=authorization", set()),
        ("?kind=x&region=²", {"MU-1", "MU-2", "MU-3"}),
    ],
)
def test_the_directory_is_searched_and_filtered_by_its_address(reference, client, clock, query, found):
    clock.set("2026-05-11")
    plain_object("MU-1")
    plain_object("MU-2", "510700")
    plain_object("MU-3", left_on=date(2026, 5, 1))
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))
    text = client.get(OBJECTS + query).content.decode()
    assert {code for code in ("MU-1", "MU-2", "MU-3") if f">{code}</a>" in text} == found


def test_a_planner_of_a_prefecture_sees_its_objects_only(reference, client):
    own, other = plain_object(region="510700"), plain_object(region="510100")
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER, "510700"))
    text = client.get(OBJECTS).content.decode()
    assert (own.code in text, other.code in text) == (True, False)
    assert [client.get(f"{OBJECTS}objects/{row.pk}/").status_code for row in (own, other)] == [200, 404]


def test_the_directory_costs_the_same_however_long(reference, client):
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))
    for _ in range(2):
        plain_object(uscc=make.CODES[0])
    assert queries_of(client, OBJECTS) == 13
    for number in range(58):
        plain_object(uscc=make.CODES[number % 20])
    assert queries_of(client, OBJECTS) == 13
    assert "第 1–50 条，共 60 条" in client.get(OBJECTS).content.decode()


def test_the_desk_adds_tags_and_the_history_names_who_did(reference, client):
    planner = make.officer(Role.SPOTCHECK_MANAGER)
    client.force_login(planner)
    row = plain_object(tags=["service"])
    url = f"{OBJECTS}objects/{row.pk}/tags/"
    page = hidden(client.get(url))
    assert client.post(url, {**page, "added_tags": ["agriculture", "service"]}).status_code == 302
    row.refresh_from_db()
    assert (row.added_tags, row.all_tags, row.changes.get().actor) == (
        ["agriculture"], ["agriculture", "service"], planner,
    )  # fmt: skip
    late = client.post(url, {**page, "added_tags": ["construction"]})
    assert late.status_code == 409
    assert client.post(url, {**hidden(client.get(url)), "added_tags": ["nothing"]}).status_code == 422


def test_pages_of_one_object_and_of_the_comparisons_say_what_happened(issued, client):
    row = issued()
    sanction(row, Act.SUSPEND)
    InspectionObject.objects.filter(authorization=row).update(holder_name="旧名")
    compare(the_clock.today())
    client.force_login(make.officer(Role.PROVINCE_OFFICER))
    text = client.get(f"{OBJECTS}objects/{entry(row).pk}/").content.decode()
    assert ("授权已暂停" in text, "持有人由“旧名”改为“样例家居制造有限公司”" in text) == (True, True)
    assert "更正信息 1" in client.get(f"{OBJECTS}comparisons/").content.decode()


def test_the_mark_is_opened_by_whom_it_opens_and_its_public_page_by_everybody_else(issued, client):
    row = issued()
    url, own, public = (
        f"{OBJECTS}objects/{entry(row).pk}/",
        f"/console/authorizations/{row.pk}/",
        f"/brands/{row.number}/",
    )
    for role, leads in ((Role.PROVINCE_OFFICER, [True, False]), (Role.SPOTCHECK_MANAGER, [False, True])):
        client.force_login(make.officer(role))
        text = client.get(url).content.decode()
        assert [f'href="{link}"' in text for link in (own, public)] == leads
        assert client.get(own if leads[0] else public).status_code == 200
