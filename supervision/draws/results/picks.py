"""抽中对象 as they come to an end; with the last one the draw is closed."""

from django.db import transaction

from supervision.draws.models import DrawPlan, Pick
from supervision.draws.rules import is_recomputed
from supervision.draws.states import DrawState, Outcome
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, advance, lock


def finish(pick: Pick, outcome: str, note: str = "") -> Pick:
    """Write down how a pick ended; a second call with another outcome changes nothing. Closes the draw with the last."""
    with transaction.atomic():
        plan = lock(DrawPlan.objects.get(pk=pick.plan_id))
        fresh = Pick.objects.select_for_update().get(pk=pick.pk)
        if not fresh.outcome:
            fresh.outcome, fresh.outcome_note, fresh.finished_at = Outcome(outcome), note, clock.now()
            fresh.save(update_fields=["outcome", "outcome_note", "finished_at"])
            # The check of a superseded pick that went on is also the check of the pick that carries it.
            said = {"outcome": fresh.outcome, "outcome_note": note, "finished_at": fresh.finished_at}
            fresh.carried.filter(outcome="").update(**said)
            close_if_done(plan)
    return fresh


def close_if_done(plan: DrawPlan) -> bool:
    """Close a draw whose picks are all finished and whose secret, if any, is public. The caller holds its lock."""
    ready = DrawState.REVEALED if plan.sealed else DrawState.DRAWN
    current = plan.picks.filter(result__superseded_at=None)
    if plan.state != ready or current.filter(outcome="").exists() or is_recomputed(plan):
        return False
    advance(plan, "close", actor=SYSTEM, seen=plan.revision)
    return True
