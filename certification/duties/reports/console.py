"""Yearly reports on the console: what waits, what is late, one report with its decision, the proposal when it is missing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import OPERATORS, READERS
from certification.authorizations.notices import notices_on
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.outcomes import outcomes_on
from certification.duties.console import suspension_page
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.filings.shown import filings_read
from certification.duties.reports.forms import DecisionForm
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.models.states import ReportState
from certification.duties.reports.term.absence import missing, opening_words, propose_suspension, ref
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal

PAGE = 50
VIEWS = {"waiting": "待审查", "late": "逾期未报送", "missing": "可以提出暂停", "accepted": "已接受", "all": "全部"}


def _rows(request: HttpRequest, view: str) -> "QuerySet[AnnualReport]":
    rows: Any = AnnualReport.objects.on_console_for(request.user).select_related("authorization")
    today = clock.today()
    if view == "waiting":
        return rows.filter(state=ReportState.SUBMITTED).order_by("decide_by", "pk")
    if view == "late":
        return rows.overdue(today).order_by("last_on", "pk")
    if view == "missing":
        return rows.filter(pk__in=missing(today)).order_by("last_on", "pk")
    return rows.filter(state=ReportState.ACCEPTED) if view == "accepted" else rows


@requires(READERS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What waits for the operator first; `?show=` late, missing, accepted or all, `&year=` one year."""
    view = parameters.choice(request.GET, "show", VIEWS, "waiting")
    year = parameters.whole(request.GET, "year", least=2000, most=2999)
    rows = _rows(request, view)
    if year is not None:
        rows = rows.filter(year=year)
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    query = {"show": view} | ({"year": str(year)} if year is not None else {})
    context = {
        "title": "年度自查报告",
        "rows": found.object_list,
        "count": found.paginator.count,
        "views": [(key, label, key == view) for key, label in VIEWS.items()],
        "year": year,
        "today": clock.today(),
        **page_links(request.path, found, query),
    }
    return page(request, "certification/duties/reports/console/list.html", context)


def _row(request: HttpRequest, pk: int) -> AnnualReport:
    rows = AnnualReport.objects.on_console_for(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "authorization__programme"
    )
    row: AnnualReport = get_object_or_404(rows, pk=pk)
    return row


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as it was filed; one of the operator accepts or returns it here."""
    row = _row(request, pk)
    form, status = DecisionForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _decide(request, row, form.cleaned_data["note"])
            except NotPossible as refusal:
                add_refusal(form, refusal, "note")
    today, filings = clock.today(), filings_read(row)
    if filings:
        viewed(request, row, "signatory_name", "signatory_role")
    operator = operates_on(row.authorization, request.user)
    context = {
        "title": str(row),
        "row": row,
        "mark": row.authorization,
        "filings": filings,
        "form": form if operator and row.state == ReportState.SUBMITTED else None,
        "operator": operator,
        "missing": operator and missing(today).filter(pk=row.pk).exists(),
        "events": passages_of(row),
        "returned": row.changes.filter(transition="send_back").last() if row.last_on != row.due_on else None,
        "outcomes": outcomes_on(ref(row)),
        "letters": notices_on(row),
        "today": today,
    }
    return page(request, "certification/duties/reports/console/one.html", context, status)


def _decide(request: HttpRequest, row: AnnualReport, note: str) -> HttpResponse:
    act = parameters.token(request.POST, "act")
    if act == "accept":
        accept_report(row, user=request.user, seen=seen(request), note=note)
        messages.success(request, "报告已接受，摘要已在品牌页面公布。")
    elif act == "return":
        send_back(row, user=request.user, seen=seen(request), reason=note)
        messages.success(request, "报告已退回，企业会收到理由和补正期限。")
    else:
        raise NotPossible(["请选择接受或者退回。"])
    return redirect("console:annual_report", pk=row.pk)


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two people proposes a suspension for a report that is missing too long."""
    row = _row(request, pk)
    return suspension_page(
        request,
        row,
        opening=opening_words(row),
        propose=propose_suspension,
        what="标识立即不得使用，公开页面显示“暂停”。",
        undo="报告补报并接受后，由两人恢复",
        back=reverse("console:annual_report", args=[pk]),
    )
