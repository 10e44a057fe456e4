"""The operator's view of files: what is stored, and what the virus scanner said. Facts only, no content."""

import re
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from tianfu.accounts.access.rules import routine
from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.models import User
from tianfu.files.models import ScanState, StoredFile
from tianfu.files.models.stored_file import FileUnreadable
from tianfu.files.upkeep import scanner
from tianfu.ledger.audit.records import record
from tianfu.text import moments, parameters

_SHA256 = re.compile(r"[0-9a-f]{64}")


@admin.register(StoredFile)
class StoredFileAdmin(RecordAdmin):
    """Read-only; the content is served only by `files:download` to those who may read it."""

    list_display = ("when", "name", "purpose", "weight", "scan_state", "uploaded_by")
    list_display_links = ("name",)
    list_filter = ("scan_state", "content_type", "created_at")
    list_select_related = ("uploaded_by",)
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name",)
    search_help_text = "文件名、文件编号或完整的 SHA-256"
    change_list_template = "tianfu/files/console/file_list.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[StoredFile], search_term: str
    ) -> tuple[QuerySet[StoredFile], bool]:
        term = search_term.strip()
        if _SHA256.fullmatch(term.lower()):
            return queryset.filter(sha256=term.lower()), False
        if (key := parameters.unique(term)) is not None:
            return queryset.filter(pk=key), False
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(require_POST(self.scan_again_view))
        return [path("<uuid:pk>/scan-again/", again, name="files_storedfile_scan_again"), *super().get_urls()]

    @admin.display(description="存入时间", ordering="created_at")
    def when(self, file: StoredFile) -> str:
        return moments.numeric_second(file.created_at)

    @admin.display(description="大小", ordering="size")
    def weight(self, file: StoredFile) -> str:
        return filesizeformat(file.size)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        counts = {state: self._count(state) for state in ScanState}
        context = {
            "title": "文件",
            "subtitle": "",
            "scanner": scanner.configured(),
            "pending": counts[ScanState.PENDING],
            "infected": counts[ScanState.INFECTED],
            "unscanned": counts[ScanState.UNSCANNED],
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One file's facts; `?verify=1` hashes its content again."""
        self.require(request)
        key = parameters.unique(object_id)
        if key is None:
            raise Http404
        file = get_object_or_404(StoredFile.objects.select_related("uploaded_by"), pk=key)
        checked = parameters.on(request.GET, "verify")
        context = self.admin_site.each_context(request) | {
            "title": file.name,
            "file": file,
            "checked": checked,
            "problem": _problem(request, file) if checked else "",
            "unscanned": file.scan_state == ScanState.UNSCANNED,
        }
        return TemplateResponse(request, "tianfu/files/console/file.html", context)

    @routine
    def scan_again_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Once the scanner's fault is mended: the file waits for it again."""
        self.require(request)
        if scanner.scan_again(get_object_or_404(StoredFile, pk=pk), cast(User, request.user)):
            messages.success(request, "已重新排队，稍后自动扫描。")
        else:
            messages.warning(request, "这个文件现在不是“未能扫描，已搁置”，没有改动。")
        return redirect("admin:files_storedfile_change", pk)

    def _count(self, state: ScanState) -> int:
        return StoredFile.objects.filter(scan_state=state).count()


def _problem(request: HttpRequest, file: StoredFile) -> str:
    try:
        file.read()
    except FileUnreadable as error:
        record("file.unreadable", actor=request.user, subject=file, data={"wrong": error.wrong})
        return str(error)
    return ""
