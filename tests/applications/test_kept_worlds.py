"""The worlds that tests begin with are set again, not made again (tests/kept_rows.py): nobody can tell the difference."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from applications.models import Application
from tests import kept_copies, kept_rows, make, starting_rows
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def counted() -> dict[str, int]:
    """Rows of each table that has some."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return {table: number for table, number in found.items() if number}


def contents() -> dict[str, str]:
    """All rows of each table, as one number."""
    found = {}
    with connection.cursor() as cursor:
        for table in counted():
            cursor.execute(f'SELECT md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM "{table}" AS row')
            found[table] = cursor.fetchone()[0]
    return found


def come_to(state: str, clock: Any) -> Application:
    clock.set("2026-03-02")
    people = make.staff()
    return make.advance_to(make.filed(), state, people, clock)


def test_a_world_set_again_has_the_rows_of_one_made_anew(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        again = come_to("document_review", clock), counted()
        facts = again[0].state, again[0].due_on, again[0].changes.count()
        assert kept_rows._last is not None, "it was set again"
        transaction.set_rollback(True)
    monkeypatch.setattr(kept_rows, "SPAN", kept_rows.SPAN)  # a function or setting was changed: all is made anew
    made = come_to("document_review", clock), counted()
    assert kept_rows._before() is None
    assert again[1] == made[1]
    assert facts == (made[0].state, made[0].due_on, made[0].changes.count())


def test_rows_that_are_set_again_often_come_from_tables_and_are_the_same(clock: Any) -> None:
    clock.set("2026-03-02")
    uses = []
    for _ in range(kept_copies.OFTEN + 1):
        with transaction.atomic():
            make.filed()
            uses.append(contents())
            transaction.set_rollback(True)
    filed = [kept for key, kept in kept_rows._known.items() if key[-1][0] == "filed" and kept.uses > kept_copies.OFTEN]
    assert [bool(kept.function) for kept in filed] == [True] * len(filed) != []
    assert uses == [uses[0]] * (kept_copies.OFTEN + 1)


def test_what_a_test_writes_between_two_steps_stays(clock: Any) -> None:
    people = make.staff()
    auditor = make.officer(Role.AUDITOR)
    case = make.filed()
    case.enterprise.organisation.memberships.update(can_manage=True)
    case = make.advance_to(case, "prefecture_review", people, clock)
    assert case.state == "prefecture_review"
    assert User.objects.filter(pk=auditor.pk).exists()
    assert [row.can_manage for row in case.enterprise.organisation.memberships.all()] == [True]


def test_a_step_within_a_block_that_is_taken_back_is_taken_back(clock: Any) -> None:
    people = make.staff()
    with transaction.atomic():
        case = make.filed()
        make.advance_to(case, "document_review", people, clock)
        transaction.set_rollback(True)
    assert not Application.objects.exists()
    assert User.objects.filter(pk__in=[person.pk for person in people.values()]).count() == 6
    assert make.advance_to(make.filed(), "document_review", people, clock).state == "document_review"


def test_a_step_happens_when_the_test_says(clock: Any) -> None:
    clock.set("2026-06-01")
    make.staff()
    clock.set("2026-03-02")
    case = make.filed()
    assert (the_clock.today(), the_clock.in_beijing(case.filings.get().filed_at)) == (date(2026, 3, 2),) * 2


def test_a_setting_that_is_set_to_what_it_was_is_no_other_world() -> None:
    found = {}
    for name, value in {"old": settings.ROOT_URLCONF, "other": "tests.accounts.urls_of_rules"}.items():
        with override_settings(ROOT_URLCONF=value):
            found[name] = kept_rows.changed_settings()
    with override_settings():
        del settings.ROOT_URLCONF
        found["deleted"] = kept_rows.changed_settings()
    assert found == {"old": set(), "other": {"ROOT_URLCONF"}, "deleted": {"ROOT_URLCONF"}}
    assert kept_rows.changed_settings() == set()


def test_strangers_stand_beside_a_world_that_knows_nothing_of_them(clock: Any) -> None:
    def two() -> tuple[User, ...]:
        return tuple(make.officer(Role.PREFECTURE_OFFICER, "510100") for _ in range(2))

    clock.set("2026-03-02")
    found = []
    for _ in range(2):
        with transaction.atomic():
            pair = kept_rows.once("two", "", two, strangers=True)
            people, case = make.staff(), make.filed()
            case = make.advance_to(case, "document_review", people, clock)
            told = InboxMessage.objects.filter(user__in=pair).count()
            found.append((case.state, counted(), told, {person.pk for person in pair}))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0][:1] == ("document_review",)


@pytest.mark.django_db(transaction=True)
def test_in_a_test_that_commits_a_first_step_is_set_again_and_committed(clock: Any) -> None:
    clock.set("2026-03-02")
    case = make.filed()
    rows = counted()
    assert Application.objects.get(pk=case.pk).state == case.state == "completeness_check"
    starting_rows.put_back()
    assert not Application.objects.exists()
    again = make.filed()
    assert (again.pk, counted()) == (case.pk, rows)
    assert again.filings.get().sha256 == case.filings.get().sha256


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_finds_the_first_world_and_makes_the_next_steps(clock: Any) -> None:
    clock.set("2026-03-02")
    people = make.staff()
    case = make.filed()
    assert not connection.in_atomic_block
    assert make.advance_to(case, "document_review", people, clock).state == "document_review"


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_gone_afterwards() -> None:
    assert (Application.objects.count(), User.objects.count(), kept_rows._ordinary()) == (0, 0, True)
