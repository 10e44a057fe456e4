"""要求补正: one page on which all gaps are named at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from applications.cases.models.application import Application
from applications.cases.sections.section import gaps, section
from applications.cases.stages.clock import allowed_days
from applications.cases.states import INTAKE
from applications.review.acts.corrections import ask_correction
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.forms import GapForm, MessageForm
from applications.review.console.position import back_to_case
from tianfu.accounts.access.rules import requires
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible, allowed
from tianfu.workflow.signatures.posted import seen

ROWS, MOST = 3, 30


def _rows(request: HttpRequest, application: object) -> list[GapForm]:
    given = parameters.whole(request.POST, "rows", most=999)
    count = ROWS if given is None else min(given, MOST)
    if parameters.token(request.POST, "add_row"):
        count = min(count + 2, MOST)
    data = request.POST if request.method == "POST" else None
    return [GapForm(data, prefix=f"gap-{i}", application=application) for i in range(count)]


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    rows, message = _rows(request, application), MessageForm(request.POST or None, application=application)
    problems: list[str] = []
    if request.method == "POST" and not parameters.token(request.POST, "add_row"):
        checked = [row.is_valid() for row in rows]
        if all(checked) and message.is_valid():
            named = [gap for row in rows if (gap := row.gap()) is not None]
            try:
                ask_correction(
                    application,
                    user=request.user,
                    seen=seen(request),
                    gaps=named,
                    message=message.cleaned_data["message"],
                    arose=message.cleaned_data.get("arose", ""),
                )
            except NotPossible as refusal:
                problems = refusal.problems
            except ValidationError as error:
                problems = error.messages
            else:
                messages.success(request, f"已告知企业补正 {len(named)} 项，审查期限中止计算。")
                return back_to_case(request, pk)
        else:
            problems = ["请补全标出的各项。"]
    context = _context(request, application, rows, message) | {"problems": problems}
    return page(request, "applications/review/console/correct.html", context, 422 if problems else 200)


def _context(
    request: HttpRequest, application: Application, rows: list[GapForm], message: MessageForm
) -> dict[str, Any]:
    days = allowed_days(application, "correction.reply_days", clock.today())
    possible, barred = allowed(application, request.user, "ask_correction")
    return {
        "title": f"要求补正：{application.number}",
        "application": application,
        "rows": rows,
        "message": message,
        "count": len(rows),
        "hidden": [("seen", application.revision), ("rows", len(rows))],
        "days": days,
        "today": clock.today(),
        "due": add_working_days(clock.today(), days).date,
        "found": [(section(key).title, missing) for key, missing in gaps(application).items()],
        "possible": possible,
        "barred": barred,
        "at_completeness": application.state in INTAKE,
    }
