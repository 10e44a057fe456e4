"""作废: proposed by one organiser with a public reason, confirmed by another; the plan keeps its number and its page."""

from typing import Any

from django.db import transaction

from supervision.draws.checks import checks_of
from supervision.draws.models import DrawEndorsement, DrawPlan
from supervision.draws.rules import organises
from supervision.draws.signals import plan_voided
from supervision.draws.states import DrawState
from tianfu.ledger.audit.records import record
from tianfu.ledger.hashes.fingerprints import holds_personal
from tianfu.ledger.log.publication import publish
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import refuse_changed

_FROM = (DrawState.COMMITTED, DrawState.DRAWN, DrawState.REVEALED)


def open_proposal(plan: DrawPlan) -> DrawEndorsement | None:
    """The first person's proposal on the plan as it stands."""
    return plan.endorsements.standing().filter(round=plan.revision).first()


def propose_void(plan: DrawPlan, *, user: Any, seen: int, reason: str) -> DrawEndorsement:
    """`reason` becomes public word for word with the confirmation."""
    with transaction.atomic():
        locked = taken_up(plan, user, seen=seen, may=organises, refusal="作废由抽查组织人提出。")
        problems = [] if locked.state in _FROM else [f"抽查方案当前为“{locked.get_state_display()}”，不能作废。"]
        problems += [] if reason.strip() else ["请写明作废的理由：理由会公开。"]
        if holds_personal(reason):
            problems.append("请删去理由中的邮箱、手机号或身份证号：理由会公开，并写入不能删除的公示日志。")
        if problems:
            raise NotPossible(problems)
        made = sign_first(DrawEndorsement, locked, "void", user=user, note=reason, reason=reason.strip())
        record("drawplan.propose_void", actor=user, subject=locked, reason=reason)
    return made


def void_facts(plan: DrawPlan, proposal: DrawEndorsement) -> dict[str, Any]:
    """What the second person reads."""
    return {"抽查": f"{plan} {plan.get_state_display()}", "提出人": str(proposal.first_by), "理由": proposal.reason}


def confirm_void(proposal: DrawEndorsement, *, user: Any, seen: int, shown: str, note: str = "") -> DrawPlan:
    """The second person confirms exactly what the page stamped `shown` said."""
    with transaction.atomic():
        # Checks before the plan: a review locks them in this order too.
        checks_of(proposal.subject, locked=True)
        locked = taken_up(proposal.subject, user, seen=seen, may=organises, refusal="作废由抽查组织人确认。")
        fresh = hold_for_second(proposal, locked, user)
        refuse_changed(shown, void_facts(locked, fresh))
        sign_second(fresh, user, note)
        done = advance(locked, "void", actor=user, seen=locked.revision, note=fresh.reason, endorsement=fresh)
        publish("draw.void", {"number": done.number, "reason": fresh.reason[:500]})
        plan_voided.send(sender=DrawPlan, plan=done)
    return done


def drop_void(proposal: DrawEndorsement, *, user: Any, reason: str) -> None:
    """Withdraw an unconfirmed proposal; who proposed it stays on record."""
    with transaction.atomic():
        locked = lock(proposal.subject)
        if not organises(locked, user):
            raise NotAllowed("作废由抽查组织人办理。")
        take_back(proposal, locked, user=user, reason=reason, action="drawplan.drop_void", outlives=True)
