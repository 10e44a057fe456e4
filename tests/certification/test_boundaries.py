"""The day before, the day and the day after of everything that begins and ends: rows not stored, rules as they are."""

from datetime import date, timedelta

import pytest

from applications.cases.deadlines import overdue
from applications.models import Application, Batch
from certification.models import Authorization, BodyTerm, QualityCertificate

FIRST, LAST = date(2025, 12, 31), date(2026, 2, 15)  # over New Year, into Spring Festival
DAYS = (FIRST - timedelta(1), FIRST, FIRST + timedelta(1), LAST - timedelta(1), LAST, LAST + timedelta(1))


def on_each(asked) -> list:
    return [asked(day) for day in DAYS]


def test_a_batch_is_open_from_its_first_day_to_its_last() -> None:
    batch = Batch(opens_on=FIRST, closes_on=LAST)
    assert on_each(batch.is_open) == [False, True, True, True, True, False]
    one = Batch(opens_on=LAST, closes_on=LAST)
    assert on_each(one.is_open)[3:] == [False, True, False]


def test_a_bodys_term_holds_from_its_first_day_to_its_last() -> None:
    assert on_each(BodyTerm(starts_on=FIRST, ends_on=LAST).holds) == [False, True, True, True, True, False]
    assert on_each(BodyTerm(starts_on=FIRST, ends_on=None).holds) == [False, True, True, True, True, True]


@pytest.mark.parametrize(
    ("state", "label", "over"),
    [("valid", "有效", "过期"), ("suspended", "暂停", "过期"), ("withdrawn", "撤销", "撤销"), ("cancelled", "注销", "注销")],
)  # fmt: skip
def test_a_certificate_is_over_from_the_day_after_its_end(state, label, over) -> None:
    row = QualityCertificate(issued_on=FIRST, valid_until=LAST)
    row.__dict__["state"] = state
    assert [row.effective_label(day) for day in DAYS[3:]] == [label, label, over]
    valid = state == "valid"
    assert on_each(row.is_valid) == [False, valid, valid, valid, valid, False]


@pytest.mark.parametrize(
    ("state", "after"),
    [("active", "expired"), ("suspended", "expired"), ("pending", "pending"), ("withdrawn", "withdrawn"),
     ("cancelled", "cancelled")],
)  # fmt: skip
def test_a_mark_is_over_from_the_day_after_its_end(state, after) -> None:
    row = Authorization(starts_on=FIRST, ends_on=LAST)
    row.__dict__["state"] = state
    assert [row.effective_on(day).value for day in DAYS[3:]] == [state, state, after]


def test_a_case_is_late_from_the_day_after_its_due_date() -> None:
    assert [overdue(Application(due_on=LAST), day) for day in DAYS[3:]] == [False, False, True]
    assert not overdue(Application(due_on=None), LAST)
