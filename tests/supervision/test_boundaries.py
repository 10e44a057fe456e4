"""The day before, the day and the day after in directories, plans, checks and lists."""

from datetime import date, timedelta

import pytest

from supervision.directories.models import InspectionItem, InspectionObject, Inspector, PlannedBatch, YearlyPlan
from supervision.directories.plans.rules import _published
from supervision.draws.models import DrawPlan
from supervision.draws.plans.batches import batch_standing, first_day_after
from supervision.inspections.models import InspectionTask
from supervision.inspections.rules import _limit_problems
from supervision.inspections.states import ResultWord
from supervision.lists.models import BlacklistEntry
from tianfu.workflow import clock as the_clock

FIRST, LAST = date(2025, 12, 31), date(2026, 2, 15)  # over New Year, into Spring Festival
DAY = timedelta(1)
DAYS = (FIRST - DAY, FIRST, FIRST + DAY, LAST - DAY, LAST, LAST + DAY)


def on_each(asked) -> list:
    return [asked(day) for day in DAYS]


def test_a_blacklist_entry_bars_from_its_day_to_its_last() -> None:
    row = BlacklistEntry(since=FIRST, until=LAST)
    row.__dict__["state"] = "listed"
    assert on_each(row.standing_on) == [False, True, True, True, True, False]
    row.until = None
    assert on_each(row.standing_on) == [False, True, True, True, True, True]
    row.__dict__["state"] = "removed"
    assert on_each(row.standing_on) == [False] * 6


def test_an_inspector_is_on_the_roll_until_the_day_before_he_leaves_and_certified_to_the_last_day() -> None:
    row = Inspector(listed_on=FIRST, left_on=LAST, valid_from=FIRST, valid_until=LAST)
    assert on_each(row.is_on_roll) == [False, True, True, True, False, False]
    assert on_each(row.is_certified) == [False, True, True, True, True, False]


def test_an_object_is_listed_until_the_day_before_it_leaves() -> None:
    assert on_each(InspectionObject(listed_on=FIRST, left_on=LAST).is_listed) == [False, True, True, True, False, False]
    assert on_each(InspectionObject(listed_on=FIRST, left_on=None).is_listed) == [False, True, True, True, True, True]


def test_an_item_may_be_inspected_until_the_day_before_it_is_withdrawn() -> None:
    row = InspectionItem(published_on=FIRST, withdrawn_on=LAST)
    assert on_each(lambda day: _published(row, day)) == [False, True, True, True, False, False]


@pytest.mark.parametrize("month", [1, 6, 12])
def test_a_planned_batch_is_due_in_its_month_and_overdue_from_the_first_of_the_next(clock, month) -> None:
    batch = PlannedBatch(pk=1, plan=YearlyPlan(year=2026), month=month)
    batch._prefetched_objects_cache = {"draws": DrawPlan.objects.none()}
    first, after = date(2026, month, 1), first_day_after(batch)
    assert after == (date(2027, 1, 1) if month == 12 else date(2026, month + 1, 1))
    said = []
    for day in (first - DAY, first, after - DAY, after):
        clock.set(day)
        said.append(batch_standing(batch).label)
    assert said == ["待实施", "本月实施", "本月实施", "逾期未抽查"]


def test_a_limit_for_putting_right_lies_between_tomorrow_and_the_latest_day(clock) -> None:
    clock.set("2026-02-14")
    today, latest = the_clock.today(), date(2026, 5, 15)
    word = ResultWord.ORDERED
    assert _limit_problems(word, today - DAY, latest) == ["整改期限应晚于今天。"]
    assert _limit_problems(word, today, latest) == ["整改期限应晚于今天。"]
    assert _limit_problems(word, today + DAY, latest) == []
    assert _limit_problems(word, latest, latest) == []
    assert _limit_problems(word, latest + DAY, latest) == ["整改期限最迟为 2026 年 5 月 15 日。"]


def test_a_result_is_unpublished_in_time_to_its_last_day(clock) -> None:
    row = InspectionTask(publish_by=LAST)
    row.__dict__["state"] = "reviewed"
    said = []
    for day in DAYS[3:]:
        clock.set(day)
        said.append(row.publication_overdue())
    assert said == [False, False, True]
    row.__dict__["state"] = "published"
    assert not row.publication_overdue()
