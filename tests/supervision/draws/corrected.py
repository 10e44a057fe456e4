"""A drawn plan whose typists agreed on a wrong number, and its correction by a third and a fourth organiser."""

from typing import Any

from supervision.draws.models import DrawPlan, ValueCorrection
from supervision.draws.values.corrections import confirm_correction, propose_correction
from tests import make
from tests.supervision.draws import make as draws
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

TRUE_PL5 = "04187"
WHY = "第四、五位看反了。"


def others() -> tuple[User, User]:
    """Two organisers who typed nothing."""
    return make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)


def true_values(plan: DrawPlan, pl5: str = TRUE_PL5) -> dict[str, str]:
    """What was announced; `draws.values` is what both typed."""
    return draws.values(plan) | {"tc.pl5": pl5}


def proposed(plan: DrawPlan, user: User, **more: Any) -> ValueCorrection:
    plan = DrawPlan.objects.get(pk=plan.pk)
    asked = {"values": true_values(plan), "reason": WHY, "url": draws.URL} | more
    return propose_correction(plan, user=user, seen=plan.revision, **asked)


def confirmed(row: ValueCorrection, user: User) -> DrawPlan:
    plan = DrawPlan.objects.get(pk=row.subject_id)
    return confirm_correction(row, user=user, seen=plan.revision, shown=NO_PAGE)


def corrected(plan: DrawPlan, pair: tuple[User, User], **more: Any) -> DrawPlan:
    """Proposed, confirmed, computed, assigned."""
    confirmed(proposed(plan, pair[0], **more), pair[1])
    run_due()
    return DrawPlan.objects.get(pk=plan.pk)
