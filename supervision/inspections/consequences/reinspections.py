"""整改复查: the team looks whether it was put right. Registered by one inspector, signed by another; then the door opens."""

from datetime import date
from typing import Any

from django.db import transaction

from supervision.inspections.messages import tell_of_reinspection
from supervision.inspections.models import InspectionTask, Recheck
from supervision.inspections.records.recheck_signatures import alone_problems, begin, register, sign
from supervision.inspections.rules import reinspection_problems
from supervision.inspections.states import RecheckAct, TaskState
from tianfu.workflow.door import SYSTEM, NotPossible, advance
from tianfu.workflow.signatures.shown import Shown


def propose_reinspection(
    task: InspectionTask, *, user: Any, seen: int, on: date, passed: bool, findings: str
) -> Recheck:
    """The first of two inspectors. Raises NotAllowed, NotPossible with every reason, Overtaken."""
    with transaction.atomic():
        fresh = begin(task, RecheckAct.REINSPECT, user=user, seen=seen)
        if fresh.state != TaskState.RECTIFYING:
            raise NotPossible([f"当前状态为“{fresh.get_state_display()}”，不能登记复查结果。"])
        problems = alone_problems(fresh, user) or reinspection_problems(fresh, on, findings)
        if problems:
            raise NotPossible(problems)
        return register(fresh, RecheckAct.REINSPECT, user=user, text=findings, checked_on=on, passed=passed)


def confirm_reinspection(row: Recheck, *, user: Any, seen: int, shown: Shown) -> InspectionTask:
    """The second. Put right: the case is over; not: an organiser decides how it goes on.

    Raises as `recheck_signatures.sign` does.
    """
    with transaction.atomic():
        task, signed = sign(row, RecheckAct.REINSPECT, user=user, seen=seen, shown=shown)
        done = advance(task, "reinspect", actor=user, seen=seen, endorsement=signed)
        tell_of_reinspection(done)
        return advance(done, "close", actor=SYSTEM, seen=done.revision) if signed.passed else done
