"""The field form for a phone: each field saves itself and waits for the line; all works without script."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from applications.form.portal.versions import both_versions
from supervision.directories.states import Method
from supervision.inspections.console.forms import RecordForm
from supervision.inspections.console.standing import EDITABLE
from supervision.inspections.console.tasks import INSPECTORS, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import PHOTOS, open_record, save_record
from supervision.inspections.rules import record_problems
from supervision.inspections.samples.acts import FIELDS as SAMPLE_FIELDS
from supervision.inspections.samples.models import Sample
from tianfu.accounts.access.rules import requires
from tianfu.files.kinds import accept_attribute
from tianfu.text import moments, parameters
from tianfu.text.json_answers import problem
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.upload_size import most_bytes
from tianfu.workflow.signatures.basis import PREFIX, texts

PHOTO_HINT = "JPEG 或 PNG，可一次选多张，逐张发送；没有网络时保存在本机，恢复后自动发送。"


@requires(INSPECTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole form; 409 with both versions where the colleague has changed a field since this page was opened."""
    task = task_on_console(request, pk)
    if request.method != "POST":
        return show_record(request, task) if task.state in EDITABLE else redirect("console:inspection", pk=pk)
    with transaction.atomic():
        fresh, record = open_record(task, request.user)
        form = RecordForm(request.POST, task=fresh, record=record)
        if form.is_valid():
            save_record(record, form.values(), request.user)
            messages.success(request, "现场记录已保存。")
            return redirect("console:inspection", pk=pk)
    return show_record(request, task, form=form, status=form.status)


def show_record(
    request: HttpRequest,
    task: InspectionTask,
    *,
    form: RecordForm | None = None,
    refused: Iterable[str] = (),
    at: str = "",
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refused` stands above the form and, where it is about one part, at that part (`at`)."""
    record, refused = getattr(task, "record", None), list(refused)
    context = {
        "title": f"现场记录：{task}",
        "task": task,
        "record": record,
        "form": form or RecordForm(task=task, record=record),
        "items": task.items.order_by("code"),
        "findings": task.findings.filter(taken_back_at=None).select_related("item"),
        "samples": task.samples.select_related("item"),
        "sampling_items": task.items.filter(methods__contains=[Method.SAMPLING]).order_by("code"),
        "sample_fields": [
            (name, Sample._meta.get_field(name).verbose_name, (typed or {}).get(name, "")) for name in SAMPLE_FIELDS
        ],
        "photos": task.photos.filter(taken_back_at=None).select_related("file"),
        "missing": record_problems(task),
        # The types make a phone offer its camera, and an iPhone hand over JPEG.
        "accept": f"image/jpeg,image/png,{accept_attribute(PHOTOS)}",
        "photo_hint": PHOTO_HINT,
        "max_bytes": most_bytes(),
        "refused": refused,
        "wrong": {at: " ".join(refused)} if at and refused else {},
        "typed": typed or {},
    }
    return page(request, "supervision/inspections/console/record.html", context, status)


@requires(INSPECTORS)
@require_POST
def inspection_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """One field over the value its page showed, as soon as there is a line; 409 with both versions."""
    task = task_on_console(request, pk)
    name = parameters.token(request.POST, "field")
    with transaction.atomic():
        try:
            fresh, record = open_record(task, request.user)
        except NotPossible as closed:
            return problem(409, "closed", str(closed))
        blank = RecordForm(task=fresh, record=record)
        if name not in blank.fields:
            return problem(404, "not_found", "没有这个字段。")
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
