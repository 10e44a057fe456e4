"""揭示: the secret of a sealed draw becomes public, at the latest on the day the plan named (trust.md A.7)."""

from typing import Any

from django.db import transaction

from supervision.draws.models import DrawPlan
from supervision.draws.results.picks import close_if_done
from supervision.draws.signals import plan_opened
from supervision.draws.states import DrawState, Mode
from supervision.draws.values.meetings import awaits_dice
from tianfu.accounts.protection.encryption import decrypt
from tianfu.ledger.audit.records import record
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, advance, lock, refuse_stale

ON_TIME = "到方案写明的揭示时间。"


def reveal(plan: DrawPlan, *, actor: Any, seen: int, note: str = ON_TIME) -> DrawPlan:
    """Publish the secret; the result can be read and re-computed by everybody from now on."""
    with transaction.atomic():
        locked = lock(plan)
        refuse_stale(locked, seen)
        act = "disclose" if locked.state == DrawState.VOID else "reveal"
        done = advance(locked, act, actor=actor, seen=locked.revision, note=note)
        publish("draw.reveal", {"number": done.number, "secret": decrypt(done.secret)})
        plan_opened.send(sender=DrawPlan, plan=done)
        close_if_done(done)
    return done


def reveal_due(plan: DrawPlan) -> bool:
    """The clock's part: a plan whose day has come."""
    locked = lock(plan)
    late = locked.sealed and locked.revealed_at is None and locked.reveal_by and locked.reveal_by <= clock.now()
    if not late or locked.state not in (DrawState.DRAWN, DrawState.VOID):
        return False
    reveal(locked, actor=SYSTEM, seen=locked.revision)
    return True


def before_event(plan: DrawPlan) -> bool:
    """A committed sealed plan whose numbers nobody can know yet: the lottery is to come, the dice are not rolled."""
    if not plan.sealed or plan.state != DrawState.COMMITTED:
        return False
    if plan.mode == Mode.DICE:
        return awaits_dice(plan)
    return plan.seed_after is not None and clock.now() < plan.seed_after


def copy_for_second_body(plan: DrawPlan, *, user: Any) -> str:
    """The secret, to be printed and handed to the second body before the event; every look is recorded.

    Only the person who confirmed the plan prints it, and only until the event.
    """
    if user.pk != plan.approver_id:
        raise NotAllowed("密值由确认人打印一份，交纪检或公证机构封存。")
    if not before_event(plan):
        raise NotPossible(["只有在随机数产生之前可以打印密值。"])
    record("drawplan.secret_printed", actor=user, subject=plan)
    return decrypt(plan.secret)
