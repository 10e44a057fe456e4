"""Keeping the directory of objects: one event of the register at a time, and the whole against the register every night.

An event holds the register's row and waits for the entry's; a comparison locks one entry, then reads the register afresh:
neither writes over what the other has just done.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count

from certification.models import Authorization, CertificationBody, MarkUsage
from supervision.directories.messages import tell_of_differences
from supervision.directories.models import DirectoryComparison, InspectionObject, ObjectChange
from supervision.directories.objects.register import Facts, RegisterSource, register_sources
from supervision.directories.states import ObjectKind, Passage
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock

CHUNK = 1000
REPAIRED = "与登记核对后更正"
_LABELS = {
    "name": "名称",
    "holder_name": "持有人",
    "uscc": "统一社会信用代码",
    "region_id": "市（州）",
    "route": "方式",
    "sector": "领域",
    "tags": "标签",
    "authorization_id": "授权",
}
Row = TypeVar("Row")


def follow_authorization(row: Authorization, day: date, cause: str) -> None:
    """An authorization was activated, suspended, ended: the directory says the same, in the event's own transaction."""
    _follow(ObjectKind.AUTHORIZATION, row.pk, day, cause)


def follow_body(body: CertificationBody, day: date, cause: str) -> None:
    """A body joined the alliance, left it, or has other scopes."""
    _follow(ObjectKind.CERTIFICATION_BODY, body.pk, day, cause)


def follow_usage(usage: MarkUsage, day: date, cause: str) -> None:
    """A usage of the mark was accepted, stopped or revoked."""
    _follow(ObjectKind.MARK_USAGE, usage.pk, day, cause)


def _follow(kind: str, pk: int, day: date, cause: str) -> None:
    source = next(one for one in register_sources() if one.kind == kind)
    facts = source.fresh(pk, day)
    if facts is None:
        return
    if facts.left_on is None and not _entries(source, [pk]).exists():
        _list([facts], cause)
    else:
        _settle(source, facts, day, cause)


def _entries(source: RegisterSource, keys: Iterable[int]) -> Any:
    return InspectionObject.objects.filter(kind=source.kind, **{f"{source.owner}__in": list(keys)})


@transaction.atomic
def _settle(
    source: RegisterSource, facts: Facts, day: date, cause: str, run: DirectoryComparison | None = None
) -> None:
    """Bring one entry in line with the register as it is now, and write what changed."""
    row = _entries(source, [facts.pk]).select_for_update(of=("self",), no_key=True).first()
    now = source.fresh(facts.pk, day)
    if row is None or now is None or not (passage := _passage(row, now)):
        return
    what = {
        _LABELS[name]: [_plain(getattr(row, name)), _plain(value)]
        for name, value in now.values.items()
        if getattr(row, name) != value
    }
    for name, value in now.values.items():
        setattr(row, name, value)
    if passage == Passage.RETURNED:
        row.left_on, row.listed_on = None, max(now.listed_on, row.left_on)
    elif passage == Passage.LEFT and now.left_on is not None:
        row.left_on = max(now.left_on, row.listed_on)
    row.save()
    on = row.left_on if passage == Passage.LEFT else clock.today()
    ObjectChange.objects.create(
        object=row, at=clock.now(), passage=passage, on=on, what=what, cause=cause, comparison=run
    )


def _passage(row: InspectionObject, facts: Facts) -> str:
    """What has to happen to the entry; "" when it says what the register says."""
    if facts.left_on is None and row.left_on is not None:
        return Passage.RETURNED
    if facts.left_on is not None and row.left_on is None:
        return Passage.LEFT
    return Passage.CHANGED if any(getattr(row, name) != value for name, value in facts.values.items()) else ""


@transaction.atomic
def _list(new: list[Facts], cause: str, run: DirectoryComparison | None = None) -> None:
    """Enter what is not there yet; an event that is faster wins."""
    owner, kind = new[0].owner, new[0].kind
    taken = set(
        InspectionObject.objects.filter(kind=kind, code__in=[one.code for one in new]).values_list("code", flat=True)
    )
    rows = []
    for one in new:
        # Two bodies may have written the same number of approval: the second has its key behind it.
        code = f"{one.code[:50]}-{one.pk}" if one.code in taken else one.code
        taken.add(code)
        rows.append(InspectionObject(kind=kind, code=code, listed_on=one.listed_on, **{owner: one.pk}, **one.values))
    InspectionObject.objects.bulk_create(rows, ignore_conflicts=True)
    made = InspectionObject.objects.filter(kind=kind, **{f"{owner}__in": [one.pk for one in new]})
    at = clock.now()
    ObjectChange.objects.bulk_create(
        ObjectChange(object=row, at=at, passage=Passage.LISTED, on=row.listed_on, cause=cause, comparison=run)
        for row in made.filter(changes=None).order_by("pk")
    )


def _plain(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "")


def compare(day: date) -> DirectoryComparison:
    """Compare every entry with the register and put right what differs, each by itself; audited when anything did.

    On an installation without a directory the first run fills it. It may run at any time, twice, and die in between.
    """
    run = DirectoryComparison.objects.create(at=clock.now())
    first, compared = not InspectionObject.objects.exists(), 0
    for source in register_sources():
        for chunk in chunks(source.all(day), CHUNK):
            compared += len(chunk)
            _compare(source, chunk, day, run)
    return _conclude(run, compared, first)


def compare_once_a_day(day: date) -> DirectoryComparison | None:
    """The nightly comparison, made good at any hour of a day on which nothing ran at night; None when it is done already."""
    if DirectoryComparison.objects.filter(finished_at__gte=clock.start_of(day)).exists():
        return None
    return compare(day)


def chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`."""
    while chunk := list(islice(rows, size)):
        yield chunk


def _compare(source: RegisterSource, chunk: list[Facts], day: date, run: DirectoryComparison) -> None:
    known = {getattr(row, source.owner): row for row in _entries(source, [one.pk for one in chunk])}
    missing = [one for one in chunk if one.left_on is None and one.pk not in known]
    if missing:
        _list(missing, REPAIRED, run)
    for one in chunk:
        if one.pk in known and _passage(known[one.pk], one):
            _settle(source, one, day, REPAIRED, run)


@transaction.atomic
def _conclude(run: DirectoryComparison, compared: int, first: bool) -> DirectoryComparison:
    counted = dict(run.changes.order_by().values_list("passage").annotate(n=Count("pk")))
    run.finished_at, run.compared = clock.now(), compared
    run.listed = counted.get(Passage.LISTED, 0) + counted.get(Passage.RETURNED, 0)
    run.left, run.changed = counted.get(Passage.LEFT, 0), counted.get(Passage.CHANGED, 0)
    run.save(update_fields=["finished_at", "compared", "listed", "left", "changed"])
    if run.differences:
        data = {"compared": compared, "listed": run.listed, "left": run.left, "changed": run.changed}
        record("directory.repaired", actor=None, subject=run, data=data)
        if not first:
            tell_of_differences(run)
    return run
