"""Registered usages on the console: the list, and one with its pictures, where the operator accepts, returns or revokes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import READERS
from certification.authorizations.notices import notices_on
from certification.authorizations.rules import operates_on
from certification.duties.usages.acts import approve, hand_back, revoke
from certification.duties.usages.forms import MARKS, MarkForm, OpinionForm
from certification.duties.usages.models import MarkUsage, UsagePicture
from certification.duties.usages.pictures.shown import drawn
from certification.duties.usages.rules import standing_problems
from certification.duties.usages.states import UsageState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal

_ACTS = ("approve", "hand_back", "revoke")
_DONE = {
    "approve": "已同意登记，企业已收到通知。",
    "hand_back": "已退回，问题已告知企业。",
    "revoke": "登记已撤销，企业已收到通知。",
}


@requires(READERS)
@require_safe
def usages(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most urgent first; `?all=1` every one, `?authorization=` those of one mark."""
    rows = MarkUsage.objects.on_console_for(request.user).select_related("authorization")
    of = parameters.whole(request.GET, "authorization")
    if of is not None:
        rows = rows.filter(authorization=of)
    waiting = rows.filter(state=UsageState.REGISTERED).order_by("due_on", "pk")
    query = {"authorization": str(of)} if of is not None else {}
    context = {"title": "标识使用登记", **waiting_or_all(request, rows, waiting, query)}
    return page(request, "certification/duties/usages/console/list.html", context)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    rows = MarkUsage.objects.on_console_for(request.user)
    row = get_object_or_404(
        rows.select_related("authorization__enterprise__organisation", "authorization__application", "filed_by"), pk=pk
    )
    pictures = list(row.pictures.filter(round=row.round).select_related("file").prefetch_related("marks"))
    form = OpinionForm(request.POST or None)
    marks = _mark_forms(request, pictures)
    if request.method == "POST":
        act = parameters.choice(request.POST, "act", _ACTS)
        if _valid(form, marks, act):
            try:
                _decide(row, act, request, form.cleaned_data["reason"], marks)
            except NotPossible as refusal:
                add_refusal(form, refusal)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _DONE[act])
                return redirect("console:usage", pk=pk)
    wrong = bool(form.errors or any(one.errors for one in marks))
    return page(
        request,
        "certification/duties/usages/console/one.html",
        _context(request, row, pictures, form, marks),
        422 if wrong else 200,
    )


def _mark_forms(request: HttpRequest, pictures: list[UsagePicture]) -> list[MarkForm]:
    data = request.POST if request.method == "POST" else None
    return [MarkForm(data, pictures=pictures, prefix=f"mark{at}") for at in range(MARKS)]


def _valid(form: OpinionForm, marks: list[MarkForm], act: str) -> bool:
    sound = form.is_valid()
    if not act:
        form.add_error(None, "请选择同意登记、退回或撤销。")
        return False
    if act != "approve" and sound and not form.cleaned_data["reason"]:
        form.add_error("reason", "请写明问题和怎样改正：会告知企业。")
        sound = False
    wrong = [one for one in marks if act == "hand_back" and not one.is_valid()]
    return sound and not wrong


def _decide(row: MarkUsage, act: str, request: HttpRequest, reason: str, marks: list[MarkForm]) -> None:
    user, revision = request.user, seen(request)
    if act == "approve":
        approve(row, user=user, seen=revision, note=reason)
    elif act == "revoke":
        revoke(row, user=user, seen=revision, reason=reason)
    else:
        marked = [one for one in (form.marked() for form in marks) if one is not None]
        hand_back(row, user=user, seen=revision, reason=reason, marks=marked)


def _context(
    request: HttpRequest, row: MarkUsage, pictures: list[UsagePicture], form: OpinionForm, marks: list[MarkForm]
) -> dict[str, Any]:
    operator, waiting = operates_on(row.authorization, request.user), row.state == UsageState.REGISTERED
    earlier = row.pictures.filter(round__lt=row.round).select_related("file").prefetch_related("marks")
    return {
        "title": str(row),
        "row": row,
        "authorization": row.authorization,
        "pictures": drawn(pictures, grid=operator and waiting),
        "earlier": drawn(earlier),
        "events": passages_of(row),
        "letters": notices_on(row),
        "barred": standing_problems(row.authorization),
        "waiting": waiting,
        "operator": operator,
        "may_revoke": operator and row.state == UsageState.APPROVED,
        "form": form,
        "marks": marks,
    }
