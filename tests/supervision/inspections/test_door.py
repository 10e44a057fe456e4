"""The door of a check, asked by everybody and in every wrong way."""

from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest

from supervision.directories.models import InspectionObject
from supervision.draws.models import DrawPlan
from supervision.draws.plans.annulment import confirm_void, propose_void, void_facts
from supervision.inspections.models import InspectionTask, ResultObjection
from supervision.inspections.results.conclusions import close, conclude, publish, review, send_back
from supervision.inspections.results.corrections import confirm_correction, propose_correction
from supervision.inspections.results.objections import decide_objection, object_to
from supervision.inspections.states import ResultWord
from tests import make
from tests.door.cast import HERE, Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE, stamp

pytestmark = pytest.mark.django_db
AGGREGATES = (InspectionTask,)
TEAM = "抽中的一户，有检查组"


def changed(call: Call, **fields: Any) -> None:
    with pgtrigger.ignore():
        InspectionTask.objects.filter(pk=call.obj.pk).update(**fields)


def record(call: Call, **fields: Any) -> None:
    with pgtrigger.ignore():
        type(call.obj.record).objects.filter(task=call.obj.pk).update(**fields)


def with_inputs(call: Call, **inputs: Any) -> Call:
    return replace(call, inputs={**call.inputs, **inputs})


def sealed(call: Call) -> None:
    with pgtrigger.ignore():
        DrawPlan.objects.filter(pk=call.obj.plan_id).update(
            sealed=True, revealed_at=None, secret_commit="0" * 64, reveal_by=the_clock.now()
        )


wrong("inspectiontask.notify", "结果尚未揭示")(sealed)
wrong("inspectiontask.publish", "结果尚未揭示")(sealed)


@wrong("inspectiontask.visit", "请填写现场记录，包括检查日期")
def no_day_of_the_visit(call: Call) -> None:
    record(call, visited_on=None)


@wrong("inspectiontask.visit", "检查日期应在任务分派之后")
def visited_tomorrow(call: Call) -> None:
    record(call, visited_on=the_clock.today() + timedelta(days=1))


@wrong("inspectiontask.visit", "检查日期应在任务分派之后")
def visited_before_it_was_assigned(call: Call) -> None:
    record(call, visited_on=the_clock.in_beijing(call.obj.opened_at) - timedelta(days=1))


@wrong("inspectiontask.visit", "须由两名以上检查人员进行")
def one_inspector_alone(call: Call) -> None:
    members = call.obj.members.exclude(inspector__user=call.actor)
    call.obj.members.filter(pk__in=members).update(replaced_at=the_clock.now())


@wrong("inspectiontask.visit", "还没有检查结果")
def an_item_unanswered(call: Call) -> None:
    record(call, answers={})


@wrong("inspectiontask.visit", "请登记发现的问题")
def failed_without_a_finding(call: Call) -> None:
    record(call, answers={str(item.pk): {"answer": "fail"} for item in call.obj.items.all()})
    with pgtrigger.ignore():
        call.obj.findings.all().delete()


@wrong("inspectiontask.visit", "请选择被检查方是否签字")
def nobody_said_who_signed(call: Call) -> None:
    record(call, signing="")


@wrong("inspectiontask.visit", "请在屏幕上签字")
def signed_without_a_signature(call: Call) -> None:
    record(call, signing="signed", signature=None)


@wrong("inspectiontask.visit", "请填写签字人的姓名。")
def signed_by_nobody_named(call: Call) -> None:
    record(call, signing="signed", signature=make.stored_file("签字.png", purpose="signature"), signatory="")


@wrong("inspectiontask.visit", "未签字的，请写明理由")
def unsigned_without_a_reason(call: Call) -> None:
    record(call, signing="refused", unsigned_reason="")


for _word in ("", "good"):

    @wrong("inspectiontask.conclude", "请选择一个检查结果")
    def no_word_of_the_eight(call: Call, word: str = _word) -> Call:
        return with_inputs(call, word=word)


@wrong("inspectiontask.conclude", "请写明情况")
def without_an_explanation(call: Call) -> Call:
    return with_inputs(call, word="not_engaged", explanation=" ", rectify_by=None)


@wrong("inspectiontask.conclude", "现场记录中有问题")
def nothing_found_against_the_record(call: Call) -> Call:
    record(call, answers={str(item.pk): {"answer": "fail"} for item in call.obj.items.all()})
    return with_inputs(call, word="normal", rectify_by=None)


@wrong("inspectiontask.conclude", "须有登记的问题")
def a_problem_without_a_finding(call: Call) -> Call:
    with pgtrigger.ignore():
        call.obj.findings.all().delete()
    return with_inputs(call, word="pending", explanation="待处理", rectify_by=None)


@wrong("inspectiontask.conclude", "不能作“无法联系”的结论")
def unreachable_though_somebody_signed(call: Call) -> Call:
    record(call, signing="signed", signature=make.stored_file("签字.png", purpose="signature"), signatory="王经理")
    return with_inputs(call, word="unreachable", explanation="无法联系", rectify_by=None)


@wrong("inspectiontask.conclude", "请写明整改期限")
def ordered_without_a_limit(call: Call) -> Call:
    return with_inputs(call, word="ordered", explanation="责令改正。", rectify_by=None)


@wrong("inspectiontask.conclude", "整改期限应晚于今天")
def a_limit_of_today(call: Call) -> Call:
    return with_inputs(call, word="ordered", explanation="责令改正。", rectify_by=the_clock.today())


@wrong("inspectiontask.conclude", "整改期限最迟为")
def a_limit_past_the_latest_day(call: Call) -> Call:
    day = call.inputs["latest"] + timedelta(days=1)
    return with_inputs(call, word="ordered", explanation="责令改正。", rectify_by=day)


@wrong("inspectiontask.conclude", "请不要填写整改期限")
def a_limit_where_nothing_is_wrong(call: Call) -> Call:
    with pgtrigger.ignore():
        call.obj.findings.all().delete()
    answers = {str(item.pk): {"answer": "pass"} for item in call.obj.items.all()}
    record(call, answers=answers)
    day = the_clock.today() + timedelta(days=1)
    return with_inputs(call, word="normal", rectify_by=day)


@wrong("inspectiontask.review", "结论由您作出")
def by_who_concluded(call: Call) -> None:
    changed(call, concluded_by=call.actor)


@wrong("inspectiontask.review", "由提出人建立或授予")
def whose_account_the_first_made(call: Call) -> Call:
    User.objects.filter(pk=call.actor.pk).update(created_by=call.obj.concluded_by_id)
    return replace(call, actor=User.objects.get(pk=call.actor.pk))


@wrong("inspectiontask.publish", "届满后才能公布")
def on_the_last_day_of_the_term(call: Call) -> None:
    changed(call, objection_until=the_clock.today())


@wrong("inspectiontask.publish", "异议尚未处理")
def with_an_open_objection(call: Call) -> None:
    call.obj.objections.create(text="记录有误。", filed_by=call.actor, filed_at=the_clock.now())


@wrong("inspectiontask.uphold", "异议成立才能")
def without_an_objection(call: Call) -> Call:
    return with_inputs(call, objection=None)


@wrong("inspectiontask.uphold", "异议成立才能")
def an_objection_that_was_not_right(call: Call) -> Call:
    return with_inputs(call, objection=ResultObjection(task_id=call.obj.pk, upheld=False))


@wrong("inspectiontask.uphold", "异议成立才能")
def an_objection_to_another_task(call: Call) -> Call:
    return with_inputs(call, objection=ResultObjection(task_id=0, upheld=True))


@wrong("inspectiontask.order", "结论没有整改期限")
def without_a_limit(call: Call) -> None:
    changed(call, rectify_by=None)


def with_recheck(call: Call, **fields: Any) -> Call:
    given = copy(call.inputs["endorsement"])
    for name, value in fields.items():
        setattr(given, name, value)
    return with_inputs(call, endorsement=given)


for _facts in ({"second_by": None}, {"act": "recheck"}):

    @wrong("inspectiontask.reinspect", "复查须由两人签名")
    def reinspected_without_two(call: Call, facts: Any = _facts) -> Call:
        return with_recheck(call, **facts)


@wrong("inspectiontask.reinspect", "复查须由两人签名")
def reinspected_without_a_record(call: Call) -> Call:
    return with_inputs(call, endorsement=None)


for _other in ({"subject_id": 0}, {"round": 0}):

    @wrong("inspectiontask.reinspect", "提出后情况已有变化")
    def a_record_of_another_check_or_round(call: Call, facts: Any = _other) -> Call:
        return with_recheck(call, **facts)


@wrong("inspectiontask.reinspect", "登记人已不在检查组")
def whose_first_has_left_the_team(call: Call) -> None:
    first = call.inputs["endorsement"].first_by
    call.obj.members.filter(inspector__user=first).update(replaced_at=the_clock.now())


@wrong("inspectiontask.reinspect", "请选择被检查方是否签字")
def reinspected_before_the_inspected_side(call: Call) -> Call:
    return with_recheck(call, signing="")


@wrong("inspectiontask.reinspect", "请写明复查情况")
def without_what_was_seen(call: Call) -> Call:
    return with_recheck(call, first_note=" ")


@wrong("inspectiontask.reinspect", "复查日期应在结果公布之后")
def before_the_publication(call: Call) -> Call:
    return with_recheck(call, checked_on=the_clock.in_beijing(call.obj.published_at) - timedelta(days=1))


@wrong("inspectiontask.reinspect", "且不晚于今天")
def reinspected_tomorrow(call: Call) -> Call:
    return with_recheck(call, checked_on=the_clock.today() + timedelta(days=1))


@wrong("inspectiontask.reinspect", "复查日期应在结果公布之后")
def without_a_day(call: Call) -> Call:
    return with_recheck(call, checked_on=None)


@wrong("inspectiontask.conclude", "核实记录还没有另一名检查人员签名")
def with_a_recheck_of_one(call: Call) -> None:
    call.obj.rechecks.create(
        act="recheck", round=call.obj.revision, outcome="recheck", first_by=call.actor, first_at=the_clock.now(),
        first_note="核对台账。", checked_on=the_clock.today(), answers={"1": {"answer": "pass", "note": ""}},
    )  # fmt: skip


@wrong("inspectiontask.close", "整改尚未复查")
def with_a_limit_not_looked_at(call: Call) -> None:
    changed(call, rectify_by=the_clock.today(), reinspected_on=None)


def with_correction(call: Call, **fields: Any) -> Call:
    given = copy(call.inputs["endorsement"])
    for name, value in fields.items():
        setattr(given, name, value)
    return with_inputs(call, endorsement=given)


for _fields in ({"second_by": None}, {"act": "close"}):

    @wrong("inspectiontask.correct", "更正须由两人作出")
    def corrected_without_two(call: Call, fields: Any = _fields) -> Call:
        return with_correction(call, **fields)


@wrong("inspectiontask.correct", "更正须由两人作出")
def corrected_without_a_proposal(call: Call) -> Call:
    return with_inputs(call, endorsement=None)


@wrong("inspectiontask.correct", "提出后情况已有变化")
def a_correction_of_another_task(call: Call) -> Call:
    return with_correction(call, subject_id=0)


@wrong("inspectiontask.correct", "提出后情况已有变化")
def a_correction_of_another_round(call: Call) -> Call:
    return with_correction(call, round=call.obj.revision + 1)


@wrong("inspectiontask.correct", "请选择更正后的检查结果")
def corrected_to_no_word_of_the_eight(call: Call) -> Call:
    return with_correction(call, word="good")


@wrong("inspectiontask.correct", "更正后的结果与现在的结果相同")
def corrected_to_the_same(call: Call) -> Call:
    return with_correction(call, word=call.obj.word)


@wrong("inspectiontask.correct", "对被检查对象不利的结果")
def corrected_against_the_object(call: Call) -> None:
    changed(call, corrected_word="normal", corrected_at=the_clock.now())


@wrong("inspectiontask.correct", "现场记录中没有")
def corrected_to_a_problem_without_a_finding(call: Call) -> None:
    with pgtrigger.ignore():
        call.obj.findings.all().delete()


@wrong("inspectiontask.correct", "结果尚未公布，请退回检查组")
def corrected_before_the_publication(call: Call) -> None:
    changed(call, published_at=None)


@pytest.fixture
def pair(reference: None, clock: Any) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def team_of(task: InspectionTask) -> Cast:
    """Those who stand in the team, and one who was replaced."""
    gone = checks.draws.inspectors(1)[0]
    gone.user = make.officer(Role.INSPECTOR)
    gone.save()
    task.members.create(inspector=gone, joined_at=the_clock.now(), replaced_at=the_clock.now())
    people = {f"team.{place}": checks.inspector_of(task, place) for place in (0, 1)}
    return people | {"team.replaced": User.objects.get(pk=gone.user.pk)}


def fresh(task: InspectionTask) -> InspectionTask:
    return InspectionTask.objects.get(pk=task.pk)


def ordered(task: InspectionTask) -> InspectionTask:
    """Concluded with an order and its limit."""
    limit, user = the_clock.today() + timedelta(days=30), checks.inspector_of(task)
    words = {"word": ResultWord.ORDERED, "explanation": "责令改正。", "rectify_by": limit}
    return conclude(fresh(task), user=user, seen=task.revision, **words)


def reviewed(task: InspectionTask, user: User) -> InspectionTask:
    return review(task, user=user, seen=task.revision, shown=NO_PAGE)


def test_rights_are_those_of_the_kept_table(pair: Any, clock: Any, rewrite: bool) -> None:
    task = checks.first(checks.drawn(pair, clock))
    compare(path_of(InspectionTask), table({TEAM: (task, cast(**team_of(task)))}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(pair: Any, clock: Any) -> None:
    """One check goes the whole way, with all that can go wrong in between; the others are stopped."""
    people = cast()
    probe = Probe({InspectionTask: (TEAM, people)})
    # The bodies of the cast stand in the directory too.
    InspectionObject.objects.update(region=HERE)
    with probe.watching():
        plan = checks.drawn(pair, clock)
        task = checks.first(plan)
        people |= team_of(task)
        body = make.body()
        InspectionObject.objects.filter(body=body).update(body=None)
        InspectionObject.objects.filter(pk=task.object_id).update(body=body)
        task = checks.visited(fresh(task), "对比表与公布的不一致。")
        task = ordered(task)
        task = ordered(send_back(task, user=pair[0], seen=task.revision, note="请写明情况。"))
        task = reviewed(task, pair[0])
        objection = object_to(task, user=make.member(body.organisation, sign=True), text="记录有误。")
        third = make.officer(Role.SPOTCHECK_MANAGER)
        task = decide_objection(objection, user=third, upheld=True, answer="记录确有误。")
        task = reviewed(ordered(task), pair[0])
        clock.set(task.objection_until + timedelta(days=1))
        task = publish(task, user=pair[1], seen=task.revision)
        facts = {"word": "not_disclosed", "explanation": "未公示。", "reason": "登记有误。"}
        change = propose_correction(task, user=pair[1], seen=task.revision, **facts)
        task = confirm_correction(change, user=third, seen=task.revision, shown=NO_PAGE)
        task = checks.reinspected(task, passed=False, findings="未改正。")
        close(task, user=pair[1], seen=task.revision, note="已建议暂停。")
        plan.refresh_from_db()
        proposal = propose_void(plan, user=pair[0], seen=plan.revision, reason="名录有误")
        confirm_void(proposal, user=pair[1], seen=plan.revision, shown=stamp(void_facts(plan, proposal)))
    assert_tight(probe, InspectionTask)
