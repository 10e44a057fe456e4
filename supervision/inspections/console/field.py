"""The field form for a phone: each field saves itself and waits for the line, photos go one by one, all works without script."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications.console.pages import page
from applications.portal.versions import both_versions
from supervision.inspections.console.forms import RecordForm
from supervision.inspections.console.tasks import EDITABLE, INSPECTORS, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.records import (
    MAX_BYTES,
    PHOTOS,
    add_finding,
    add_photo,
    open_record,
    save_record,
    sign,
    take_back,
)
from supervision.inspections.rules import record_problems
from tianfu.accounts.access import requires
from tianfu.files.kinds import accept_attribute
from tianfu.text import moments, parameters
from tianfu.workflow.basis import PREFIX, texts
from tianfu.workflow.door import NotPossible


@requires(INSPECTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole form; 409 with both versions where the colleague has changed a field since this page was opened."""
    task = task_on_console(request, pk)
    if request.method != "POST":
        return _show(request, task) if task.state in EDITABLE else redirect("console:inspection", pk=pk)
    with transaction.atomic():
        fresh, record = open_record(task, request.user)
        form = RecordForm(request.POST, task=fresh, record=record)
        if form.is_valid():
            save_record(record, form.values(), request.user)
            messages.success(request, "现场记录已保存。")
            return redirect("console:inspection", pk=pk)
    return _show(request, task, form=form, status=form.status)


def _show(
    request: HttpRequest,
    task: InspectionTask,
    *,
    form: RecordForm | None = None,
    refused: Iterable[str] = (),
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    record = getattr(task, "record", None)
    context = {
        "title": f"现场记录：{task}",
        "task": task,
        "record": record,
        "form": form or RecordForm(task=task, record=record),
        "items": task.items.order_by("code"),
        "findings": task.findings.filter(taken_back_at=None).select_related("item"),
        "photos": task.photos.filter(taken_back_at=None).select_related("file"),
        "missing": record_problems(task),
        "accept": accept_attribute(PHOTOS),
        "max_bytes": MAX_BYTES,
        "refused": list(refused),
        "typed": typed or {},
    }
    return page(request, "supervision/inspections/record.html", context, status)


@requires(INSPECTORS)
@require_POST
def inspection_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """One field over the value its page showed, as soon as there is a line; 409 with both versions."""
    task = task_on_console(request, pk)
    name = parameters.token(request.POST, "field")
    with transaction.atomic():
        try:
            fresh, record = open_record(task, request.user)
        except NotPossible as refusal:
            return JsonResponse({"message": str(refusal), "locked": True}, status=409)
        blank = RecordForm(task=fresh, record=record)
        if name not in blank.fields:
            return JsonResponse({"message": "没有这个字段。"}, status=404)
        data = {key: texts(value) for key, value in blank.stored().items()}
        data |= {PREFIX + key: value for key, value in list(data.items())}
        data[name] = [parameters.typed(request.POST, "value")]
        data[PREFIX + name] = parameters.every(request.POST, "was")
        by, at = record.saved_by, record.saved_at
        form = RecordForm(data, task=fresh, record=record)
        form.is_valid()
        if name in form.conflicts:
            return both_versions(name, form.conflicts[name], by=by, at=at, reader=request.user)
        if name in form.errors:
            return JsonResponse({"errors": {name: form.errors[name]}, "saved": False}, status=422)
        save_record(record, {name: form.cleaned_data[name]}, request.user)
        missing = record_problems(fresh)
    values = texts(form.cleaned_data[name])
    return JsonResponse({"saved_at": moments.clock_time(record.saved_at), "values": values, "missing": missing})


def _answer(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    """Back to the form; a script that uploads follows the address itself."""
    messages.success(request, words)
    here = reverse("console:inspection_record", args=[pk])
    if parameters.header(request, "X-Follow") == "script":
        return JsonResponse({"location": here})
    return redirect(here)


def _kept(names: list[str]) -> str:
    return f"已保存 {len(names)} 张照片。"


@requires(INSPECTORS, files=True)
@require_POST
def inspection_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Each photo by itself: those that are photos stay, each other one is refused with its reason."""
    task = task_on_console(request, pk)
    kept, refused = [], []
    for upload in request.FILES.getlist("file"):
        try:
            kept.append(add_photo(task, upload, request.user).file.name)
        except ValidationError as error:
            refused += error.messages
        except NotPossible as error:
            refused += [f"“{upload.name}”：{problem}" for problem in error.problems]
    if not kept and not refused:
        refused = ["请选择照片。"]
    if refused:
        again = [f"{_kept(kept)}以下没有保存："] if kept else []
        return _show(request, task_on_console(request, pk), refused=again + refused, status=422)
    return _answer(request, pk, _kept(kept))


@requires(INSPECTORS, files=True)
@require_POST
def inspection_signature(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture drawn on the screen, or without script a photo of the signed paper."""
    task = task_on_console(request, pk)
    upload = request.FILES.get("file")
    if upload is None:
        return _show(request, task, refused=["请签字，或选择签字的照片。"], status=422)
    try:
        with transaction.atomic():
            _, record = open_record(task, request.user)
            sign(record, upload, request.user)
    except ValidationError as error:
        return _show(request, task, refused=error.messages, status=422)
    return _answer(request, pk, "签字已保存。")


@requires(INSPECTORS)
@require_POST
def inspection_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """A problem found; what was typed stays when it is refused."""
    task = task_on_console(request, pk)
    key, text = parameters.whole(request.POST, "item"), parameters.passage(request.POST, "text")
    try:
        add_finding(task, task.items.filter(pk=key).first(), text, request.user)
    except NotPossible as refusal:
        return _show(request, task, refused=refusal.problems, typed={"item": key, "text": text}, status=422)
    messages.success(request, "问题已登记。")
    return redirect("console:inspection_record", pk=pk)


@requires(INSPECTORS)
@require_POST
def finding_drop(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row = get_object_or_404(task_on_console(request, pk).findings, pk=item)
    take_back(row, request.user)
    messages.success(request, "问题已撤下，记录保留。")
    return redirect("console:inspection_record", pk=pk)


@requires(INSPECTORS)
@require_POST
def photo_drop(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row = get_object_or_404(task_on_console(request, pk).photos, pk=item)
    take_back(row, request.user)
    messages.success(request, "照片已撤下，记录保留。")
    return redirect("console:inspection_record", pk=pk)
