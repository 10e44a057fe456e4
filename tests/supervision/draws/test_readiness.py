"""The lint of a plan (trust.md A.6), each finding in a sentence that says what to do."""

from datetime import date, timedelta
from typing import Any

import pytest

from supervision.directories.models import InspectionItem, Leave
from supervision.draws.drafts import save_draft, source_of
from supervision.draws.games import find, games, known_until, upcoming
from supervision.draws.material import gather
from supervision.draws.readiness import examine
from supervision.draws.sources import outcomes
from tests.supervision.draws import make as draws
from tianfu.workflow import clock as the_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def planner(clock: Any, reference: None) -> Any:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()[0]


def words(plan: Any) -> list[str]:
    return [finding.words for finding in examine(plan, gather(plan, the_clock.today())).findings]


def test_a_whole_plan_has_no_finding(planner: Any) -> None:
    assert words(draws.draft(planner)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sources": []}, "随机数共 0 比特，少于 60 比特"),
        ({"draw_by": None}, "请填写最迟抽取日"),
        ({"visits_since": None}, "请填写检查期"),
        ({"visits_until": date(2026, 11, 27)}, "检查期止不能早于最迟抽取日"),
        ({"strata": [{"key": "ALL", "label": "全部对象", "num": 0, "den": 1, "min": 0, "note": ""}]}, "抽不到任何对象"),
        ({"strata": [{"key": "ALL", "label": "全部对象", "num": 1, "den": 9, "min": 0, "note": ""}]}, "请写明理由"),
        ({"strata": [{"key": "ALL", "label": "全部对象", "num": 3, "den": 2, "min": 1, "note": ""}]}, "不能超过 100%"),
        ({"strata": [{"key": "X", "label": "别的", "num": 1, "den": 2, "min": 1, "note": ""}]}, "方案没有列出的分层"),
        ({"sealed": True}, "请填写最迟揭示日"),
        ({"team_size": 5}, "组不成检查组"),
        ({"max_load": 2}, "不足 1.5 倍"),
        (
            {"strata": [{"key": "ALL", "label": "全部对象", "num": 1, "den": 2, "min": 20, "note": ""}]},
            "比要求的少 10 户",
        ),
    ],
)
def test_each_fault_of_a_plan_is_a_sentence(planner: Any, change: dict[str, Any], sentence: str) -> None:
    found = words(draws.draft(planner, **change))
    assert any(sentence in each for each in found), found


def test_a_past_lottery_is_refused(planner: Any) -> None:
    plan = draws.draft(planner, sources=[source_of("fc.kl8", "2026001")])
    assert any("已经开奖" in each for each in words(plan))


def test_an_issue_outside_the_calendar_is_refused(planner: Any) -> None:
    plan = draws.draft(planner, sources=[source_of("fc.kl8", "2026999")])
    assert any("开奖日历中没有" in each for each in words(plan))


def test_numbers_within_a_day_of_the_commitment_are_refused(planner: Any) -> None:
    issue = upcoming("fc.kl8", the_clock.now(), 1)[0]
    plan = draws.draft(planner, sources=[source_of("fc.kl8", issue.number)])
    assert any("不足 24 小时" in each for each in words(plan))


def test_an_unpublished_item_is_not_inspected(planner: Any) -> None:
    plan = draws.draft(planner)
    unpublished = InspectionItem.objects.create(
        code="X-99", name="未公布事项", basis="无", kind="general", methods=["on_site"], object_kinds=["authorization"]
    )
    plan.items.set([unpublished])
    assert any("没有公布，不能检查：未公布事项" in each for each in words(plan))


def test_leave_during_the_visits_makes_an_inspector_unavailable(planner: Any) -> None:
    plan = draws.draft(planner)
    people = gather(plan, the_clock.today()).people
    for person in people[1:]:
        Leave.objects.create(inspector=person, since=plan.visits_since, until=plan.visits_since)
    report = examine(plan, gather(plan, the_clock.today()))
    assert (report.inspectors, set(report.failing.values())) == (1, {"TEAM_SHORT"})


def test_failing_objects_stop_the_commitment_until_the_planner_knows_of_them(planner: Any) -> None:
    draws.objects(1, region="513200")
    for person in gather(draws.draft(planner), the_clock.today()).people:
        person.areas = ["5101"]
        person.save()
    plan = draws.draft(planner)
    report = examine(plan, gather(plan, the_clock.today()))
    assert list(report.failing.values()) == ["NO_LEAD"]
    known = save_draft(plan, user=planner, seen=plan.draft_version, values={"acknowledged": report.failing})
    assert draws.findings(known) == []


def test_every_lottery_has_the_bits_it_is_chosen_for() -> None:
    found = {key: outcomes(game.fmt).bit_length() - 1 for key, game in games().items()}
    assert found == {"fc.kl8": 61, "tc.pl5": 16, "fc.3d": 9, "fc.ssq": 24, "tc.dlt": 24}


def test_issues_are_counted_without_the_closed_days_of_festivals(clock: Any) -> None:
    clock.set("2026-11-26")
    last, after_festival = find("fc.kl8", "2026351"), find("fc.kl8", "2026045")
    assert last is not None and after_festival is not None
    assert the_clock.in_beijing(last.at) == date(2026, 12, 31)
    assert the_clock.in_beijing(after_festival.at) == date(2026, 2, 24)
    assert find("fc.kl8", "2026352") is None


def test_nothing_is_offered_after_the_calendar_ends(clock: Any) -> None:
    clock.set(known_until() - timedelta(days=2))
    assert len(upcoming("fc.kl8", the_clock.now(), 12)) == 3
