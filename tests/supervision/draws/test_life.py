"""From the draft to the closed draw, with two people wherever two are needed (trust.md A.2)."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from supervision.draws.algorithm.selection import draw
from supervision.draws.commitment.acts import public_file
from supervision.draws.models import DrawPlan, DrawResult
from supervision.draws.plans.annulment import confirm_void, propose_void, void_facts
from supervision.draws.results.computation import compute_draw
from supervision.draws.results.picks import finish
from supervision.draws.results.secrecy import copy_for_second_body, reveal
from supervision.draws.states import DrawState, Mode, Outcome
from supervision.draws.values.meetings import record_meeting
from supervision.draws.work.tasks import look_after_draws
from tests.supervision.draws import make as draws
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent, LogOutbox
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def entries(kind: str) -> list[dict[str, Any]]:
    return [row for row in (json.loads(each.entry) for each in LogOutbox.objects.order_by("pk")) if row["t"] == kind]


def test_equal_values_of_two_people_make_the_result_everybody_can_compute(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    run_due()

    plan.refresh_from_db()
    result = plan.results.get()
    files = [public_file(plan, name) or b"" for name in ("plan.json", "objects.jsonl", "inspectors.jsonl")]
    again = draw(*files, draws.values(plan))
    assert plan.state == DrawState.DRAWN
    assert result.sha256 == again.sha256 == hashlib.sha256(public_file(plan, "result.json") or b"").hexdigest()
    assert [row["result_sha256"] for row in entries("draw.result")] == [again.sha256]
    drawn = [
        (pick.object.code, [member.inspector.number for member in pick.members.all()]) for pick in plan.picks.all()
    ]
    assert drawn == [(pick["object"], pick["team"]) for pick in again.result["picks"]]
    assert len(drawn) == 5
    assert [pick.members.filter(lead=True).count() for pick in plan.picks.all()] == [1] * 5


def test_a_computation_that_runs_twice_writes_once(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    job = Job.objects.get(kind="draw.compute")
    compute_draw(job)
    compute_draw(job)

    assert DrawResult.objects.count() == 1
    assert len(entries("draw.result")) == 1


def test_nobody_but_the_system_draws(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)

    with pytest.raises(NotAllowed):
        advance(plan, "draw", actor=people[0], seen=plan.revision)
    with pytest.raises(NotPossible, match="一致的开奖号码"):
        advance(plan, "draw", actor=SYSTEM, seen=plan.revision)


def test_the_last_finished_pick_closes_the_draw(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    run_due()
    picks = list(plan.picks.all())

    for pick in picks[:-1]:
        finish(pick, Outcome.VISITED)
    assert DrawPlan.objects.get().state == DrawState.DRAWN
    finish(picks[-1], Outcome.FAILED, "登记住所无法联系")
    assert DrawPlan.objects.get().state == DrawState.CLOSED


def test_a_void_draw_keeps_number_reason_and_computable_result(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录遗漏了三家机构")
    with pytest.raises(NotPossible, match="另一人确认"):
        confirm_void(proposal, user=people[0], seen=plan.revision, shown=stamp(void_facts(plan, proposal)))
    done = confirm_void(proposal, user=people[1], seen=plan.revision, shown=stamp(void_facts(plan, proposal)))

    assert (done.state, done.number) == (DrawState.VOID, "SC-2026-0001")
    assert [row["reason"] for row in entries("draw.void")] == ["名录遗漏了三家机构"]
    assert public_file(done, "result.json") is not None


def test_a_sealed_result_is_open_to_nobody_before_its_reveal(people: Any, clock: Any) -> None:
    day = clock.set("2026-11-26")
    plan = draws.after_event(draws.committed(people, sealed=True, reveal_by=day + timedelta(days=70)), clock)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()

    assert (public_file(plan, "result.json"), public_file(plan, "values.json")) == (None, None)
    assert [row.entry for row in LogOutbox.objects.filter(entry__contains='"secret"')] == []
    done = reveal(plan, actor=SYSTEM, seen=plan.revision)
    values = json.loads(public_file(done, "values.json") or b"{}")
    assert hashlib.sha256(f"TFMP-SECRET-1|{values['secret']}".encode()).hexdigest() == done.secret_commit
    assert [row["secret"] for row in entries("draw.reveal")] == [values["secret"]]


def test_the_secrets_copy_is_printed_by_the_approver_before_the_event_only(people: Any, clock: Any) -> None:
    day = clock.set("2026-11-26")
    plan = draws.committed(people, sealed=True, reveal_by=day + timedelta(days=70))

    assert len(copy_for_second_body(plan, user=people[1])) == 64
    with pytest.raises(NotAllowed):
        copy_for_second_body(plan, user=people[0])
    clock.set(plan.seed_after + timedelta(seconds=1))
    with pytest.raises(NotPossible):
        copy_for_second_body(plan, user=people[1])
    printed = AuditEvent.objects.filter(action="drawplan.secret_printed")
    assert [(event.actor, event.subject_id) for event in printed] == [(people[1], str(plan.pk))]


def test_the_secrets_copy_of_a_draw_by_dice_is_printed_until_they_are_rolled(people: Any, clock: Any) -> None:
    day = clock.set("2026-11-26")
    plan = draws.committed(people, mode=Mode.DICE, sources=[], sealed=True, reveal_by=day + timedelta(days=70))
    clock.advance(minutes=20)
    assert len(copy_for_second_body(plan, user=people[1])) == 64
    witnesses = [{"name": "周强", "role": "人大代表"}, {"name": "吴静", "role": "记者 13800001111"}]
    seen = {"user": people[0], "held_at": plan.committed_at, "place": "三楼会议室", "film_sha256": "a" * 64}
    with pytest.raises(NotPossible, match="见证人的身份请只写单位和职务"):
        record_meeting(plan, witnesses=witnesses, **seen)
    witnesses[1]["role"] = "媒体记者"
    record_meeting(plan, witnesses=witnesses, **seen)
    with pytest.raises(NotPossible, match="只有在随机数产生之前"):
        copy_for_second_body(DrawPlan.objects.get(), user=people[1])


def told(key: str) -> list[Any]:
    return list(InboxMessage.objects.filter(key=key).order_by("pk").values_list("user_id", flat=True))


def test_organisers_are_reminded_once_a_day_and_warned_when_overdue(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    for _ in range(2):
        look_after_draws()
    assert told("draw_values_wanted") == [person.pk for person in people]
    clock.set(plan.draw_by - timedelta(seconds=30))
    look_after_draws()
    assert told("draw_overdue") == []
    clock.set(plan.draw_by + timedelta(seconds=1))
    for _ in range(2):
        look_after_draws()
    assert told("draw_overdue") == [person.pk for person in people]


def test_a_sealed_draw_is_revealed_on_its_day_by_the_clock(people: Any, clock: Any) -> None:
    day = clock.set("2026-11-26")
    plan = draws.after_event(draws.committed(people, sealed=True, reveal_by=day + timedelta(days=70)), clock)
    draws.typed(plan, people)
    run_due()
    clock.set(plan.reveal_by - timedelta(seconds=1))
    look_after_draws()
    assert DrawPlan.objects.get().state == DrawState.DRAWN
    clock.set(plan.reveal_by + timedelta(seconds=1))
    look_after_draws()
    assert DrawPlan.objects.get().state == DrawState.REVEALED


def test_the_secret_of_a_void_draw_comes_out_on_its_day_as_well(people: Any, clock: Any) -> None:
    day = clock.set("2026-11-26")
    plan = draws.after_event(draws.committed(people, sealed=True, reveal_by=day + timedelta(days=70)), clock)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()
    void = propose_void(plan, user=people[0], seen=plan.revision, reason="名录有误")
    confirm_void(void, user=people[1], seen=plan.revision, shown=NO_PAGE)
    clock.set(plan.reveal_by + timedelta(seconds=1))
    look_after_draws()
    assert DrawPlan.objects.get().revealed_at is not None
