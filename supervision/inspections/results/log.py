"""Results in the public register log (trust.md B.1): what is public anyway, in the act's own transaction."""

from typing import Any

from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from tianfu.ledger.log.publication import publish


def log_result(task: InspectionTask) -> None:
    """The published word, or with `before` what two people put beside it. Reasons stay out: the log cannot forget."""
    entry: dict[str, Any] = {
        "number": task.object.code,
        "seq": 1 + task.corrections.filter(second_at__isnull=False).count(),
        "product": task.object.name,
        "origin": task.plan.number if task.plan is not None else task.get_origin_display(),
        "checked": task.visited_on.isoformat() if task.visited_on else "",
        "result": ResultWord(task.final_word).label,
    }
    if task.corrected_word:
        entry["before"] = task.corrections.filter(second_at__isnull=False).latest("second_at").get_before_display()
    publish("check.result", entry)
