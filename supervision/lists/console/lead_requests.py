"""What officers passed on to the operator: the list, one request, the proposal upon it, or the reason for none."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import OPERATORS
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.answers.acts import ACTS
from certification.authorizations.sanctions.answers.console import leave_page, proposal_page
from certification.authorizations.states import Act
from certification.models import Authorization
from supervision.lists.leads.requests import (
    leave_alone,
    outcomes,
    propose_on_lead,
    ref,
    request_facts,
    request_problems,
    requests_of,
    to_answer,
)
from supervision.lists.leads.rules import OVERSEERS
from supervision.lists.models import Lead
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page

READERS = roles(Role.OPERATOR_OFFICER, *OVERSEERS)
PAGE = 30


def _request(request: HttpRequest, pk: int) -> tuple[Lead, Authorization]:
    row = get_object_or_404(requests_of(request.user).select_related("authorization"), pk=pk)
    if row.authorization is None:
        raise Http404("没有这个事项。")
    return row, row.authorization


@requires(READERS)
@require_safe
def lead_requests(request: HttpRequest) -> HttpResponse:
    """The newest first; which of them wait is said in words."""
    shown = Paginator(requests_of(request.user).select_related("authorization").order_by("-pk"), PAGE).get_page(
        parameters.page(request.GET)
    )
    keys = [row.pk for row in shown.object_list]
    waiting = set(to_answer().filter(pk__in=keys).values_list("pk", flat=True))
    context = {
        "title": "转请处理的线索",
        "rows": [(row, row.pk in waiting) for row in shown.object_list],
        **page_links(reverse("console:lead_requests"), shown, {}),
    }
    return page(request, "supervision/lists/console/requests.html", context)


@requires(READERS)
@require_safe
def lead_request(request: HttpRequest, pk: int) -> HttpResponse:
    row, mark = _request(request, pk)
    return _show(request, row, mark)


def _show(request: HttpRequest, row: Lead, mark: Authorization) -> HttpResponse:
    operator, problems = operates_on(mark, request.user), request_problems(row)
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
    return page(request, "supervision/lists/console/request.html", context)


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_sanction(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The first of two people of the operator, its reason begun; the second decides on the page of the authorization."""
    row, mark = _request(request, pk)
    if act not in ACTS:
        raise Http404("没有这个事项。")
    if request_problems(row) and request.method != "POST":
        return _show(request, row, mark)
    return proposal_page(
        request,
        ref=ref(row),
        mark=mark,
        act=Act(act),
        propose=partial(propose_on_lead, row),
        back=reverse("console:lead_request", args=[pk]),
        opening=row.reason,
        who="没有发现或处理该线索",
        told="确认后通知持有人，并告知转请的省级经办人。事实和理由会写入决定书，请核实后改写，不要提到有人反映。",
    )


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_sanction_none(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is proposed, for a reason."""
    row, mark = _request(request, pk)
    return leave_page(
        request,
        ref=ref(row),
        leave=partial(leave_alone, row),
        back=reverse("console:lead_request", args=[pk]),
        title=f"不提出处理：{mark.product_name}（线索 {row.pk}）",
        what="该线索从待办中移出。",
    )
