"""What stands beside the fields of a record: findings, photos, the signature. Each goes by itself and may be sent twice.

The phone keeps what has not arrived (`static/js/field.js`) and reads the answer: 200 taken, 422 refused for what it is,
409 refused because the record stands, 429 and 503 to be sent again later. Without script the page answers.
"""

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from supervision.inspections.console.field import show_record
from supervision.inspections.console.standing import EDITABLE
from supervision.inspections.console.tasks import INSPECTORS, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import add_finding, add_photo, open_record, sign, take_back
from supervision.inspections.records.paper import assent
from tianfu.accounts.access.rules import requires
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible

LATER = {"too_many": 429, "no_space": 503}


def _by_script(request: HttpRequest) -> bool:
    return parameters.header(request, "X-Follow") == "script"


def taken(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"said": words})
    messages.success(request, words)
    return redirect("console:inspection_record", pk=pk)


def refused(
    request: HttpRequest,
    pk: int,
    at: str,
    problems: list[str],
    *,
    status: int = 422,
    typed: Mapping[str, object] | None = None,
) -> HttpResponse:
    """At its part of the form. Once the record stands, nothing more can be sent: 409."""
    task = task_on_console(request, pk)
    standing = task.state not in EDITABLE
    if _by_script(request):
        return JsonResponse({"errors": {at: problems}}, status=409 if standing else status)
    if standing:
        messages.error(request, " ".join(problems))
        return redirect("console:inspection", pk=pk)
    return show_record(request, task, refused=problems, at=at, typed=typed, status=status)


def tried(act: Callable[[], object], name: str) -> tuple[list[str], int]:
    """Why `act` was refused, and the status that says so; nothing when it was not."""
    try:
        act()
    except ValidationError as error:
        return error.messages, LATER.get(getattr(error, "code", ""), 422)
    except NotPossible as error:
        return [f"“{name}”：{problem}" if name else problem for problem in error.problems], 422
    return [], 200


@requires(INSPECTORS, files=True)
@require_POST
def inspection_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Each photo by itself: those that are photos stay, each other one is refused with its reason."""
    task, kept, wrong, status = task_on_console(request, pk), 0, [], 200
    uploads = request.FILES.getlist("file")
    # The key names one photo; several at once, sent without script, have none.
    key = parameters.unique(parameters.token(request.POST, "key")) if len(uploads) == 1 else None
    for upload in uploads:
        problems, said = tried(partial(add_photo, task, upload, request.user, key=key), upload.name or "")
        kept, wrong, status = kept + (not problems), wrong + problems, max(status, said)
    if not uploads:
        wrong, status = ["请选择照片。"], 422
    words = f"已保存 {kept} 张照片。"
    if wrong:
        return refused(request, pk, "photo", ([f"{words}以下没有保存："] if kept else []) + wrong, status=status)
    return taken(request, pk, words)


@requires(INSPECTORS, files=True)
@require_POST
def inspection_signature(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture drawn on the screen, or without script a photo of the signed paper."""
    task, upload = task_on_console(request, pk), request.FILES.get("file")
    if upload is None:
        return refused(request, pk, "signature", ["请签字，或选择签字的照片。"])

    def act() -> None:
        with transaction.atomic():
            _, record = open_record(task, request.user)
            sign(record, upload, request.user)

    problems, status = tried(act, "")
    return (
        refused(request, pk, "signature", problems, status=status) if problems else taken(request, pk, "签字已保存。")
    )


@requires(INSPECTORS)
@require_POST
def inspection_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """A problem found; what was typed stays when it is refused."""
    task = task_on_console(request, pk)
    item, text = parameters.whole(request.POST, "item"), parameters.passage(request.POST, "text")
    key = parameters.unique(parameters.token(request.POST, "key"))
    found = task.items.filter(pk=item).first()
    problems, status = tried(lambda: add_finding(task, found, text, request.user, key=key), "")
    if problems:
        return refused(request, pk, "finding", problems, status=status, typed={"item": item, "text": text})
    return taken(request, pk, "问题已登记。")


def _drop(request: HttpRequest, task: InspectionTask, row: object, words: str) -> HttpResponse:
    problems, _ = tried(lambda: take_back(row, request.user), "")  # type: ignore[arg-type]
    return refused(request, task.pk, "", problems) if problems else taken(request, task.pk, words)


@requires(INSPECTORS)
@require_POST
def finding_drop(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    task = task_on_console(request, pk)
    return _drop(request, task, get_object_or_404(task.findings, pk=item), "问题已撤下，记录保留。")


@requires(INSPECTORS)
@require_POST
def photo_drop(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    task = task_on_console(request, pk)
    return _drop(request, task, get_object_or_404(task.photos, pk=item), "照片已撤下，记录保留。")


@requires(INSPECTORS)
@require_POST
def inspection_assent(request: HttpRequest, pk: int) -> HttpResponse:
    """Another inspector of the team signs the filed record."""
    task = task_on_console(request, pk)
    problems, _ = tried(lambda: assent(task, request.user), "")
    if problems:
        messages.error(request, " ".join(problems))
    else:
        messages.success(request, "已签名。全组两人以上签名后制作检查记录表。")
    return redirect("console:inspection", pk=pk)
