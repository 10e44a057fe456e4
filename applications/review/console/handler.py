"""由我经办, 接手, 退回岗位: who has the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.position import back_to_case
from applications.review.work import handlers
from tianfu.accounts.access.rules import requires, routine
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible


@requires(CASE_STAFF)
@routine
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """由我经办, 接手 from a colleague with `take_over` and a reason, or 退回岗位 with `release`."""
    application = case_on_console(request, pk)
    try:
        if "release" in request.POST:
            handlers.release(application, user=request.user)
            messages.success(request, "已退回岗位，同事可以接着办理。")
        elif "take_over" in request.POST:
            handlers.take_over(application, user=request.user, reason=parameters.passage(request.POST, "reason"))
            messages.success(request, "现在由您经办，原经办人会收到消息。")
        else:
            handlers.take(application, user=request.user)
            messages.success(request, "现在由您经办。")
    except NotPossible as refusal:
        if parameters.passage(request.POST, "reason").strip():
            raise  # the page of the refusal gives the typed reason back
        messages.error(request, str(refusal))
    return back_to_case(request, pk)
