"""What stands in other people's pages: the sheet, a page for a frame, a picture, a script. Kept no longer than verify is."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from applications.form.filed_table import comparison_rows
from certification.authorizations.suspensions.causes import public_causes
from certification.register.embed.badge import badge
from certification.register.embed.sheet import Form, sheet_bytes
from certification.register.verification import Answer, Verification, published_by, verify
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.workflow import clock

SECONDS = 10  # as the verify page
TONES = {Answer.ACTIVE: "good", Answer.SUSPENDED: "warn"}
_SCRIPT = settings.BASE_DIR / "static" / "js" / "embed.js"


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _sheet(number: str, form: Form) -> HttpResponse:
    row = published_by(number)
    if row is None:
        raise Http404("没有这个授权编号。")
    kind = {"pdf": "application/pdf", "png": "image/png"}[form]
    response = HttpResponse(sheet_bytes(row, form), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(False, f"对比表-{row.number}.{form}") or "inline"
    return _public(response)


@requires(PUBLIC)
@require_safe
def comparison_pdf(request: HttpRequest, number: str) -> HttpResponse:
    return _sheet(number, "pdf")


@requires(PUBLIC)
@require_safe
def comparison_png(request: HttpRequest, number: str) -> HttpResponse:
    return _sheet(number, "png")


# The one page of the platform that may stand in a frame of others: it shows public facts, has no form and no session.
@requires(PUBLIC)
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest, number: str) -> HttpResponse:
    """The comparison table while the mark is in force; otherwise what it is instead. An unknown number says so too."""
    found = verify(number, clock.today())
    row = found.authorization
    context: dict[str, Any] = {
        "found": found,
        "row": row,
        "now": clock.now(),
        "in_force": found.answer == Answer.ACTIVE,
        "tone": TONES.get(found.answer, "bad"),
        "suspensions": public_causes(row) if row is not None and found.answer == Answer.SUSPENDED else [],
        "comparison": comparison_rows(row.facts["comparison"]) if row is not None else [],
    }
    return _public(render(request, "certification/register/embed/public/embed.html", context, status=_status(found)))


@requires(PUBLIC)
@require_safe
def embed_badge(request: HttpRequest, number: str) -> HttpResponse:
    found = verify(number, clock.today())
    name = found.authorization.programme.name if found.authorization is not None else settings.PLATFORM_NAME
    drawn = badge(found, name, clock.now())
    return _public(HttpResponse(drawn, content_type="image/svg+xml", status=_status(found)))


def _status(found: Verification) -> int:
    return 200 if found.authorization is not None else 404


@requires(PUBLIC)
@require_safe
def embed_script(request: HttpRequest) -> HttpResponse:
    """Always under one address: shops write it into their pages once."""
    return _public(HttpResponse(_SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8"))
