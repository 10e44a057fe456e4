"""The worlds that tests begin with are set again, not made again (tests/kept_rows.py): nobody can tell the difference."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from applications.models import Application
from tests import kept_rows, make, starting_rows
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
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
