"""Import of the directories: template, upload, preview with a verdict on each row, then all good rows or none."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supervision.directories.console.pages import KEEPERS, PAGE, tabs
from supervision.directories.imports import intake
from supervision.directories.imports.rows import COLUMNS, KEY, WORDS, Target
from supervision.directories.models import DirectoryImport
from supervision.directories.vocabulary import area_labels, tag_labels
from tianfu.accounts.access.rules import requires
from tianfu.files.sheets.spreadsheets import csv_bytes, xlsx_bytes
from tianfu.files.sheets.tables import ACCEPT
from tianfu.inbox.page_links import page_links, paged
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.shown import stamp

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
VIEWS = {"": "全部", "bad": "有问题", "new": "新增", "change": "更新", "same": "无变化"}
HINTS = {
    Target.INSPECTORS: (
        ("所在单位", "平台上登记的监管部门全称，须在您的辖区。"),
        ("执法证有效期", "写成 2026-12-31；已到期的不能导入。"),
        ("检查区域、常驻地区", "市（州）全称或行政区划代码，多个用“、”分开；全省写“全省”。"),
        ("业务专长", "领域或产业的名称，多个用“、”分开；可以留空。"),
        ("可任主检人", "填“是”或“否”，留空为否。"),
        ("账号邮箱", "本人的工作账号，须担任检查人员；留空则不改变。"),
    ),
    Target.OBJECT_TAGS: (
        ("检查对象编号", "名录中的编号，如授权编号。授权和认证机构随登记自动列入，不需要导入。"),
        ("补充标签", "领域或产业的名称，多个用“、”分开；要清除的填“无”。"),
    ),
}


def _target(text: str) -> Target:
    if text not in Target.values:
        raise Http404
    return Target(text)


def _table(name: str, kind: str, header: list[str], rows: list[list[Any]]) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    content = csv_bytes(header, rows) if kind == "csv" else xlsx_bytes(name, header, rows)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    return response


@requires(KEEPERS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    rows = DirectoryImport.objects.select_related("uploaded_by")
    context = {
        "title": "名录库",
        "tabs": tabs(request, "directory_imports"),
        "targets": [(target.value, target.label) for target in Target],
        **paged(request, rows, size=PAGE),
    }
    return page(request, "supervision/directories/console/imports.html", context)


@requires(KEEPERS)
@require_safe
def template(request: HttpRequest, target: str, kind: str) -> HttpResponse:
    wanted = _target(target)
    return _table(f"{wanted.label}导入模板", kind, [name for name, _ in COLUMNS[wanted]], [])


@requires(KEEPERS, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest, target: str) -> HttpResponse:
    wanted, error = _target(target), ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise ValidationError("请选择一个 CSV 或 .xlsx 文件。")
            batch = intake.preview(wanted, upload, actor=request.user)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            return redirect("console:directory_import", pk=batch.pk)
    context = {
        "title": f"导入：{wanted.label}",
        "target": wanted,
        "columns": COLUMNS[wanted],
        "hints": HINTS[wanted],
        "areas": list(area_labels().values()),
        "tags": list(tag_labels().values()),
        "most": f"{int(policy('directory.import_rows')):,}",
        "accept": ACCEPT,
        "error": error,
    }
    return page(request, "supervision/directories/console/import_new.html", context, 422 if error else 200)


def _batch(request: HttpRequest, pk: int) -> DirectoryImport:
    """One's own: a preview holds names of people."""
    return get_object_or_404(DirectoryImport.objects.filter(uploaded_by=request.user), pk=pk)


@requires(KEEPERS)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    view = parameters.choice(request.GET, "view", VIEWS)
    rows = batch.rows.order_by("number")
    if view:
        rows = rows.filter(what="" if view == "bad" else view)
    found = Paginator(rows, 2 * PAGE).get_page(parameters.page(request.GET))
    names = [name for name, _ in COLUMNS[batch.target]]
    shown = [
        (
            row.number,
            [(name, row.cells["cells"].get(name, "")) for name in names],
            WORDS.get(row.what, ""),
            row.problems,
        )
        for row in found.object_list
    ]
    if shown and batch.target == Target.INSPECTORS:
        viewed(request, batch, "name", rows=len(shown))
    counted = _counts(batch)
    context = {
        "title": f"预览：{batch.file_name}",
        "batch": batch,
        "names": names,
        "rows": shown,
        "counted": counted,
        "tabs": _view_tabs(request, view, counted),
        "shown": stamp(intake.import_facts(batch)),
        **page_links(request.path, found, {"view": view} if view else {}),
    }
    return page(request, "supervision/directories/console/preview.html", context)


def _counts(batch: DirectoryImport) -> dict[str, int]:
    found = dict.fromkeys(("", *WORDS), 0)
    for what in batch.rows.values_list("what", flat=True):
        found[what] += 1
    return found


def _view_tabs(request: HttpRequest, view: str, counted: dict[str, int]) -> list[dict[str, Any]]:
    numbers = {"": sum(counted.values()), "bad": counted[""], **{what: counted[what] for what in WORDS}}
    return [
        {
            "label": label,
            "url": f"{request.path}?view={key}" if key else request.path,
            "current": key == view,
            "count": numbers[key],
            "urgent": key == "bad" and numbers[key] > 0,
        }
        for key, label in VIEWS.items()
    ]


@requires(KEEPERS)
@require_safe
def failed(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The rows that are not taken, as they were, with the reasons behind: corrected, they are uploaded again."""
    batch = _batch(request, pk)
    names = [name for name, _ in COLUMNS[batch.target]]
    rows = [
        [*(row.cells["cells"].get(name, "") for name in names), row.number, " ".join(row.problems)]
        for row in batch.rows.filter(what="").order_by("number")
    ]
    viewed(request, batch, KEY[Target(batch.target)], rows=len(rows))
    return _table("未导入的行", kind, [*names, "原行号", "问题"], rows)


@requires(KEEPERS)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    batch = intake.take(_batch(request, pk), actor=request.user, shown=read_stamp(request))
    messages.success(request, f"已导入 {batch.good} 行。")
    return redirect("console:directory_import", pk=pk)


@requires(KEEPERS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    intake.drop(_batch(request, pk), actor=request.user)
    messages.success(request, "已放弃导入，预览内容已清除。")
    return redirect(reverse("console:directory_imports"))
