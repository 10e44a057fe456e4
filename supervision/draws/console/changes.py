"""Changes of drawn teams and corrected numbers as a draw's page shows them: what stands, and what a second person reads."""

from typing import Any

from django.urls import reverse

from supervision.draws.models import Deviation, DrawPlan, ValueCorrection
from supervision.draws.results.deviations import change_facts
from supervision.draws.values.corrections import confirming_problems, correction_facts, has_second, open_correction
from tianfu.workflow.signatures.second_form import SecondForm, second_form
from tianfu.workflow.signatures.shown import stamp

SHOWN = 50


def changes_of(plan: DrawPlan) -> list[Deviation]:
    """Newest last. An open one carries its `facts` for reading, its stamp, and whether its candidate has `moved` on."""
    rows = plan.deviations.filter(withdrawn_at=None).select_related(
        "inspector", "replacement", "first_by", "second_by", "pick__plan", "pick__object", "pick__result__file"
    )
    shown: list[Any] = list(rows[:SHOWN])
    for row in shown:
        if row.standing:
            row.facts = change_facts(row)
            row.stamp = stamp(row.facts)
            row.moved = row.replacement is not None and row.replacement.number not in row.facts["替换人员"]
    return shown


def corrections_of(plan: DrawPlan, user: Any) -> dict[str, Any]:
    """`corrected`: confirmed ones; `correction`: the open one with its `facts` and the form of its `second` person."""
    if not plan.public:
        return {"corrected": [], "correction": None}
    rows = plan.corrections.filter(second_at__isnull=False).select_related("first_by", "second_by")
    waiting: Any = open_correction(plan)
    if waiting is not None:
        waiting.facts = correction_facts(plan, waiting)
        barred = confirming_problems(plan, waiting, user)
        waiting.second = _second(plan, waiting, user, barred)
        waiting.unheard = bool(barred) and not has_second(plan, waiting)
    return {"corrected": list(rows), "correction": waiting}


def _second(plan: DrawPlan, row: ValueCorrection, user: Any, barred: list[str]) -> SecondForm:
    return second_form(
        row,
        user,
        reverse("console:draw_correction_proposal", args=[plan.pk, row.pk]),
        row.facts,  # type: ignore[attr-defined]
        "确认更正",
        barred=barred,
        must_say=True,
        what="" if barred else "请打开公告逐个核对。确认后公开两次的号码和理由，并重新计算。",
        danger=True,
        id="correction-note",
    )
