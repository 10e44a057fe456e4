"""What follows a result, as the page of a check shows it: reports, corrections, what the operator made of it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.answers.acts import ACTS
from supervision.inspections.consequences.rectifications import report_facts
from supervision.inspections.consequences.sanctions import outcomes, sanction_problems
from supervision.inspections.models import InspectionTask, ResultCorrection
from supervision.inspections.records.recheck_signatures import (
    answer_lines,
    confirming_problems,
    recheck_facts,
    unsigned,
    waiting_recheck,
)
from supervision.inspections.results.corrections import confirm_problems, correction_facts, open_correction
from supervision.inspections.results.published import after_words, correction_words
from supervision.inspections.rules import in_team, oversees
from supervision.inspections.states import UNOBJECTED, TaskState
from tianfu.accounts.roles import Role
from tianfu.workflow.signatures.second_form import SecondForm, second_form
from tianfu.workflow.signatures.shown import stamp

# Who works with the people of a check; the operator reads certificate numbers only.
NAMED_TO = frozenset(
    {Role.INSPECTOR, Role.SPOTCHECK_MANAGER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR}
)


def consequences(request: HttpRequest, task: InspectionTask) -> dict[str, Any]:
    """For `_consequences.html` and `_consequence_acts.html`."""
    user: Any = request.user
    manages, correction = oversees(task, user), open_correction(task)
    reports = list(task.reports.select_related("filed_by", "answered_by").prefetch_related("files__file"))
    waiting = next((row for row in reports if row.accepted is None and task.state == TaskState.RECTIFYING), None)
    return {
        "names": bool(user.roles & NAMED_TO),
        "after": after_words(task) if task.published_at else "",
        "corrected": correction_words(task),
        "corrections": task.corrections.filter(second_at__isnull=False).select_related("first_by", "second_by"),
        "reports": reports,
        "report": waiting if manages or in_team(task, user) else None,
        "report_shown": stamp(report_facts(waiting)) if waiting is not None else "",
        "correction": correction,
        "correction_second": _second(task, correction, user) if correction is not None and manages else None,
        "may_correct": manages and task.published_at is not None and correction is None,
        **_sanction(request, task),
    }


def _second(task: InspectionTask, correction: ResultCorrection, user: Any) -> SecondForm:
    return second_form(
        correction,
        user,
        reverse("console:inspection_correction", args=[task.pk, correction.pk]),
        correction_facts(task, correction),
        "确认更正并公布",
        barred=confirm_problems(task, correction, user),
        must_say=True,
        id="correction-note",
    )


def _sanction(request: HttpRequest, task: InspectionTask) -> dict[str, Any]:
    """What became of proposals, and for the operator the buttons or why there are none."""
    if task.published_at is None or task.object.authorization_id is None:
        return {}
    operator = operates_on(task.object.authorization, request.user)
    problems = sanction_problems(task)
    against = task.final_word not in UNOBJECTED
    return {
        "outcomes": outcomes(task),
        "sanctionable": against,
        "barred": problems if operator else [],
        "sanctions": [
            {"label": act.label, "url": reverse("console:inspection_sanction", args=[task.pk, act.value])}
            for act in ACTS
            if operator and not problems
        ],
        "operator": operator,
    }


def recheck_panel(task: InspectionTask, user: Any) -> dict[str, Any]:
    """For `_recheck.html`: what one of the team registered, for the other who signs it."""
    row = waiting_recheck(task)
    if row is None or not in_team(task, user):
        return {}
    return {
        "recheck": row,
        "recheck_answers": answer_lines(task, row),
        "recheck_shown": stamp(recheck_facts(task, row)),
        "recheck_unsigned": unsigned(row),
        "may_sign_recheck": not confirming_problems(row, user, row.act),
    }
