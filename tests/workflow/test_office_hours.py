"""What comes in after the office has closed counts from its next working day."""

import pytest

from tests.workflow.make import beijing, day
from tianfu.workflow.calendar.office_hours import CLOSES_AT, counted_from
from tianfu.workflow.policies.values import policy


@pytest.mark.parametrize(
    ("arrived", "counts_from"),
    [
        ("2026-03-05 00:00", "2026-03-05"),  # a Thursday
        ("2026-03-05 17:29", "2026-03-05"),
        ("2026-03-05 17:30", "2026-03-05"),
        ("2026-03-05 17:30:59", "2026-03-05"),
        ("2026-03-05 17:31", "2026-03-06"),
        ("2026-03-06 17:31", "2026-03-09"),  # over the weekend
        ("2026-03-07 09:00", "2026-03-09"),  # a Saturday
        ("2026-02-14 17:30", "2026-02-14"),  # a Saturday that is worked
        ("2026-02-14 17:31", "2026-02-24"),  # over Spring Festival
        ("2026-02-16 09:00", "2026-02-24"),  # a Monday on which nobody works
        ("2026-02-28 09:00", "2026-02-28"),
        ("2025-12-31 17:31", "2026-01-04"),  # over New Year, to a Sunday that is worked
    ],
)
def test_day_from_which_an_arrival_counts(reference: None, arrived: str, counts_from: str) -> None:
    assert policy(CLOSES_AT) == "17:30"
    assert counted_from(beijing(arrived)) == day(counts_from)
