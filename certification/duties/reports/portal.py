"""The holder's yearly reports: by year, written, signed and filed, and what the operator answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.form.portal.forms import SignForm
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import notices_on
from certification.authorizations.term.continuity import continuation
from certification.duties.reports.filings.acts import (
    COMMITMENT,
    commitment_sha256,
    file_report,
    signing_facts,
    take_back,
)
from certification.duties.reports.filings.drafts import draft_facts, open_report, save_draft, take_out
from certification.duties.reports.filings.shown import filings_read
from certification.duties.reports.forms import ReportForm
from certification.duties.reports.models import figures
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.models.states import ReportState
from certification.duties.reports.term.years import next_report
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_errors, add_refusal
from tianfu.workflow.signatures.shown import Changed, stamp

_YEARS = 2000, 2999  # what an address may name


def _mark(request: HttpRequest, pk: int) -> Authorization:
    rows = Authorization.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("enterprise__organisation", "certificate", "programme"), pk=pk)


@requires(ENTERPRISE_MEMBER)
@require_safe
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Every year of one authorization, and when the next report can be written."""
    mark, today = _mark(request, pk), clock.today()
    context = {
        "organisation": mark.enterprise.organisation,
        "mark": mark,
        "rows": mark.annual_reports.all(),
        "next": next_report(mark, today),
        "today": today,
    }
    return render(request, "certification/duties/reports/portal/list.html", context)


def _context(mark: Authorization, report: AnnualReport | None, year: int) -> dict[str, Any]:
    return {"organisation": mark.enterprise.organisation, "mark": mark, "report": report, "year": year}


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Written while it is a draft or was returned; read afterwards."""
    mark = _mark(request, pk)
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise Http404("没有这个年度。")
    try:
        row = open_report(mark, year, clock.today())
    except NotPossible as refusal:
        context = _context(mark, None, year) | {"problems": refusal.problems}
        return render(request, "certification/duties/reports/portal/closed.html", context, status=409)
    if request.method == "POST" and parameters.token(request.POST, "act") == "take_back":
        take_back(row, user=request.user, seen=parameters.revision(request.POST))
        messages.success(request, f"{year} 年度自查报告已撤回，请修改后重新报送。")
        return redirect("portal:annual_report", pk=pk, year=year)
    if not row.editable:
        return _read(request, mark, row)
    return _write(request, mark, row)


def _write(request: HttpRequest, mark: Authorization, row: AnnualReport) -> HttpResponse:
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        last=row.last_year(),
        megabytes=most_megabytes(mark.programme_slug),
        initial=figures.values_of(row),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _save(request, row, form)
            except Changed as refusal:
                status = 409
                words = "您的同事刚才保存过这份报告。您填写的内容仍在下面，请核对后再次保存。"
                form.add_error(None, ValidationError([str(refusal), words]))
            except ValidationError as error:
                add_errors(form, error)
            except (NotPossible, NotAllowed) as refusal:
                form.add_error(None, str(refusal))
    context = _context(mark, row, row.year) | {
        "form": form,
        "shown": stamp(draft_facts(row)),
        "files": row.files.filter(removed_at=None).select_related("file"),
        "last": row.last_year() is not None,
        "today": clock.today(),
        "letters": notices_on(row) if row.answer else [],
        # Also after it was filed again and taken back: what was asked for is still to be mended.
        "returned": bool(row.answer),
    }
    return render(request, "certification/duties/reports/portal/edit.html", context, status=status)


def _save(request: HttpRequest, row: AnnualReport, form: ReportForm) -> HttpResponse:
    data = form.cleaned_data
    values = {name: data.get(name) for name in figures.FIELDS}
    shown = read_stamp(request)
    save_draft(row, user=request.user, values=values, uploads=data["files"], shown=shown)
    if parameters.token(request.POST, "act") == "sign":
        return redirect("portal:annual_report_sign", pk=row.authorization_id, year=row.year)
    messages.success(request, "已保存，尚未报送。")
    return redirect("portal:annual_report", pk=row.authorization_id, year=row.year)


def _read(request: HttpRequest, mark: Authorization, row: AnnualReport) -> HttpResponse:
    may_sign = request.user.can(mark.enterprise.organisation, "sign")  # type: ignore[union-attr]
    context = _context(mark, row, row.year) | {
        "filings": filings_read(row),
        "decided": row.changes.last(),
        "letters": notices_on(row),
        "heir": continuation(mark) if row.state == ReportState.HANDED_ON else None,
        "may_take_back": may_sign and row.state == ReportState.SUBMITTED and not row.recall_problems(),
        "today": clock.today(),
    }
    return render(request, "certification/duties/reports/portal/one.html", context)


@requires(ENTERPRISE_MEMBER)
@require_POST
def remove_file(request: HttpRequest, pk: int, year: int, file: int) -> HttpResponse:
    """A piece of evidence out of the draft."""
    row = get_object_or_404(AnnualReport.objects.visible_to(request.user), authorization=pk, year=year)
    take_out(row, user=request.user, file=file)
    messages.success(request, "文件已从草稿移除。")
    return redirect("portal:annual_report", pk=pk, year=year)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Read back, and filed by a signature."""
    mark = _mark(request, pk)
    row = get_object_or_404(AnnualReport.objects.visible_to(request.user), authorization=mark, year=year)
    if not row.editable:
        return redirect("portal:annual_report", pk=pk, year=year)
    form = SignForm(request.POST or None, initial={"signatory_name": request.user.name})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return once(request, lambda: _file(request, row, form))
            except Changed as refusal:
                status = 409
                form.add_error(None, str(refusal))
            except ValidationError as error:
                form.add_error("password_or_code", error.messages[0])
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            except NotPossible as refusal:
                add_refusal(form, refusal)
    facts = draft_facts(row)
    context = _context(mark, row, year) | {
        "form": form,
        "text": COMMITMENT,
        "text_sha256": commitment_sha256(),
        "rows": [
            {"label": label, "lines" if isinstance(value, list) else "value": value} for label, value in facts.items()
        ],
        "problems": row.filing_problems(),
        "may_sign": request.user.can(mark.enterprise.organisation, "sign"),
        "shown": stamp(signing_facts(row)),
        "once": new_key(),
    }
    return render(request, "certification/duties/reports/portal/sign.html", context, status=status)


def _file(request: HttpRequest, row: AnnualReport, form: SignForm) -> str:
    data = form.cleaned_data
    file_report(
        row,
        user=request.user,
        seen=seen(request),
        name=data["signatory_name"],
        role=data["signatory_role"],
        proof=data["password_or_code"],
        shown=read_stamp(request),
    )
    messages.success(request, f"{row.year} 年度自查报告已报送，审查结果会通知您。")
    return reverse("portal:annual_report", args=[row.authorization_id, row.year])
