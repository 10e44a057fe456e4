"""From the draft to the commitment: two people, frozen files, a number without a gap, everybody told."""

import hashlib
import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from supervision.draws.commitment.acts import commit, public_file
from supervision.draws.models import DrawPlan
from supervision.draws.plans.drafts import hand_back, hand_over, save_draft
from supervision.draws.plans.games import source_of
from supervision.draws.states import DrawState
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.draws.test_life import entries, told
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


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


def test_the_other_organiser_is_asked_and_may_hand_back_with_a_reason(people: Any) -> None:
    plan = draws.handed_over(people[0])
    assert told("draw_to_confirm") == [people[1].pk]
    with pytest.raises(NotPossible, match="写明理由"):
        hand_back(plan, user=people[1], seen=plan.draft_version, reason=" ")
    with pytest.raises(NotAllowed):
        hand_back(plan, user=people[0], seen=plan.draft_version, reason="自己退回")
    back = hand_back(plan, user=people[1], seen=plan.draft_version, reason="检查期与春节重合")
    assert (back.handed_over_at, told("draw_handed_back")) == (None, [people[0].pk])
