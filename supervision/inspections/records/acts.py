"""The field record as the team writes it: item by item, each save over what its page showed; filed once, then it stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from supervision.directories.models import InspectionItem
from supervision.directories.objects.eligibility import note_check
from supervision.inspections.models import FieldRecord, Finding, InspectionTask, TaskPhoto
from supervision.inspections.records.paper import sign_filed
from supervision.inspections.rules import in_team
from supervision.inspections.states import Answer, TaskState
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.ledger.audit.records import record as audit
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.policies.values import policy

PHOTO_PURPOSE, SIGNATURE_PURPOSE = "inspection_photo", "inspection_signature"
PHOTOS = (Kind.JPEG, Kind.PNG)
_EDITABLE = (TaskState.ASSIGNED, TaskState.NOTIFIED)
_TEXTS = ("visited_on", "met", "remarks", "signing", "signatory", "unsigned_reason", "witnesses")


def open_record(task: InspectionTask, user: Any) -> tuple[InspectionTask, FieldRecord]:
    """The task and its record, locked for a save. Call inside a transaction.

    Raises NotAllowed outside the team, NotPossible once the record was filed or the task was stopped.
    """
    fresh = lock(task)
    if not in_team(fresh, user):
        raise NotAllowed("现场记录由检查组填写。")
    if fresh.state not in _EDITABLE:
        raise NotPossible([f"该任务当前为“{fresh.get_state_display()}”，现场记录不能再修改。"])
    row, _ = FieldRecord.objects.get_or_create(task=fresh, defaults={"saved_by": user, "saved_at": clock.now()})
    return fresh, row


def stored_values(task: InspectionTask, record: FieldRecord | None) -> dict[str, Any]:
    """What the form shows: the record's own fields, `answer-<item>` and `note-<item>` for each item of the task."""
    values: dict[str, Any] = {name: getattr(record, name, "") for name in _TEXTS}
    answers: Mapping[str, Any] = record.answers if record is not None else {}
    for pk in task.items.order_by("code").values_list("pk", flat=True):
        one = answers.get(str(pk), {})
        values[f"answer-{pk}"], values[f"note-{pk}"] = one.get("answer", ""), one.get("note", "")
    return values


def save_record(record: FieldRecord, values: Mapping[str, Any], user: Any) -> FieldRecord:
    """Write `values` (names as in `stored_values`; those left out stay). The caller holds the lock of `open_record`.

    Raises NotPossible for an item that is not one of the task's: what was not announced is not inspected.
    """
    items = {str(pk) for pk in record.task.items.values_list("pk", flat=True)}
    answers = {key: dict(value) for key, value in record.answers.items()}
    for name, value in values.items():
        part, _, item = name.partition("-")
        if not item:
            setattr(record, name, value)
            continue
        if item not in items:
            raise NotPossible(["该事项不在本次检查的事项中，不能填写结果。"])
        if part == "answer" and value not in ("", *Answer.values):
            raise NotPossible(["请选择符合、不符合或不涉及。"])
        answers.setdefault(item, {"answer": "", "note": ""})[part] = value
    record.answers, record.saved_by, record.saved_at = answers, user, clock.now()
    record.save()
    return record


def _same(files: Iterable[StoredFile], upload: UploadedFile) -> StoredFile | None:
    """The one of `files` that has the bytes of `upload`: whoever sends it again after a broken answer means that one."""
    known = {file.sha256: file for file in files}
    if not known:
        return None
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return known.get(digest.hexdigest())


def sign(record: FieldRecord, upload: UploadedFile, user: Any) -> StoredFile:
    """Keep the picture of the signature. The caller holds the lock of `open_record`; ValidationError for no picture."""
    again = _same([record.signature] if record.signature is not None else [], upload)
    if again is not None:
        return again
    file = take_one(upload, kinds=PHOTOS, user=user, purpose=SIGNATURE_PURPOSE)
    record.signature, record.saved_by, record.saved_at = file, user, clock.now()
    record.save(update_fields=["signature", "saved_by", "saved_at"])
    audit("inspectiontask.signed", actor=user, subject=record.task, data={"sha256": file.sha256})
    return file


def add_finding(
    task: InspectionTask, item: InspectionItem | None, text: str, user: Any, *, key: UUID | None = None
) -> Finding:
    """A problem for one of the task's items. The same `key` is the same finding, however often it is sent."""
    with transaction.atomic():
        fresh, _ = open_record(task, user)
        if key is not None and (sent := fresh.findings.filter(key=key).first()):
            return sent
        problems = (
            [] if item is not None and fresh.items.filter(pk=item.pk).exists() else ["请选择本次检查的一个事项。"]
        )
        problems += [] if text.strip() else ["请写明发现的问题。"]
        if problems or item is None:
            raise NotPossible(problems)
        row = Finding.objects.create(task=fresh, item=item, text=text, made_by=user, made_at=clock.now(), key=key)
        audit("inspectiontask.finding_added", actor=user, subject=fresh, data={"finding": row.pk})
    return row


def add_photo(task: InspectionTask, upload: UploadedFile, user: Any, *, key: UUID | None = None) -> TaskPhoto:
    """One photo, kept by itself, so that a bad line loses at most the one under way. ValidationError when refused.

    The same `key`, or the same picture where one stands, is the same photo: sent again, it does not stand twice.
    """
    with transaction.atomic():
        fresh, _ = open_record(task, user)
        if key is not None and (sent := fresh.photos.filter(key=key).first()):
            return sent
        standing = {row.file: row for row in fresh.photos.filter(taken_back_at=None).select_related("file")}
        if (again := _same(standing, upload)) is not None:
            return standing[again]
        most = int(policy("inspection.photos"))
        if len(standing) >= most:
            raise NotPossible([f"现场照片最多 {most} 张，请先撤下不需要的。"])
        file = take_one(upload, kinds=PHOTOS, user=user, purpose=PHOTO_PURPOSE)
        return TaskPhoto.objects.create(task=fresh, file=file, made_by=user, made_at=clock.now(), key=key)


def take_back(row: Finding | TaskPhoto, user: Any) -> None:
    """The entry stays with who took it back; it no longer counts."""
    with transaction.atomic():
        fresh, _ = open_record(row.task, user)
        if row.taken_back_at is None:
            row.taken_back_by, row.taken_back_at = user, clock.now()
            row.save(update_fields=["taken_back_by", "taken_back_at"])
            audit(f"inspectiontask.{row._meta.model_name}_taken_back", actor=user, subject=fresh, data={"row": row.pk})


def file_record(task: InspectionTask, *, user: Any, seen: int) -> InspectionTask:
    """The visit is over: the record stands, and the directory knows of the check (pause between checks, yearly cap)."""
    with transaction.atomic():
        done = advance(task, "visit", actor=user, seen=seen)
        FieldRecord.objects.filter(task=done).update(filed_by=user, filed_at=clock.now())
        sign_filed(done, user)
        day: date = done.visited_on  # type: ignore[assignment]  # the passage has set it
        note_check(done.object, day, f"inspection:{done.pk}")
    return done
