"""The lint of a plan (trust.md A.6), each finding in a sentence that says what to do."""

from datetime import date, timedelta
from typing import Any

import pytest

from supervision.directories.models import InspectionItem, Inspector, Leave
from supervision.directories.states import ItemState
from supervision.draws.frozen.material import gather
from supervision.draws.plans.drafts import save_draft
from supervision.draws.plans.games import source_of, upcoming
from supervision.draws.plans.readiness import examine
from supervision.draws.states import Mode
from tests import make
from tests.supervision.draws import make as draws
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.policies.values import policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def planner(clock: Any, reference: None) -> Any:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()[0]


def words(plan: Any) -> list[str]:
    """Without what is said of the register, which does not know the objects made here (`test_comparison`)."""
    found = examine(plan, gather(plan, the_clock.today())).findings
    return [finding.words for finding in found if "不在登记中" not in finding.words]


def test_a_whole_plan_has_no_finding(planner: Any) -> None:
    draws.with_accounts(Inspector.objects.all())
    assert words(draws.draft(planner)) == []


def test_inspectors_who_cannot_file_are_named_with_the_way_out_and_stop_nothing(planner: Any) -> None:
    able, elsewhere, *others = Inspector.objects.order_by("number")
    draws.with_accounts([able])
    elsewhere.user = make.officer(Role.PREFECTURE_OFFICER, "510100")
    elsewhere.save()
    plan = draws.draft(planner)
    assert words(plan) == [
        "没有检查人员账号，抽中后不能填报检查记录："
        + "、".join(f"{each.name}（{each.number}）" for each in (elsewhere, *others))
        + "。请在检查人员名录中为其绑定账号，没有账号的先由系统管理员开通“检查人员”岗位。"
    ]
    assert draws.findings(plan) == []


def test_an_item_for_other_objects_is_refused_by_name(planner: Any) -> None:
    plan = draws.draft(planner)
    other = InspectionItem.objects.get(code="TFMP-J-01")
    InspectionItem.objects.filter(pk=other.pk).update(state=ItemState.PUBLISHED, published_on=date(2026, 1, 1))
    plan.items.add(other)
    assert draws.findings(plan) == ["事项不适用于“认证机构”：质量认证证书有效且在范围内。请去掉，或改选检查对象。"]


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


def test_a_sealed_result_is_open_by_the_last_day_on_which_results_are_published(planner: Any) -> None:
    plan = draws.draft(planner)
    last = add_working_days(plan.visits_until, int(policy("spotcheck.publish_days"))).date
    said = "揭示日不能更晚"
    for more, late in ((1, False), (2, True)):  # the moment at which that day is over
        moment = the_clock.start_of(last + timedelta(days=more))
        plan = draws.draft(planner, sealed=True, reveal_by=moment)
        assert (said in " ".join(words(plan))) == late, more


def test_a_past_lottery_is_refused(planner: Any) -> None:
    plan = draws.draft(planner, sources=[source_of("fc.kl8", "2026001")])
    assert any("已经开奖" in each for each in words(plan))


def test_an_issue_outside_the_calendar_is_refused(planner: Any) -> None:
    plan = draws.draft(planner, sources=[source_of("fc.kl8", "2026999")])
    assert any("开奖日历中没有" in each for each in words(plan))


ONE_OPERATOR = "只用了一家机构的号码；两家不相干的机构更可信。"


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (("fc.kl8",), [ONE_OPERATOR]),
        (("fc.kl8", "fc.ssq"), [ONE_OPERATOR]),  # two games of one operator are not two operators
        (("fc.kl8", "tc.pl5"), []),
        (("tc.pl5", "fc.kl8"), []),
        (("fc.kl8", "fc.ssq", "tc.pl5"), []),
    ],
)
def test_numbers_of_one_operator_alone_are_told_to_the_planner_and_stop_nothing(
    planner: Any, chosen: tuple[str, ...], told: list[str]
) -> None:
    draws.with_accounts(Inspector.objects.all())
    earliest = the_clock.now() + timedelta(hours=25)
    sources = [source_of(game, upcoming(game, earliest, 1)[0].number) for game in chosen]
    late = the_clock.end_of(the_clock.today() + timedelta(days=9))
    plan = draws.draft(planner, sources=sources, draw_by=late, visits_since=the_clock.today() + timedelta(days=10))
    assert words(plan) == told
    assert draws.findings(plan) == []


def test_dice_of_the_meeting_need_no_second_operator(planner: Any) -> None:
    draws.with_accounts(Inspector.objects.all())
    assert words(draws.draft(planner, mode=Mode.DICE, sources=[])) == []


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
    known = save_draft(plan, user=planner, seen=plan.draft_version, values={}, knows=True)
    assert draws.findings(known) == []
