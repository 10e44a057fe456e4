"""A wrong number two typists agreed on: corrected by two others, computed again, both kept (trust.md A.1, row 10)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.draws.algorithm.selection import draw
from supervision.draws.commitment.acts import public_file
from supervision.draws.models import DrawPlan, DrawResult, Pick, ValueCorrection
from supervision.draws.results.computation import assign, compute_draw
from supervision.draws.results.deviations import propose
from supervision.draws.results.picks import finish
from supervision.draws.results.secrecy import reveal
from supervision.draws.states import DeviationCode, DrawState, Outcome
from supervision.draws.values.corrections import confirm_correction, correction_facts, drop_correction
from supervision.draws.values.entries import WrongValue
from supervision.draws.work.sources import corrections_for_second
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.statistics import by_city
from supervision.inspections.states import TaskState
from tests import make
from tests.supervision.draws import corrected as wrong
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, Overtaken
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def plan(people: Any, clock: Any) -> DrawPlan:
    return checks.drawn(people, clock)


def entries(kind: str) -> list[dict[str, Any]]:
    return [row for row in (json.loads(each.entry) for each in LogOutbox.objects.order_by("pk")) if row["t"] == kind]


def told(key: str) -> list[InboxMessage]:
    return list(InboxMessage.objects.filter(key=key).order_by("pk"))


def states(plan: DrawPlan) -> list[str]:
    return list(InspectionTask.objects.filter(plan=plan).order_by("pk").values_list("state", flat=True))


def codes(result: DrawResult) -> list[str]:
    return list(result.picks.order_by("position").values_list("object__code", flat=True))


def test_two_others_correct_it_and_both_results_stand(plan: DrawPlan) -> None:
    first = plan.results.get()
    done = wrong.corrected(plan, wrong.others())

    old, new = done.results.order_by("pk")
    assert (old.pk, old.sha256, old.superseded_at is not None) == (first.pk, first.sha256, True)
    assert (new.superseded_at, new.entry, new.source.announced["tc.pl5"]) == (None, None, wrong.TRUE_PL5)
    assert (new.seed != old.seed, new.sha256 != old.sha256, done.state) == (True, True, DrawState.DRAWN)
    row = done.corrections.get()
    assert (row.before, row.values) == (draws.values(plan), wrong.true_values(plan))
    assert [change.transition for change in done.changes.all()] == ["commit", "draw", "correct"]


def test_the_log_has_the_correction_and_both_results(plan: DrawPlan) -> None:
    done = wrong.corrected(plan, wrong.others())

    old, new = done.results.order_by("pk")
    (entry,) = entries("draw.correction")
    assert entry | {"at": ""} == {
        "t": "draw.correction",
        "at": "",
        "number": done.number,
        "before": f"fc.kl8={draws.KL8};tc.pl5={draws.PL5}",
        "values": f"fc.kl8={draws.KL8};tc.pl5={wrong.TRUE_PL5}",
        "reason": wrong.WHY,
        "superseded_sha256": old.sha256,
    }
    logged = [(row["result_sha256"], row.get("superseded_sha256", "")) for row in entries("draw.result")]
    assert logged == [(old.sha256, ""), (new.sha256, old.sha256)]


def test_a_typist_may_say_it_but_not_confirm_it(plan: DrawPlan, people: Any) -> None:
    row = wrong.proposed(plan, people[0])
    assert list(corrections_for_second(people[1])) == []
    for user, words in ((people[0], "您是提出人"), (people[1], "没有经手的抽查组织人")):
        with pytest.raises(NotPossible, match=words):
            wrong.confirmed(row, user)
    with pytest.raises(IntegrityError, match="did not vouch"), transaction.atomic():
        ValueCorrection.objects.filter(pk=row.pk).update(second_by=people[1], second_at=row.first_at)
    other = wrong.others()[0]
    assert list(corrections_for_second(other)) == [row]
    assert wrong.confirmed(row, other).corrections.get().second_by == other


def test_whose_account_a_typist_made_does_not_confirm(plan: DrawPlan, people: Any) -> None:
    first, second = wrong.others()
    User.objects.filter(pk=second.pk).update(created_by=people[1])
    with pytest.raises(NotPossible, match="由录入或更正号码的人开通"):
        wrong.confirmed(wrong.proposed(plan, first), User.objects.get(pk=second.pk))


def test_a_corrected_number_is_corrected_again_by_others_still(plan: DrawPlan) -> None:
    pair = wrong.others()
    wrong.corrected(plan, pair)
    again = wrong.proposed(plan, pair[0], values=wrong.true_values(plan, "11111"))
    with pytest.raises(NotPossible, match="没有经手的抽查组织人"):
        wrong.confirmed(again, pair[1])
    wrong.confirmed(again, wrong.others()[0])
    run_due()
    counted = [row.superseded_at is None for row in plan.results.order_by("pk")]
    assert counted == [False, False, True]


def test_the_second_person_reads_both_numbers_and_what_it_does(plan: DrawPlan) -> None:
    first, second = wrong.others()
    row = wrong.proposed(plan, first)
    facts = correction_facts(plan, row)
    event = plan.sources[1]["event"]
    assert [facts[f"{event}：{word}"] for word in ("更正前", "更正后")] == [draws.PL5, wrong.TRUE_PL5]
    assert (facts["公告"], facts["理由"], facts["尚未开始的检查"][:3]) == (draws.URL, wrong.WHY, "3 项")
    shown = stamp(facts)
    checks.visited(checks.first(plan))
    plan.refresh_from_db()
    with pytest.raises(Changed, match="尚未开始的检查"):
        confirm_correction(row, user=second, seen=plan.revision, shown=shown)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"values": {"fc.kl8": draws.KL8, "tc.pl5": draws.PL5}}, "与现在的相同"),
        ({"reason": " "}, "请写明更正的理由"),
        ({"reason": "字" * 501}, "理由请写在 500 字以内：理由会写入公示日志。"),
        ({"reason": "请致电 13800001111 核实"}, "请删去理由中的邮箱、手机号或身份证号"),
        ({"url": ""}, "请填写公告地址"),
    ],
)
def test_a_proposal_needs_another_number_its_reason_and_its_announcement(
    plan: DrawPlan, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotPossible, match=words):
        wrong.proposed(plan, wrong.others()[0], **more)
    assert ValueCorrection.objects.count() == 0


def test_a_number_that_is_none_is_refused_at_its_field(plan: DrawPlan) -> None:
    with pytest.raises(WrongValue) as refused:
        wrong.proposed(plan, wrong.others()[0], values=wrong.true_values(plan, "0418"))
    assert list(refused.value.fields) == ["tc.pl5"]


def test_only_organisers_correct_and_one_proposal_stands(plan: DrawPlan) -> None:
    first, second = wrong.others()
    with pytest.raises(NotAllowed, match="号码的更正由抽查组织人办理"):
        wrong.proposed(plan, checks.inspector_of(checks.first(plan)))
    row = wrong.proposed(plan, first)
    with pytest.raises(Overtaken):
        wrong.proposed(plan, second)
    with pytest.raises(NotPossible, match="请写明撤下的理由"):
        drop_correction(row, user=second, reason=" ")
    drop_correction(row, user=second, reason="公告无误")
    with pytest.raises(NotPossible, match="已确认、已撤下或已失效"):
        wrong.confirmed(row, second)
    assert wrong.proposed(plan, second).standing


def test_what_was_not_begun_is_called_off_and_what_was_begun_goes_on(plan: DrawPlan) -> None:
    begun = checks.visited(checks.first(plan))
    waiting = [row.pk for row in InspectionTask.objects.filter(plan=plan, state=TaskState.NOTIFIED)]
    done = wrong.corrected(plan, wrong.others())

    old, new = done.results.order_by("pk")
    assert states(plan)[:3] == [TaskState.VISITED, TaskState.STOPPED, TaskState.STOPPED]
    stopped = InspectionTask.objects.get(pk=waiting[0]).changes.get(transition="stop")
    assert "开奖号码录入有误，已更正" in stopped.note
    again = set(codes(new)) - {begun.object.code}
    fresh = InspectionTask.objects.filter(plan=plan, pick__result=new)
    assert {task.object.code for task in fresh} == again
    assert [len(told(key)) for key in ("inspection_stopped", "inspection_goes_on", "draw_corrected")] == [4, 2, 4]
    assert "已更正" in told("inspection_stopped")[0].body
    assert begun.object.code in codes(old)


def test_the_inspected_are_told_why_their_check_stops_or_goes_on(plan: DrawPlan) -> None:
    begun, off = InspectionTask.objects.filter(plan=plan).order_by("pick__position")[:2]
    bodies = {task: make.body(f"受检机构{task.pk}") for task in (begun, off)}
    for task, body in bodies.items():
        InspectionObject.objects.filter(body=body).update(body=None, left_on=the_clock.today())
        InspectionObject.objects.filter(pk=task.object_id).update(body=body)
    checks.visited(InspectionTask.objects.get(pk=begun.pk))
    wrong.corrected(plan, wrong.others())
    (goes_on,) = told("inspection_goes_on_notice")
    assert goes_on.organisation == bodies[begun].organisation
    assert "更正前后的号码和结果都已公布" in goes_on.body
    (stops,) = told("inspection_called_off")
    assert (stops.organisation, "开奖号码录入有误，已更正" in stops.body) == (bodies[off].organisation, True)


def test_a_begun_check_of_an_object_drawn_again_serves_both(plan: DrawPlan, people: Any) -> None:
    """Whichever was visited: try the objects of both results."""
    third = wrong.others()
    probe = wrong.proposed(plan, third[0])
    drop_correction(probe, user=third[0], reason="先检查")
    again = both(plan)
    task = InspectionTask.objects.get(plan=plan, object__code=again)
    checks.reviewed(task, people[0])
    done = wrong.corrected(plan, third)

    new = done.results.get(superseded_at=None)
    pick = new.picks.get(object__code=again)
    assert (pick.carried_from, pick.outcome) == (task.pick, Outcome.VISITED)
    assert InspectionTask.objects.filter(plan=plan, object__code=again).count() == 1
    rows = {row.label: (row.drawn, row.done) for row in by_city().lines}
    assert rows == {"成都市": (3, 0)}


def test_a_carried_check_that_ends_later_ends_the_pick_that_carries_it(plan: DrawPlan, people: Any) -> None:
    again = both(plan)
    task = InspectionTask.objects.get(plan=plan, object__code=again)
    task = checks.concluded(task)
    done = wrong.corrected(plan, wrong.others())
    pick = done.results.get(superseded_at=None).picks.get(object__code=again)
    assert (pick.carried_from, pick.outcome) == (task.pick, "")
    member = pick.members.select_related("inspector")[0].inspector
    with pytest.raises(NotPossible, match="该对象的检查在更正号码之前已经开始，由原检查组继续，不能变动。"):
        propose(pick, member, user=people[0], code=DeviationCode.RECUSED, reason="回避")
    for other in Pick.objects.filter(result=pick.result).exclude(pk=pick.pk):
        finish(other, Outcome.FAILED, "登记住所无法联系")
    assert DrawPlan.objects.get().state == DrawState.DRAWN
    finish(task.pick, Outcome.VISITED)
    pick.refresh_from_db()
    assert (pick.outcome, DrawPlan.objects.get().state) == (Outcome.VISITED, DrawState.CLOSED)


def both(plan: DrawPlan) -> str:
    """An object that the true numbers draw as well; anybody can compute it beforehand."""
    files = [public_file(plan, name) or b"" for name in ("plan.json", "objects.jsonl", "inspectors.jsonl")]
    coming = {pick["object"] for pick in draw(*files, wrong.true_values(plan)).result["picks"]}
    return next(code for code in codes(plan.results.get()) if code in coming)


def test_after_a_published_result_nothing_is_corrected(plan: DrawPlan, people: Any) -> None:
    first, second = wrong.others()
    row = wrong.proposed(plan, first)
    checks.published(checks.first(plan), people[0])
    with pytest.raises(NotPossible, match="已有 1 户的检查结果公布，号码不能再更正。请作废本次抽查"):
        wrong.confirmed(row, second)
    drop_correction(row, user=first, reason="改为作废")
    with pytest.raises(NotPossible, match="号码不能再更正"):
        wrong.proposed(plan, first)


def test_before_the_result_and_after_the_end_nothing_is_corrected(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    with pytest.raises(NotPossible, match="“已承诺”，不能更正号码"):
        wrong.proposed(plan, people[0])
    draws.typed(plan, people)
    run_due()
    for pick in Pick.objects.filter(plan=plan):
        finish(pick, Outcome.VISITED)
    with pytest.raises(NotPossible, match="以新方案另行抽查"):
        wrong.proposed(plan, people[0])


def test_while_it_is_computed_again_the_draw_neither_closes_nor_is_corrected(plan: DrawPlan) -> None:
    pair = wrong.others()
    wrong.confirmed(wrong.proposed(plan, pair[0]), pair[1])
    for pick in Pick.objects.filter(plan=plan):
        finish(pick, Outcome.VISITED)
    assert DrawPlan.objects.get().state == DrawState.DRAWN
    with pytest.raises(NotPossible, match="正在重新计算"):
        wrong.proposed(plan, pair[0], values=wrong.true_values(plan, "11111"))


def test_a_computation_that_runs_twice_writes_once_and_a_late_assignment_assigns_nothing(plan: DrawPlan) -> None:
    pair = wrong.others()
    wrong.confirmed(wrong.proposed(plan, pair[0]), pair[1])
    job = Job.objects.get(kind="draw.compute", payload__has_key="correction")
    compute_draw(job)
    compute_draw(job)
    assert (DrawResult.objects.count(), len(entries("draw.result"))) == (2, 2)
    before = InspectionTask.objects.count()
    assign(Job.objects.filter(kind="draw.assign").order_by("pk")[0])
    assert InspectionTask.objects.count() == before


def test_no_result_is_deleted_or_counts_again(plan: DrawPlan) -> None:
    done = wrong.corrected(plan, wrong.others())
    old = DrawResult.objects.filter(pk=done.results.order_by("pk")[0].pk)
    with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
        old._raw_delete(old.db)
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        old.update(superseded_at=None)
    assert done.results.count() == 2


def test_a_sealed_draw_is_corrected_unseen_and_opens_both(people: Any, clock: Any) -> None:
    day = clock.set("2026-11-26")
    plan = checks.drawn(people, clock, sealed=True, reveal_by=day + timedelta(days=70))
    done = wrong.corrected(plan, wrong.others())
    assert [len(told(key)) for key in ("inspection_notice", "inspection_called_off")] == [0, 0]
    assert list(LogOutbox.objects.filter(entry__contains='"secret"')) == []
    done = reveal(done, actor=SYSTEM, seen=done.revision)
    assert (done.state, done.results.count()) == (DrawState.REVEALED, 2)
    run_due()
    fresh = InspectionTask.objects.filter(plan=done, pick__result__superseded_at=None)
    assert {task.state for task in fresh} == {TaskState.NOTIFIED}


def test_where_both_organisers_typed_the_administrators_are_asked_to_name_another(
    plan: DrawPlan, people: Any, client: Client
) -> None:
    admin = make.officer(Role.SYSTEM_ADMIN)
    wrong.proposed(plan, people[0])
    assert admin.pk in {row.user_id for row in told("draw_correction_unheard")}
    assert people[1].pk not in {row.user_id for row in told("draw_correction_unheard")}
    page = f"/console/draws/{plan.pk}/"
    client.force_login(people[1])
    assert "已请系统管理员增设一位" in client.get(page).content.decode()
    named = make.officer(Role.SPOTCHECK_MANAGER)
    client.force_login(named)
    text = client.get(page).content.decode()
    assert ("已请系统管理员增设一位" in text, "确认更正" in text, f"{page}correction/" in text) == (False, True, False)


def test_where_somebody_may_confirm_no_administrator_is_asked(plan: DrawPlan, people: Any) -> None:
    wrong.others()
    wrong.proposed(plan, people[0])
    assert told("draw_correction_unheard") == []
