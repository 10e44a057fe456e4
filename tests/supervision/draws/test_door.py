"""The door of a draw, asked by everybody and in every wrong way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest

from supervision.draws.models import DrawPlan, ValueEntry
from supervision.draws.plans.annulment import confirm_void, propose_void, void_facts
from supervision.draws.results.picks import finish
from supervision.draws.results.secrecy import reveal
from supervision.draws.states import Outcome
from tests import make
from tests.door.cast import HERE, Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tests.supervision.draws import make as draws
from tests.supervision.draws.corrected import corrected
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import stamp

pytestmark = pytest.mark.django_db
AGGREGATES = (DrawPlan,)
PROVINCE, CITY = "全省", "一个市（州）"


def changed(call: Call, **fields: Any) -> None:
    with pgtrigger.ignore():
        DrawPlan.objects.filter(pk=call.obj.pk).update(**fields)


@wrong("drawplan.commit", "方案尚未提交确认")
def not_handed_over(call: Call) -> None:
    changed(call, handed_over_at=None)


@wrong("drawplan.commit", "您是拟定人")
def by_the_planner(call: Call) -> Call:
    return replace(call, actor=User.objects.get(pk=call.obj.planner_id))


@wrong("drawplan.commit", "由拟定人开通")
def by_whose_account_the_planner_made(call: Call) -> Call:
    User.objects.filter(pk=call.actor.pk).update(created_by=call.obj.planner_id)
    return replace(call, actor=User.objects.get(pk=call.actor.pk))


@wrong("drawplan.commit", "名录尚未冻结")
def nothing_frozen(call: Call) -> Call:
    return replace(call, inputs={"frozen": None})


@wrong("drawplan.draw", "须由两人分别录入")
def without_numbers(call: Call) -> Call:
    return replace(call, inputs={"entry": None})


@wrong("drawplan.draw", "须由两人分别录入")
def numbers_that_differ(call: Call) -> Call:
    entry = type(call.inputs["entry"]).objects.get(pk=call.inputs["entry"].pk)
    entry.second_values = {**entry.second_values, "tc.pl5": "99999"}
    return replace(call, inputs={"entry": entry})


@wrong("drawplan.draw", "须由两人分别录入")
def numbers_of_another_plan(call: Call) -> Call:
    entry = type(call.inputs["entry"]).objects.get(pk=call.inputs["entry"].pk)
    entry.plan_id = 0
    return replace(call, inputs={"entry": entry})


for _verb in ("reveal", "disclose"):

    @wrong(f"drawplan.{_verb}", "本来就是公开的")
    def of_an_open_draw(call: Call) -> None:
        changed(call, sealed=False, secret_commit="")

    @wrong(f"drawplan.{_verb}", "随机数产生之前")
    def before_the_event(call: Call) -> None:
        the_clock.remember(call.obj.seed_after - timedelta(seconds=60) - the_clock.machine_now(), 1e9)

    @wrong(f"drawplan.{_verb}", "密值已经揭示")
    def a_second_time(call: Call) -> None:
        changed(call, revealed_at=the_clock.now())


@wrong("drawplan.correct", "您录入或更正过本次抽查的号码")
def by_who_typed_the_wrong_number(call: Call) -> None:
    with pgtrigger.ignore():
        ValueEntry.objects.filter(plan=call.obj).update(second_by=call.actor)


@wrong("drawplan.correct", "由录入或更正号码的人开通")
def by_whose_account_a_typist_made(call: Call) -> Call:
    typist = ValueEntry.objects.filter(plan=call.obj).values_list("first_by", flat=True)[0]
    User.objects.filter(pk=call.actor.pk).update(created_by=typist)
    return replace(call, actor=User.objects.get(pk=call.actor.pk))


@wrong("drawplan.correct", "正在重新计算")
def while_another_is_computed(call: Call) -> None:
    first, second = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    now = the_clock.now()
    call.obj.corrections.create(
        act="correct", outcome="correct", round=0, first_by=first, first_at=now, first_note="先前的更正",
        second_by=second, second_at=now, before={}, values={"tc.pl5": "00000"}, url=draws.URL,
    )  # fmt: skip


@wrong("drawplan.close", "更正后的号码正在计算")
def while_it_is_computed_again(call: Call) -> None:
    while_another_is_computed(call)


@wrong("drawplan.close", "没有检查结论或变动记录")
def with_an_open_pick(call: Call) -> None:
    with pgtrigger.ignore():
        standing = call.obj.picks.filter(result__superseded_at=None)
        call.obj.picks.filter(pk=standing[0].pk).update(outcome="", finished_at=None)


@wrong("drawplan.close", "密值尚未揭示", "drawn")
def sealed_and_not_revealed(call: Call) -> None:
    changed(call, sealed=True, secret_commit="0" * 64, reveal_by=the_clock.now())


@pytest.fixture
def people(reference: None, clock: Any) -> Cast:
    clock.set("2026-11-26")
    draws.objects(4)
    draws.inspectors(4)
    draws.item()
    return cast()


def drawn(pair: tuple[User, User], clock: Any, **values: Any) -> DrawPlan:
    plan = draws.after_event(draws.committed(pair, **values), clock)
    draws.typed(plan, pair)
    run_due()
    return DrawPlan.objects.get(pk=plan.pk)


def voided(plan: DrawPlan, pair: tuple[User, User]) -> DrawPlan:
    proposal = propose_void(plan, user=pair[0], seen=plan.revision, reason="名录有误")
    return confirm_void(proposal, user=pair[1], seen=plan.revision, shown=stamp(void_facts(plan, proposal)))


def test_rights_are_those_of_the_kept_table(people: Cast, rewrite: bool) -> None:
    plan = draws.draft(people["spotcheck_manager"])
    local = DrawPlan.objects.get(pk=plan.pk)
    local.region_id = HERE
    compare(path_of(DrawPlan), table({PROVINCE: (plan, people), CITY: (local, people)}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(people: Cast, clock: Any) -> None:
    pair = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    reveal_by = the_clock.now() + timedelta(days=70)
    others = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    with Probe({DrawPlan: (PROVINCE, people)}).watching() as probe:
        plan = corrected(drawn(pair, clock), others)
        for pick in plan.picks.filter(result__superseded_at=None):
            finish(pick, Outcome.VISITED)
        clock.set("2026-12-10")
        sealed = drawn(pair, clock, sealed=True, reveal_by=reveal_by)
        sealed = corrected(reveal(sealed, actor=SYSTEM, seen=sealed.revision), others)
        voided(sealed, pair)
        clock.set("2026-12-20")
        other = voided(drawn(pair, clock, sealed=True, reveal_by=reveal_by), pair)
        reveal(other, actor=pair[0], seen=other.revision, note="作废后揭示。")
    assert_tight(probe, DrawPlan)
