"""The one address that serves files (trust.md E 41-43)."""

import logging
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tianfu.accounts.access import sessions
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.files.models import StoredFile
from tianfu.files.models.stored_file import FileUnreadable
from tianfu.files.readers import file_downloaded, may_read, purpose_of
from tianfu.ledger.audit.records import record
from tianfu.text import parameters

log = logging.getLogger(__name__)

_DAY = 86400

# A download is never a page of ours, whatever is in it.
_CSP_DOWNLOAD = "default-src 'none'; sandbox; frame-ancestors 'none'"
_CSP_PICTURE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
# Chromium refuses to show a PDF in a sandbox; its viewer is a process of its own, and PDFs that run or
# carry anything were refused at upload.
_CSP_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


# Open to everybody as an address; the reader of the file's purpose decides.
@requires(PUBLIC)
@require_safe
def download(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Serve the content to whom the reader of its purpose lets in; 404 to everybody else.

    `name` is for people only. `?inline=1` shows a PDF or picture in the page instead of saving it.
    """
    file = get_object_or_404(StoredFile, pk=pk)
    if not may_read(request.user, file) or _second_factor_missing(request, file):
        raise Http404
    try:
        data = file.read()
    except FileUnreadable as error:
        return _unreadable(request, error)
    inline = parameters.on(request.GET, "inline") and file.shown_inline
    if purpose_of(file).recorded and request.method == "GET":
        with transaction.atomic():
            record("file.downloaded", actor=request.user, subject=file, data=_facts(file, inline=inline))
            file_downloaded.send(sender=StoredFile, file=file, user=request.user, inline=inline)
    response = HttpResponse(data, content_type=file.content_type)
    _describe(response, file, inline=inline)
    return response


def _facts(file: StoredFile, *, inline: bool) -> dict[str, object]:
    return {"purpose": file.purpose, "sha256": file.sha256, "inline": inline}


def _describe(response: HttpResponse, file: StoredFile, *, inline: bool) -> None:
    response["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _policy(file, inline=inline)
    response["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if purpose_of(file).public and file.released:
        response["Cache-Control"] = f"public, max-age={_DAY}, immutable"
        response["ETag"] = f'"{file.sha256}"'
    else:
        response["Cache-Control"] = "private, no-store"


def _policy(file: StoredFile, *, inline: bool) -> str:
    if not inline:
        return _CSP_DOWNLOAD
    return _CSP_PDF if file.content_type == "application/pdf" else _CSP_PICTURE


def _second_factor_missing(request: HttpRequest, file: StoredFile) -> bool:
    """The rule of this address is public, so what the middleware demands of staff is demanded here."""
    if purpose_of(file).public or settings.STAFF_MFA != "required":
        return False
    return request.user.is_authenticated and request.user.is_staff and not sessions.has_second_factor(request)


def _unreadable(request: HttpRequest, error: FileUnreadable) -> HttpResponse:
    log.error("%s", error)
    record("file.unreadable", actor=request.user, subject=error.file, data={"wrong": error.wrong})
    response = render(request, "tianfu/files/unreadable.html", {"file": error.file, "wrong": error.wrong}, status=500)
    response["Cache-Control"] = "private, no-store"
    return response
