"""From the draft to the closed draw, with two people wherever two are needed (trust.md A.2)."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from supervision.draws.algorithm import draw
from supervision.draws.annulment import confirm_void, propose_void, void_facts
from supervision.draws.commitment import commit, public_file
from supervision.draws.computation import compute_draw
from supervision.draws.drafts import hand_back, hand_over, save_draft
from supervision.draws.entries import WrongValue, type_values
from supervision.draws.games import source_of
from supervision.draws.meetings import record_meeting
from supervision.draws.models import DrawPlan, DrawResult, ValueEntry
from supervision.draws.picks import finish
from supervision.draws.secrecy import copy_for_second_body, reveal
from supervision.draws.states import DrawState, Mode, Outcome
from supervision.draws.tasks import look_after_draws
from tests import make
from tests.supervision.draws import make as draws
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent, LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, Overtaken, advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

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


def test_a_committed_plan_is_frozen_numbered_and_in_the_log(people: Any) -> None:
    plan = draws.committed(people)

    assert (plan.state, plan.number) == (DrawState.COMMITTED, "SC-2026-0001")
    content = json.loads(plan.plan_file.read())
    assert content["id"] == plan.number
    assert content["objects_sha256"] == hashlib.sha256(public_file(plan, "objects.jsonl") or b"").hexdigest()
    (entry,) = entries("draw.plan")
    assert {key: entry[key] for key in ("number", "plan_sha256", "objects_sha256", "inspectors_sha256")} == {
        "number": plan.number,
        "plan_sha256": plan.plan_file.sha256,
        "objects_sha256": plan.objects_file.sha256,
        "inspectors_sha256": plan.inspectors_file.sha256,
    }


def test_the_planner_does_not_confirm_his_own_plan(people: Any) -> None:
    plan = draws.handed_over(people[0])

    with pytest.raises(NotPossible, match="您是拟定人"):
        commit(plan, user=people[0], seen=plan.revision, shown=draws.read(plan))
    assert DrawPlan.objects.get().state == DrawState.DRAFT


def test_whose_account_the_planner_made_does_not_confirm(people: Any) -> None:
    User.objects.filter(pk=people[1].pk).update(created_by=people[0])
    plan = draws.handed_over(people[0])

    with pytest.raises(NotPossible, match="由拟定人开通"):
        commit(plan, user=User.objects.get(pk=people[1].pk), seen=plan.revision, shown=draws.read(plan))


def test_somebody_who_does_not_organise_draws_confirms_nothing(people: Any) -> None:
    plan = draws.handed_over(people[0])

    with pytest.raises(NotAllowed):
        commit(plan, user=make.officer(Role.PROVINCE_APPROVER), seen=plan.revision, shown=draws.read(plan))


def test_what_was_read_is_what_is_committed(people: Any) -> None:
    plan = draws.handed_over(people[0])
    shown = draws.read(plan)
    draws.objects(1)

    with pytest.raises(Changed, match="检查对象名录"):
        commit(plan, user=people[1], seen=plan.revision, shown=shown)


def test_a_committed_row_cannot_be_changed_by_anybody(people: Any) -> None:
    plan = draws.committed(people)

    for change in ({"title": "另一个"}, {"strata": []}, {"seed_after": plan.committed_at}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DrawPlan.objects.filter(pk=plan.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.delete()


def test_numbers_are_gapless_also_when_a_commitment_fails(people: Any) -> None:
    draws.committed(people)
    failing = draws.handed_over(people[0])
    with pytest.raises(Changed):
        commit(failing, user=people[1], seen=failing.revision, shown=stamp({}))

    assert draws.committed(people).number == "SC-2026-0002"


def test_values_before_the_event_are_refused_by_rule_and_database(people: Any) -> None:
    plan = draws.committed(people)

    with pytest.raises(NotPossible, match="之后才能录入"):
        type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueEntry.objects.create(
            plan=plan, round=1, first_by=people[0], first_at=plan.committed_at, first_values={}, first_url="x"
        )


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


def test_the_first_typist_is_not_the_second(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)

    with pytest.raises(NotPossible, match="另一位人员独立录入"):
        type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueEntry.objects.update(
            second_by=people[0], second_at=plan.seed_after + timedelta(hours=1), second_values={}, second_url="x"
        )


def test_unequal_values_are_both_kept_and_neither_wins(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    type_values(plan, user=people[1], values=draws.values(plan) | {"tc.pl5": "04187"}, url=draws.URL)
    run_due()

    plan.refresh_from_db()
    entry = plan.entries.get()
    assert (plan.state, plan.results.count()) == (DrawState.COMMITTED, 0)
    assert (entry.first_values["tc.pl5"], entry.second_values["tc.pl5"]) == ("04178", "04187")
    told = InboxMessage.objects.filter(key="draw_values_differ").order_by("user_id")
    assert [row.user_id for row in told] == sorted(person.pk for person in people)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()
    assert (plan.state, plan.results.get().entry.round) == (DrawState.DRAWN, 2)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("tc.pl5", "0417"),
        ("tc.pl5", "041785"),
        ("tc.pl5", "０４１７８"),
        ("fc.kl8", draws.KL8.replace("79", "81")),
        ("fc.kl8", draws.KL8.replace("02-05", "05-02")),
        ("fc.kl8", draws.KL8.replace("02-05", "05-05")),
        ("fc.kl8", ""),
    ],
)
def test_a_value_that_is_none_is_refused_at_its_field(people: Any, clock: Any, source: str, text: str) -> None:
    plan = draws.after_event(draws.committed(people), clock)

    with pytest.raises(WrongValue) as refused:
        type_values(plan, user=people[0], values=draws.values(plan) | {source: text}, url=draws.URL)
    assert list(refused.value.fields) == [source]


def test_values_without_evidence_are_refused(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)

    with pytest.raises(NotPossible, match="公告地址"):
        type_values(plan, user=people[0], values=draws.values(plan))


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


def test_a_draft_saved_from_an_older_page_overwrites_nothing(people: Any) -> None:
    plan = draws.draft(people[0])
    with pytest.raises(Overtaken):
        save_draft(plan, user=people[0], seen=plan.draft_version - 1, values={"title": "旧页面"})
    assert DrawPlan.objects.get().title == "机构抽查"


def test_a_plan_with_findings_is_not_handed_over(people: Any) -> None:
    plan = draws.draft(people[0], sources=[source_of("fc.3d", "2026330")])

    with pytest.raises(NotPossible, match="少于 60 比特"):
        hand_over(plan, user=people[0], seen=plan.draft_version)


def test_what_the_lint_finds_at_the_second_signature_stops_it(people: Any) -> None:
    plan = draws.handed_over(people[0])
    shown = draws.read(plan)
    plan.items.update(state="withdrawn", withdrawn_on=the_clock.today())

    with pytest.raises(NotPossible, match="事项没有公布，不能检查"):
        commit(plan, user=people[1], seen=plan.revision, shown=shown)
    assert DrawPlan.objects.get().state == DrawState.DRAFT


def test_every_holder_of_the_directory_is_told_of_the_hashes_once(people: Any) -> None:
    owner = make.enterprise()
    obj = draws.objects(1)[0]
    obj.uscc = owner.uscc
    obj.save()
    plan = draws.committed(people)
    run_due()

    told = InboxMessage.objects.filter(key="draw_committed")
    assert [(row.organisation_id, plan.plan_file.sha256 in row.body) for row in told] == [(owner.organisation_id, True)]


def test_dice_are_rolled_after_the_commitment_before_witnesses(people: Any, clock: Any) -> None:
    plan = draws.committed(people, mode=Mode.DICE, sources=[])
    assert [row["fmt"] for row in plan.sources] == ["D20"]
    seen: dict[str, Any] = {
        "place": "三楼会议室",
        "witnesses": [{"name": "周强", "role": "人大代表"}, {"name": "吴静", "role": "媒体记者"}],
    }
    clock.advance(minutes=20)
    with pytest.raises(NotPossible, match="请先记录掷骰"):
        type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    before = plan.committed_at - timedelta(minutes=1)
    with pytest.raises(NotPossible, match="承诺之后"):
        record_meeting(plan, user=people[0], held_at=before, film_sha256="a" * 64, **seen)
    alone = seen | {"witnesses": seen["witnesses"][:1]}
    with pytest.raises(NotPossible, match="见证人"):
        record_meeting(plan, user=people[0], held_at=plan.committed_at, film_sha256="a" * 64, **alone)
    record_meeting(plan, user=people[0], held_at=plan.committed_at, film_sha256="a" * 64, **seen)
    plan = DrawPlan.objects.get()
    draws.typed(plan, people)
    run_due()
    assert DrawPlan.objects.get().state == DrawState.DRAWN
    assert [(row["witnesses"], "周强" in json.dumps(row, ensure_ascii=False)) for row in entries("draw.dice")] == [
        ("人大代表、媒体记者", False)
    ]


def told(key: str) -> list[Any]:
    return list(InboxMessage.objects.filter(key=key).order_by("pk").values_list("user_id", flat=True))


def test_the_other_organiser_is_asked_and_may_hand_back_with_a_reason(people: Any) -> None:
    plan = draws.handed_over(people[0])
    assert told("draw_to_confirm") == [people[1].pk]
    with pytest.raises(NotPossible, match="写明理由"):
        hand_back(plan, user=people[1], seen=plan.draft_version, reason=" ")
    with pytest.raises(NotAllowed):
        hand_back(plan, user=people[0], seen=plan.draft_version, reason="自己退回")
    back = hand_back(plan, user=people[1], seen=plan.draft_version, reason="检查期与春节重合")
    assert (back.handed_over_at, told("draw_handed_back")) == (None, [people[0].pk])


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
