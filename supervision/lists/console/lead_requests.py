"""What officers passed on to the operator: the list, one request, the proposal upon it, or the reason for none."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.console import CONSEQUENCES, OPERATORS, ProposalForm
from certification.authorizations.states import Act
from certification.models import Authorization
from supervision.directories.console.pages import decide, refuse
from supervision.lists.lead_requests import (
    ACTS,
    leave_alone,
    outcomes,
    propose_upon,
    request_facts,
    request_problems,
    requests,
    to_answer,
)
from supervision.lists.lead_rules import OVERSEERS
from supervision.lists.models import Lead
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page, read_stamp, seen
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import FIELD, stamp

READERS = roles(Role.OPERATOR_OFFICER, *OVERSEERS)
PAGE = 30


class LeaveForm(forms.Form):
    reason = TextField(
        label="不提出暂停或撤销的理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明理由：会告知省级经办人。"},
    )


def _request(pk: int) -> tuple[Lead, Authorization]:
    row = get_object_or_404(requests().select_related("authorization"), pk=pk)
    if row.authorization is None:
        raise Http404("没有这个事项。")
    return row, row.authorization


@requires(READERS)
@require_safe
def lead_requests(request: HttpRequest) -> HttpResponse:
    """The newest first; which of them wait is said in words."""
    shown = Paginator(requests().select_related("authorization").order_by("-pk"), PAGE).get_page(
        parameters.page(request.GET)
    )
    keys = [row.pk for row in shown.object_list]
    waiting = set(to_answer().filter(pk__in=keys).values_list("pk", flat=True))
    context = {
        "title": "转请处理的线索",
        "rows": [(row, row.pk in waiting) for row in shown.object_list],
        **page_links(reverse("console:lead_requests"), shown, {}),
    }
    return page(request, "supervision/lists/requests.html", context)


@requires(READERS)
@require_safe
def lead_request(request: HttpRequest, pk: int) -> HttpResponse:
    row, mark = _request(pk)
    return _show(request, row, mark)


def _show(request: HttpRequest, row: Lead, mark: Authorization) -> HttpResponse:
    operator, problems = Role.OPERATOR_OFFICER in request.user.roles, request_problems(row)  # type: ignore[union-attr]
    left = row.answers.filter(endorsement=None).exists()
    context = {
        "title": f"转请处理的线索 {row.pk}",
        "row": row,
        "mark": mark,
        "effective": mark.effective_on(clock.today()),
        "facts": request_facts(row),
        "outcomes": outcomes(row),
        "operator": operator,
        "may_leave": operator and not problems and not left,
        "barred": problems if operator else [],
        "acts": [
            {"label": act.label, "url": reverse("console:lead_sanction", args=[row.pk, act.value])}
            for act in ACTS
            if operator and not problems
        ],
    }
    return page(request, "supervision/lists/request.html", context)


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_sanction(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The first of two people of the operator, its reason begun; the second decides on the page of the authorization."""
    row, mark = _request(pk)
    if act not in ACTS:
        raise Http404("没有这个事项。")
    if request_problems(row) and request.method != "POST":
        return _show(request, row, mark)
    form = ProposalForm(request.POST or None, initial={"reason": row.reason}, authorization=mark, act=act)
    if request.method == "POST" and form.is_valid() and _proposed(request, row, act, form):
        messages.success(request, f"已提出“{Act(act).label}”，须由另一人确认后生效。")
        return redirect("console:lead_request", pk=pk)
    what, public, undo = CONSEQUENCES[Act(act)]
    return decide(
        request, title=f"{Act(act).label}：{mark.product_name}（依据转请的线索 {row.pk}）",
        button=f"提出{Act(act).label}", back=reverse("console:lead_request", args=[pk]), form=form,
        danger=act == Act.WITHDRAW, hidden=[("seen", str(mark.revision)), (FIELD, stamp(request_facts(row)))],
        consequences={
            "what": f"没有发现或处理该线索的另一人确认后：{what}",
            "told": "确认后通知持有人，并告知转请的省级经办人。事实和理由会写入决定书，请核实后改写，不要提到有人反映。",
            "public": public,
            "undo": undo,
        },
    )  # fmt: skip


def _proposed(request: HttpRequest, row: Lead, act: str, form: forms.Form) -> bool:
    """The refusal stands at the form."""
    data: dict[str, Any] = form.cleaned_data
    values = {"reason": data["reason"], "cause": data.get("cause", "")}
    try:
        propose_upon(row, act, user=request.user, seen=seen(request), shown=read_stamp(request), **values)
    except NotPossible as refusal:
        form.add_error(None, ValidationError(refusal.problems))
        return False
    return True


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_sanction_none(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is proposed, for a reason."""
    row, mark = _request(pk)
    form, back = LeaveForm(request.POST or None), reverse("console:lead_request", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            leave_alone(row, user=request.user, reason=form.cleaned_data["reason"])
        except NotPossible as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "已登记不提出处理的理由，并告知省级经办人。")
            return redirect(back)
    return decide(
        request, title=f"不提出处理：{mark.product_name}（线索 {row.pk}）", button="登记理由", back=back, form=form,
        consequences={
            "what": "该线索从待办中移出。",
            "told": "告知转请的省级经办人。",
            "public": "不公开。",
            "undo": "以后仍可提出暂停或撤销。",
        },
    )  # fmt: skip
