"""Reference data of the workflow floor. Every function may run any number of times."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tianfu.workflow import clock
from tianfu.workflow.calendar.loader import load_reference_calendar
from tianfu.workflow.models import CalendarVersion, Policy
from tianfu.workflow.policies.catalogue import PolicyDefault, default_policies
from tianfu.workflow.policies.units import check_value


def load_policies(entries: Iterable[PolicyDefault] | None = None) -> int:
    """Add the proposed values that are not there yet; return how many were added.

    A programme's file may bring its own entries with `scope` set. Rows that exist are never changed.
    """
    wanted = list(entries) if entries is not None else list(default_policies())
    for entry in wanted:
        check_value(entry.unit, entry.value)
    at = clock.now()
    with transaction.atomic():
        there = _there({entry.key for entry in wanted})
        rows = [
            Policy(key=entry.key, scope=entry.scope, value=entry.value, unit=entry.unit, source=entry.source,
                   proposal=entry.proposal, valid_from=entry.valid_from, set_at=at)
            for entry in wanted
            if (entry.key, entry.scope, entry.valid_from) not in there
        ]  # fmt: skip
        # Two starts at once: the second finds the first one's rows and adds none.
        Policy.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def load_holidays() -> CalendarVersion:
    """The holiday table of 2024 to 2026 and the provisional years after it."""
    return load_reference_calendar()


def _there(keys: set[str]) -> set[tuple[str, str, date]]:
    return set(Policy.objects.filter(key__in=keys).values_list("key", "scope", "valid_from"))
