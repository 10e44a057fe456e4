"""提醒: one page per desk; each fact with what to do, scoped by role and region, counted in the menu, gone when it is over."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.programmes.models.reference import Standard
from certification.models import Authorization, BodyTerm
from supervision.directories.models import YearlyPlan
from supervision.draws.plans import games
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tests.supervision.make import inspector
from tests.supervision.test_open_data import plan_of
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow.work_items import Kind, sources, waiting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def found(person: User) -> dict[str, list[str]]:
    """Key of the source → what its rows say; sources with nothing left out."""
    held = waiting_for(User.objects.get(pk=person.pk), Kind.ALERT)
    return {one.source.key: [f"{item.title} {item.what}" for item in one.items] for one in held if one.items}


def page(person: User) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get("/console/alerts/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def issued(clock: Any) -> Authorization:
    row = make.issued(clock_fixture=clock)
    return Authorization.objects.get(pk=row.pk)


@pytest.fixture
def people(clock: Any) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def test_an_end_that_is_near_is_told_to_the_desks_of_its_region(issued: Authorization, clock: Any) -> None:
    here = make.officer(Role.PREFECTURE_OFFICER, issued.region_id)
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "511900")
    clock.set((issued.ends_on - timedelta(days=91)).isoformat())
    assert found(here) == {}
    clock.set((issued.ends_on - timedelta(days=90)).isoformat())
    (words,) = found(here)["certification.ending"]
    assert (issued.number in words, "请提醒持有人" in words) == (True, True)
    assert (found(elsewhere), found(make.officer(Role.EXPERT))) == ({}, {})
    clock.set((issued.ends_on + timedelta(days=1)).isoformat())
    assert found(here) == {}


def test_a_replaced_standard_names_its_successor(issued: Authorization) -> None:
    officer = make.officer(Role.OPERATOR_OFFICER)
    number = issued.standard.rpartition(" ")[0] or issued.standard
    new = Standard.objects.create(number="GB/T 99999-2026", title="新标准", level=Standard.Level.NATIONAL)
    old = Standard.objects.create(number=number, title="旧标准", level=Standard.Level.NATIONAL)
    assert found(officer) == {}
    Standard.objects.filter(pk=old.pk).update(replaced_by=new)
    (words,) = found(officer)["certification.replaced"]
    assert (f"{number} 已被 GB/T 99999-2026 新标准 代替" in words, "重新评价" in words) == (True, True)


def test_a_standard_cited_in_the_comparison_counts_and_a_longer_number_does_not(issued: Authorization) -> None:
    officer = make.officer(Role.OPERATOR_OFFICER)
    new = Standard.objects.create(number="GB/T 99999-2026", title="新标准", level=Standard.Level.NATIONAL)
    Standard.objects.create(number="QB/T 77777-2001", title="旧", level=Standard.Level.INDUSTRY, replaced_by=new)
    items = [{"industry_source": "QB/T 77777-20019 别的标准"}]
    Authorization.objects.filter(pk=issued.pk).update(facts={**issued.facts, "comparison": items})
    assert found(officer) == {}
    items = [{"industry_source": "QB/T 77777-2001 家具"}]
    Authorization.objects.filter(pk=issued.pk).update(facts={**issued.facts, "comparison": items})
    assert ["QB/T 77777-2001 已被" in words for words in found(officer)["certification.replaced"]] == [True]


def test_a_body_that_lost_its_membership_is_told_with_its_marks(issued: Authorization, clock: Any) -> None:
    officer = make.officer(Role.PROVINCE_OFFICER)
    assert found(officer) == {}
    last = BodyTerm.objects.filter(body=issued.certificate.body, kind="membership")  # type: ignore[union-attr]
    today = clock.advance(days=1).date()
    last.update(ends_on=today - timedelta(days=1))
    (words,) = found(officer)["certification.without_body"]
    assert (issued.number in words, "请持有人更换证书" in words) == (True, True)


def test_a_late_result_and_a_late_rectification_are_told_with_the_next_step(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    one, other = InspectionTask.objects.filter(plan=plan).order_by("pk")[:2]
    late = checks.concluded(one)
    ordered = checks.published(other, people[0], ResultWord.ORDERED)
    assert found(people[0]) == {}
    clock.set((max(late.publish_by, ordered.rectify_by) + timedelta(days=1)).isoformat())  # type: ignore[type-var]
    said = found(people[0])
    assert ["请尽快复核" in words for words in said["inspections.unpublished"]] == [True]
    assert ["已过而没有复查" in words for words in said["inspections.rectification"]] == [True]
    province, elsewhere = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.SPOTCHECK_MANAGER, "511900")
    assert {"inspections.unpublished", "inspections.rectification"} <= set(found(province))
    assert [key for key in found(elsewhere) if key.startswith("inspections")] == []


def test_an_overdue_draw_a_missed_batch_and_the_end_of_the_calendar(people: Any, clock: Any, monkeypatch: Any) -> None:
    draws.committed(people)
    plan_of(2026, 11)
    assert found(people[0]) == {}
    clock.set("2026-12-04")
    said = found(people[0])
    assert ["请两人录入号码" in words for words in said["draws.overdue"]] == [True]
    assert ["2026 年 11 月抽查，至今没有抽查" in words for words in said["draws.batches"]] == [True]
    monkeypatch.setattr("supervision.draws.work.alerts.ends_soon", lambda day: True)
    assert ["现场掷骰" in words for words in found(people[0])["draws.calendar"]] == [True]
    assert games.known_until() >= date(2026, 1, 1)


def test_a_missed_batch_of_a_region_is_told_there_and_to_the_province(people: Any, clock: Any) -> None:
    plan, whole = plan_of(2026, 11), make.officer(Role.PROVINCE_OFFICER)
    here, elsewhere = (make.officer(Role.SPOTCHECK_MANAGER, region) for region in ("510700", "511900"))
    clock.set("2026-12-04")
    told = lambda: ["draws.batches" in found(one) for one in (whole, here, elsewhere)]  # noqa: E731
    assert told() == [True, False, False]
    with pgtrigger.ignore():
        YearlyPlan.objects.filter(pk=plan.pk).update(region="510700")
    assert told() == [True, True, False]


def test_an_enforcement_certificate_that_ends_is_told_to_the_keeper_of_its_roll(clock: Any) -> None:
    clock.set("2026-11-26")
    person = inspector("510700", valid_until=date(2026, 12, 20))
    here, elsewhere = (make.officer(Role.SPOTCHECK_MANAGER, region) for region in ("510700", "510100"))
    assert [person.number in words for words in found(here)["directories.certificates"]] == [True]
    assert found(elsewhere) == {}


def test_the_menu_counts_what_the_page_lists_and_an_empty_page_says_what_it_watches(
    issued: Authorization, clock: Any
) -> None:
    officer = make.officer(Role.PREFECTURE_OFFICER, issued.region_id)
    empty = page(officer)
    assert ("现在没有提醒" in empty, "即将到期的授权" in empty) == (True, True)
    clock.set((issued.ends_on - timedelta(days=10)).isoformat())
    full = page(officer)
    assert (issued.number in full, "项提醒" in full, f"/console/authorizations/{issued.pk}/" in full) == (True,) * 3
    assert "console/alerts/" not in page_of(make.officer(Role.EXPERT))


def page_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/console/").content.decode()


def test_the_menu_asks_once_a_minute_and_the_page_a_fixed_number_of_queries(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    tasks = list(InspectionTask.objects.filter(plan=plan).order_by("pk")[:3])
    late = checks.concluded(tasks[0])
    clock.set((late.publish_by + timedelta(days=1)).isoformat())  # type: ignore[operator]
    client = Client()
    client.force_login(people[0])

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = cost("/console/alerts/")
    for task in tasks[1:]:
        InspectionTask.objects.filter(pk=task.pk).update(
            state="concluded", word="normal", publish_by=late.publish_by, visited_on=late.visited_on,
            concluded_at=late.concluded_at, concluded_by=late.concluded_by,
        )  # fmt: skip
    assert cost("/console/alerts/") == before
    with CaptureQueriesContext(connection) as queries:
        client.get("/console/draws/")
    assert [one["sql"] for one in queries if "publish_by" in one["sql"] and "COUNT(*)" in one["sql"]] == []


def test_every_alert_has_a_label_a_reader_and_no_place_on_the_home() -> None:
    keys = [source.key for source in sources(Kind.ALERT)]
    assert len(keys) == len(set(keys)) == 10
    readers = {role for role in Role for source in sources(Kind.ALERT) if source.concerns(Holder(role))}
    assert readers == {
        Role.OPERATOR_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.PREFECTURE_OFFICER,
        Role.SPOTCHECK_MANAGER, Role.INSPECTOR, Role.AUDITOR,
    }  # fmt: skip


class Holder:
    def __init__(self, role: Role) -> None:
        self.roles = frozenset({role})
