"""What the page of a holder's request shows besides the request itself (templates/console/asked.html)."""

from typing import Any

from django.http import HttpRequest

from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.forms import AnswerForm
from tianfu.text import parameters
from tianfu.workflow.signatures.second_form import SecondForm


def asked(
    request: HttpRequest,
    row: Any,
    form: AnswerForm,
    *,
    waiting: bool,
    proposal: Any,
    second: SecondForm | None,
    revision: int,
    answerable: bool = True,
    refused: list[str] | None = None,
    note: str = "",
) -> dict[str, Any]:
    """`proposal` stands on it; `second`: its form for whoever may act here; `revision`: what the first person's form has
    seen; `answerable`: there is something to give an opinion on. A refusal of a form that is gone is said beside it."""
    operator = operates_on(row.authorization, request.user)
    shown = form if waiting and operator and answerable and proposal is None else None
    if form.errors and shown is None:
        refused, note = [str(one) for one in form.non_field_errors()], parameters.passage(request.POST, "reason")
    return {
        "title": str(row),
        "row": row,
        "authorization": row.authorization,
        "revision": revision,
        "waiting": waiting,
        "operator": operator,
        "proposal": proposal if waiting else None,
        "second": second if waiting and operator else None,
        "refused": refused or [],
        "unsaved": "" if waiting and operator and second is not None and second.says and second.note == note else note,
        "form": shown,
    }
