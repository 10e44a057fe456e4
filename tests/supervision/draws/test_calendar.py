"""The calendar of drawings: which issue is drawn when, and that its end is never met in silence."""

from datetime import date, timedelta
from typing import Any

import pytest

from supervision.draws.algorithm.sources import outcomes
from supervision.draws.frozen.material import gather
from supervision.draws.plans.games import find, games, known_until, upcoming
from supervision.draws.plans.readiness import examine
from supervision.draws.work.tasks import look_after_draws
from tests import make
from tests.supervision.draws import make as draws
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.policies.proposals import confirm_policy, propose_policy
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


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


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def test_the_planner_is_warned_before_the_calendar_ends(people: Any, clock: Any) -> None:
    clock.set(known_until() - timedelta(days=60))
    plan = draws.draft(people[0])
    report = examine(plan, gather(plan, the_clock.today()))
    found = [(each.words, each.field, each.blocking) for each in report.findings if "日历" in each.words]
    assert found == [
        (
            "开奖日历只到2027 年 1 月 31 日（周日），之后的期次不能选用。请系统管理员在“政策参数”中补充新一年的休市日期；来不及时可用现场掷骰。",
            "source_1",
            False,
        )
    ]
    clock.set(known_until() - timedelta(days=61))
    plan = draws.draft(people[0])
    assert [each for each in examine(plan, gather(plan, the_clock.today())).findings if "日历" in each.words] == []


def test_after_its_end_the_planner_reads_why_nothing_can_be_chosen(people: Any, clock: Any, client: Any) -> None:
    plan = draws.draft(people[0])
    clock.set(known_until() + timedelta(days=1))
    client.force_login(people[0])
    data = {"seen": plan.draft_version, "title": "二月抽查", "mode": "lottery", "team_size": "2"}
    answer = client.post(f"/console/draws/{plan.pk}/plan/", data)
    words = "开奖日历只到2027 年 1 月 31 日（周日），没有可选的开奖号码。请改用现场掷骰，或请系统管理员在“政策参数”中补充新一年的休市日期。"
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_organisers_and_administrators_are_told_once_a_week_before_the_calendar_ends(people: Any, clock: Any) -> None:
    admin = make.officer(Role.SYSTEM_ADMIN)

    def told() -> list[int]:
        look_after_draws()
        return list(InboxMessage.objects.filter(key="draw_calendar_ends").order_by("pk").values_list("user", flat=True))

    clock.set(known_until() - timedelta(days=61))
    assert told() == []
    everybody = [*(person.pk for person in people), admin.pk]
    monday = known_until() - timedelta(days=55)
    for day in (monday, monday + timedelta(days=6)):
        clock.set(day)
        assert told() == everybody
    clock.set(monday + timedelta(days=7))
    assert told() == everybody * 2
    clock.set(known_until() + timedelta(days=1))
    assert told() == everybody * 3
    assert "已经到期" in InboxMessage.objects.filter(key="draw_calendar_ends").latest("pk").body


def test_two_administrators_extend_the_calendar_and_the_next_issues_can_be_chosen(clock: Any) -> None:
    """Without a release: what they enter holds at once, numbers are counted without the new closed days."""
    clock.set("2027-02-01")
    first, second = make.officer(Role.SYSTEM_ADMIN), make.officer(Role.SYSTEM_ADMIN)
    assert (known_until(), upcoming("fc.kl8", the_clock.now(), 3)) == (date(2027, 1, 31), [])
    value = {**policy("draw.closures"), "until": "2027-12-31"}
    value["closed"] = [*value["closed"], ["2027-02-05", "2027-02-14"], ["2027-10-01", "2027-10-04"]]
    day = the_clock.today()
    row = propose_policy("draw.closures", value, source="休市公告", valid_from=day, actor=first, shown=NO_PAGE)
    assert find("fc.kl8", "2027032") is None
    confirm_policy(row, actor=second, shown=NO_PAGE)
    assert known_until() == date(2027, 12, 31)
    days = [the_clock.in_beijing(issue.at) for issue in upcoming("fc.kl8", the_clock.now(), 5)]
    assert days == [date(2027, 2, one) for one in (1, 2, 3, 4, 15)]
    after = find("fc.kl8", "2027036")
    assert after is not None and the_clock.in_beijing(after.at) == date(2027, 2, 15)
