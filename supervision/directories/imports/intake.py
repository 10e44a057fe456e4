"""An import: previewed row by row, then taken as previewed, whole, in one transaction; or given up."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from supervision.directories.imports.rows import CHANGE, COLUMNS, KEY, NEW, READERS, Target, Verdict
from supervision.directories.inspectors.numbers import read_number
from supervision.directories.models import (
    DirectoryImport,
    ImportRow,
    InspectionObject,
    Inspector,
    ObjectChange,
)
from supervision.directories.states import Passage
from tianfu.accounts.roles import Role
from tianfu.files.sheets.tables import Table, TableRow, read_table
from tianfu.ledger.audit.records import record
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.text.search_key import search_key
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import Shown, refuse_changed

_MAX_BYTES = 10 * 1024 * 1024
_CHUNK = 2000
OVER = "该导入已经办理或放弃，请重新上传文件。"


def preview(target: str, upload: UploadedFile, *, actor: Any) -> DirectoryImport:
    """Read the table and keep it with the verdict on each row; nothing of it is in the directory yet.

    Raises ValidationError in words for a file that is no such table.
    """
    _require(actor)
    table = read_table(upload, most_rows=int(policy("directory.import_rows")), max_bytes=_MAX_BYTES)
    rows = _named(target, table)
    if not rows:
        raise ValidationError(f"“{table.name}”：标题行下没有内容，请按模板填写后上传。", code="empty")
    verdicts = _verdicts(target, [(row.number, cells, row.problems) for row, cells in rows], actor)
    with transaction.atomic():
        batch = DirectoryImport.objects.create(
            target=target,
            file_name=table.name,
            file_sha256=table.sha256,
            rows_sha256=_digest(verdicts),
            total=len(rows),
            good=sum(1 for verdict in verdicts if not verdict.problems),
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        ImportRow.objects.bulk_create(
            (
                ImportRow(
                    batch=batch,
                    number=row.number,
                    cells={"cells": cells, "stored": row.problems},
                    problems=verdict.problems,
                    what=verdict.what,
                )
                for (row, cells), verdict in zip(rows, verdicts, strict=True)
            ),
            batch_size=_CHUNK,
        )
        data = {"target": target, "file_sha256": table.sha256, "rows": batch.total, "good": batch.good}
        record("directory.preview", actor=actor, subject=batch, data=data)
    return batch


def _require(actor: Any) -> None:
    if Role.SPOTCHECK_MANAGER not in actor.roles:
        raise NotAllowed("名录由抽查组织人导入。")


def _named(target: str, table: Table) -> list[tuple[TableRow, dict[str, str]]]:
    """The cells of each row by heading. Raises ValidationError for a heading that is missing or stands there twice."""
    places: dict[str, int] = {}
    wanted = {search_key(name): name for name, _ in COLUMNS[target]}
    for place, text in enumerate(table.header):
        name = wanted.get(search_key(text))
        if name in places:
            raise ValidationError(f"“{table.name}”：标题行里“{name}”出现两次，请去掉一列。", code="header")
        if name is not None:
            places[name] = place
    missing = [name for name, needed in COLUMNS[target] if needed and name not in places]
    if missing:
        words = "、".join(missing)
        raise ValidationError(f"“{table.name}”：标题行缺少“{words}”。请下载模板，按模板的标题填写。", code="header")
    named = []
    for row in table.rows:
        cells = {name: row.cells[place] if place < len(row.cells) else "" for name, place in places.items()}
        named.append((row, cells))
    return named


def _verdicts(target: str, rows: list[tuple[int, dict[str, str], list[str]]], actor: Any) -> list[Verdict]:
    numbers = [_key(target, cells) for _, cells, _ in rows]
    reader = READERS[target](actor, clock.today(), numbers)
    found = []
    for number, cells, stored in rows:
        empty = [name for name, needed in COLUMNS[target] if needed and not cells.get(name)]
        if empty or stored:
            gaps = [f"“{name}”没有填写。" for name in empty]
            found.append(Verdict(number, problems=[*gaps, *stored]))
        else:
            found.append(reader.read(number, cells))
    return found


def _key(target: str, cells: dict[str, str]) -> str:
    text = cells.get(KEY[Target(target)], "")
    try:
        return read_number(text) if target == Target.INSPECTORS else text
    except ValidationError:
        return ""


def _digest(verdicts: list[Verdict]) -> str:
    """Of everything that would be stored and refused."""
    plain = [
        [one.number, one.what, one.pk or 0, {name: _plain(value) for name, value in one.values.items()}, one.problems]
        for one in verdicts
    ]
    return sha256_hex(canonical(plain))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def import_facts(batch: DirectoryImport) -> dict[str, Any]:
    """What the person who confirms has read, for `tianfu.workflow.signatures.shown`."""
    return {"预览": batch.rows_sha256, "可导入行数": str(batch.good)}


def take(batch: DirectoryImport, *, actor: Any, shown: Shown) -> DirectoryImport:
    """Every good row of the preview, in one transaction, or none: what differs by now from the preview is refused."""
    with transaction.atomic():
        _require(actor)
        locked = DirectoryImport.objects.select_for_update().get(pk=batch.pk)
        refuse_changed(shown, import_facts(locked))
        if not locked.open:
            raise NotPossible([OVER])
        if locked.uploaded_by_id != actor.pk:
            raise NotAllowed("由上传并预览的人确认导入。")
        if not locked.good:
            raise NotPossible(["没有可以导入的行。请按每行的说明修改后重新上传。"])
        rows = [(row.number, row.cells["cells"], row.cells["stored"]) for row in locked.rows.order_by("number")]
        verdicts = _verdicts(locked.target, rows, actor)
        if _digest(verdicts) != locked.rows_sha256:
            raise NotPossible(["预览之后名录有了变化，结果不再相同，没有导入任何一行。请重新上传同一文件预览。"])
        good = [verdict for verdict in verdicts if not verdict.problems]
        _TAKERS[Target(locked.target)](locked, good, actor)
        locked.taken_at = clock.now()
        locked.save(update_fields=["taken_at"])
        data = {"target": locked.target, "file_sha256": locked.file_sha256, "rows_sha256": locked.rows_sha256,
                "rows": len(good)}  # fmt: skip
        record("directory.import", actor=actor, subject=locked, data=data)
    return locked


def _take_inspectors(batch: DirectoryImport, verdicts: list[Verdict], actor: Any) -> None:
    today = clock.today()
    new = [Inspector(listed_on=today, **verdict.values) for verdict in verdicts if verdict.what == NEW]
    Inspector.objects.bulk_create(new, batch_size=_CHUNK)
    changed = {verdict.pk or 0: verdict.values for verdict in verdicts if verdict.what == CHANGE}
    rows = list(Inspector.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=changed).order_by("pk"))
    for row in rows:
        for name, value in changed[row.pk].items():
            setattr(row, name, value)
    fields = ["name", "unit", "valid_from", "valid_until", "areas", "home", "tags", "lead", "user"]
    Inspector.objects.bulk_update(rows, fields, batch_size=_CHUNK)


def _take_tags(batch: DirectoryImport, verdicts: list[Verdict], actor: Any) -> None:
    changed = {verdict.pk or 0: verdict.values["added_tags"] for verdict in verdicts if verdict.what == CHANGE}
    locked = InspectionObject.objects.select_for_update(of=("self",), no_key=True)
    rows = list(locked.filter(pk__in=changed).order_by("pk"))
    at, today, history = clock.now(), clock.today(), []
    for row in rows:
        what = {"补充标签": ["、".join(row.added_tags), "、".join(changed[row.pk])]}
        row.added_tags = changed[row.pk]
        history.append(
            ObjectChange(object=row, at=at, passage=Passage.CHANGED, on=today, what=what, cause="批量导入", actor=actor)
        )
    InspectionObject.objects.bulk_update(rows, ["added_tags"], batch_size=_CHUNK)
    ObjectChange.objects.bulk_create(history, batch_size=_CHUNK)


_TAKERS = {Target.INSPECTORS: _take_inspectors, Target.OBJECT_TAGS: _take_tags}


def drop(batch: DirectoryImport, *, actor: Any) -> None:
    """Give the preview up; what was read is erased, the digests stay."""
    with transaction.atomic():
        locked = DirectoryImport.objects.select_for_update().get(pk=batch.pk)
        if not locked.open:
            raise NotPossible([OVER])
        if actor is not None and locked.uploaded_by_id != actor.pk:
            raise NotAllowed("由上传的人放弃导入。")
        _erase(locked, actor)


def _erase(batch: DirectoryImport, actor: Any) -> None:
    batch.rows.all().delete()
    batch.dropped_at = clock.now()
    batch.save(update_fields=["dropped_at"])
    record("directory.drop_import", actor=actor, subject=batch, data={"rows": batch.total})


def drop_forgotten(day: date) -> int:
    """Previews that nobody confirmed within the days of the policy hold names for nothing: erased. How many."""
    limit = clock.start_of(day - timedelta(days=int(policy("directory.import_days", on=day))))
    old = DirectoryImport.objects.filter(taken_at=None, dropped_at=None, uploaded_at__lt=limit)
    keys = list(old.values_list("pk", flat=True))
    for pk in keys:
        drop(DirectoryImport(pk=pk), actor=None)
    return len(keys)
