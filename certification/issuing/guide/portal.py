"""The guide as a page, and a page for each file of the mark: what it is, how it looks, what it is for."""

import io
import zipfile
from base64 import b64encode
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.suspensions.causes import use_warning
from certification.issuing.guide.rules import WRONG, carrier_rules, clauses, measures
from certification.issuing.models import MarkFile
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.ledger.canonical import sha256_hex
from tianfu.workflow import clock

F = MarkFile.Format
FOR_WHAT = {
    F.SVG: "矢量图，放大不失真：交给设计和印刷人员排版。",
    F.PNG: "透明底图片：用于网页、文档和演示。",
    F.PDF: "矢量印刷文件：交给印刷厂。",
    F.ZIP: "全套文件：一次交给设计、印刷和广告单位。",
    F.MONO: "单色矢量图：只能印一种颜色时使用。",
    F.GUIDE: "使用规范：随标识文件一起交给使用的人。",
}


def _own(request: HttpRequest, pk: int) -> Authorization:
    rows = Authorization.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("enterprise__organisation", "application__programme_version", "programme"), pk=pk
    )


@requires(ENTERPRISE_MEMBER)
@require_safe
def mark_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """In the words of today's policies, whatever the package held when it was made."""
    row = _own(request, pk)
    marks = list(row.marks.select_related("file").order_by("-version", "pk"))
    carriers, sizes = row.application.programme_version.content["mark"]["carriers"], measures(row)
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "warning": use_warning(row, clock.today()),
        "clauses": clauses(row, sizes),
        "carriers": carrier_rules(row, carriers, sizes),
        "wrong": WRONG,
        "marks": [
            {"row": mark, "what": FOR_WHAT[F(mark.format)]} for mark in marks if mark.version == marks[0].version
        ],
    }
    return render(request, "certification/issuing/guide/portal/guide.html", context)


@requires(ENTERPRISE_MEMBER)
@require_safe
def mark_preview(request: HttpRequest, pk: int, file: UUID) -> HttpResponse:
    row = _own(request, pk)
    mark = get_object_or_404(row.marks.select_related("file"), file=file)
    context: dict[str, Any] = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "mark": mark,
        "what": FOR_WHAT[F(mark.format)],
        "warning": use_warning(row, clock.today()),
        "replaced": row.marks.filter(format=mark.format, version__gt=mark.version).exists(),
        "drawing": _drawing(mark),
        "members": _members(mark),
    }
    return render(request, "certification/issuing/guide/portal/preview.html", context)


def _drawing(mark: MarkFile) -> str:
    """The vector drawing as an address of its own: the file door hands SVG out for saving only."""
    if mark.format not in (F.SVG, F.MONO):
        return ""
    return f"data:image/svg+xml;base64,{b64encode(mark.file.read()).decode()}"


def _members(mark: MarkFile) -> list[dict[str, Any]]:
    if mark.format != F.ZIP:
        return []
    with zipfile.ZipFile(io.BytesIO(mark.file.read())) as package:
        return [
            {"name": one.filename, "size": one.file_size, "sha256": sha256_hex(package.read(one))}
            for one in package.infolist()
        ]
