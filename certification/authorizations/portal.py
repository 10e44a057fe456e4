"""The enterprise's authorizations: state, certificate and mark to download, suspension reasons."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from applications.enterprises.chosen import current_enterprise
from applications.papers.progress import STUCK, stuck
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import holders_agenda
from certification.authorizations.standing.timeline import holders_timeline
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.causes import WORDS, open_causes, use_warning
from certification.authorizations.suspensions.requests import asking_problems
from certification.authorizations.term.continuity import waits_for_its_day
from certification.authorizations.term.papers_order import issue_key
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.accounts.models import Membership, MembershipStatus
from tianfu.files.models import StoredFile
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock

PAGE, DOWNLOADS = 50, 20
REPLACED = "该标识文件已换发，请使用现行版的标识文件。"


@requires(ENTERPRISE_MEMBER)
@require_safe
def authorizations(request: HttpRequest) -> HttpResponse:
    enterprise, today = current_enterprise(request), clock.today()
    rows = Authorization.objects.filter(enterprise=enterprise).select_related("application")
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    for row in found.object_list:
        row.effective = row.effective_on(today)
        row.days_left = (row.ends_on - today).days
    context = {
        "organisation": enterprise and enterprise.organisation,
        "rows": found.object_list,
        **page_links(request.path, found, {}),
    }
    return render(request, "certification/authorizations/portal/authorizations.html", context)


def _own(request: HttpRequest, pk: int) -> Authorization:
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation", "application")
    return get_object_or_404(rows, pk=pk)


def _downloads(row: Authorization) -> QuerySet[Any]:
    """Who took a file; `ours`: a colleague, now or earlier. Of anybody else the enterprise learns no name."""
    colleagues = Membership.objects.filter(
        user=OuterRef("downloaded_by"), organisation=row.enterprise.organisation_id
    ).exclude(status=MembershipStatus.PENDING)
    return row.downloads.select_related("file", "downloaded_by").annotate(ours=Exists(colleagues))


def _files(row: Authorization) -> dict[str, Any]:
    """Certificates and marks by version: the newest is the one to use, the others were replaced."""
    certificates = list(row.certificates.select_related("paper__file").order_by("-version"))
    marks = list(row.marks.select_related("file").order_by("-version", "pk"))
    newest = marks[0].version if marks else 0
    return {
        "certificates": certificates[:1],
        "former_certificates": certificates[1:],
        "marks": [mark for mark in marks if mark.version == newest],
        "former_marks": [mark for mark in marks if mark.version != newest],
    }


@requires(ENTERPRISE_MEMBER)
@require_safe
def authorization(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _own(request, pk), clock.today()
    waits = waits_for_its_day(row, today)
    downloads = Paginator(_downloads(row), DOWNLOADS)
    shown = downloads.get_page(parameters.page(request.GET))
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "effective": row.effective_on(today),
        "pending": row.state == AuthorizationState.PENDING and not waits,
        "waits": waits,
        "stuck": row.state == AuthorizationState.PENDING and not waits and stuck([issue_key(row)]),
        **_files(row),
        "suspensions": [
            {"row": item, "words": WORDS[item.cause], "answer": item.restorations.first()} for item in open_causes(row)
        ],
        "warning": use_warning(row, today),
        "asked": row.suspension_requests.waiting().select_related("filed_by").first(),
        "may_ask": request.user.can(row.enterprise.organisation, "sign") and not asking_problems(row),
        "agenda": holders_agenda(row, today),
        "events": holders_timeline(row, today),
        "downloads": shown.object_list,
        **page_links(request.path, shown, {}),
    }
    return render(request, "certification/authorizations/portal/authorization.html", context)


@requires(ENTERPRISE_MEMBER)
@require_safe
def download(request: HttpRequest, pk: int, file: UUID) -> HttpResponse:
    """Hands over to the file door, which records who downloaded what (`file_downloaded`).

    A mark that may not be used now comes after a page that says so.
    """
    row = _own(request, pk)
    ours = set(row.marks.values_list("file_id", flat=True)) | set(
        row.certificates.values_list("paper__file_id", flat=True)
    )
    if file not in ours:
        raise Http404("没有这个文件。")
    stored = StoredFile.objects.get(pk=file)
    warning = _warning(row, file)
    if warning and not parameters.on(request.GET, "understood"):
        context = {"organisation": row.enterprise.organisation, "row": row, "file": stored, "warning": warning}
        return render(request, "certification/authorizations/portal/mark_warning.html", context)
    return redirect("files:download", pk=stored.pk, name=stored.name)


def _warning(row: Authorization, file: UUID) -> str:
    """Why this file may not be used, if it is a mark; "" where it may."""
    mark = row.marks.filter(file=file).first()
    if mark is None:
        return ""
    replaced = row.marks.filter(version__gt=mark.version).exists()
    return use_warning(row, clock.today()) or (REPLACED if replaced else "")


@requires(ENTERPRISE_MEMBER)
@require_safe
def ready(request: HttpRequest, pk: int) -> JsonResponse:
    """Polled until certificate and mark are made."""
    row = _own(request, pk)
    done = row.state != AuthorizationState.PENDING or waits_for_its_day(row, clock.today())
    parked = not done and stuck([issue_key(row)])
    words = "证书已生成。" if done else STUCK if parked else "正在制作证书和标识…"
    return JsonResponse({"ready": done, "failed": parked, "message": words})
