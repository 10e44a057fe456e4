"""抽取: the job that computes what everybody can compute, and writes it down once.

It may die at any line and be run again, twice at the same time too: the state of the plan, asked under its lock, decides
who writes. Files without a row are all that a death leaves behind.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionObject, Inspector
from supervision.draws.algorithm.selection import Drawn, Refusal, draw
from supervision.draws.checks import checks_of
from supervision.draws.commitment.acts import FILE_PURPOSE
from supervision.draws.models import DrawPlan, DrawResult, Pick, PickMember, ValueCorrection, ValueEntry
from supervision.draws.results.picks import close_if_done
from supervision.draws.signals import picks_assigned, result_superseded
from supervision.draws.states import DrawState
from supervision.draws.values.corrections import spelled
from supervision.draws.values.entries import COMPUTE_JOB
from tianfu.accounts.protection.encryption import decrypt
from tianfu.files.storage import store
from tianfu.ledger.canonical import canonical
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, advance, lock
from tianfu.workflow.jobs import PermanentFailure, crash_point, enqueue, handler
from tianfu.workflow.models import Job

ASSIGN_JOB = "draw.assign"
CHUNK = 500


_STEPS = {"tickets": (40, 60, "计算号签"), "teams": (60, 90, "组成检查组")}


def values_json(values: dict[str, str], secret: str | None) -> bytes:
    """values.json: what was announced and, for a sealed draw, the secret."""
    return canonical({"values": values} | ({"secret": secret} if secret else {}))


@handler(COMPUTE_JOB, label="计算抽取结果")
def compute_draw(job: Job) -> None:
    """Of the values two typed alike (`entry`) or two corrected (`correction`)."""
    plan = DrawPlan.objects.select_related("plan_file", "objects_file", "inspectors_file").get(pk=job.payload["plan"])
    source = _source(job)
    if not _wanted(plan, source):
        return
    say(plan, 5, "核对名录和号码")
    secret = decrypt(plan.secret) if plan.sealed else None
    files = (plan.plan_file.read(), plan.objects_file.read(), plan.inspectors_file.read())
    try:
        drawn = draw(*files, source.announced, secret, lambda step, done, total: _report(plan, step, done, total))
    except Refusal as refusal:
        raise PermanentFailure(
            f"抽取程序拒绝计算（{refusal.code}）：{refusal.sentence}请核对后作废，以新方案重新抽取。"
        ) from refusal
    crash_point("draw.computed")
    say(plan, 90, "写入结果")
    _write(plan, source, drawn, values_json(source.announced, secret))


def _source(job: Job) -> ValueEntry | ValueCorrection:
    if "correction" in job.payload:
        return ValueCorrection.objects.get(pk=job.payload["correction"])
    return ValueEntry.objects.get(pk=job.payload["entry"])


def _wanted(plan: DrawPlan, source: ValueEntry | ValueCorrection) -> bool:
    """Whether its result is still to be written: not yet, and not of a draw that was voided meanwhile."""
    if isinstance(source, ValueEntry):
        return plan.state == DrawState.COMMITTED
    return plan.state in (DrawState.DRAWN, DrawState.REVEALED) and not hasattr(source, "result")


def _report(plan: DrawPlan, step: str, done: int, total: int) -> None:
    """Progress in steps of the algorithm: reading 5–40, tickets 40–60, teams 60–90."""
    first, last, words = _STEPS.get(step, (5, 40, "核对名录和号码"))
    percent = first + (last - first) * done // max(total, 1)
    if percent >= plan.progress + 5:
        plan.progress = percent
        say(plan, percent, words)


def _write(plan: DrawPlan, source: ValueEntry | ValueCorrection, drawn: Drawn, values: bytes) -> None:
    result, content = drawn.result, drawn.canonical
    values_file = store(f"{plan.number}-values.json", "application/json", values, FILE_PURPOSE)
    file = store(f"{plan.number}-result.json", "application/json", content, FILE_PURPOSE)
    crash_point("draw.stored")
    with transaction.atomic():
        # Checks before the plan: a review locks them in this order too.
        checks = checks_of(plan, locked=True)
        locked, source = lock(plan), type(source).objects.get(pk=source.pk)
        if not _wanted(locked, source):
            return
        before = locked.results.filter(superseded_at=None).first()
        now = clock.now()
        locked.results.filter(superseded_at=None).update(superseded_at=now)
        row = DrawResult.objects.create(
            plan=locked,
            entry=source if isinstance(source, ValueEntry) else None,
            correction=source if isinstance(source, ValueCorrection) else None,
            values_file=values_file,
            file=file,
            seed=result["seed"],
            sha256=drawn.sha256,
            computed_at=now,
        )
        _write_picks(locked, row, result["picks"], checks.begun)
        if before is None:
            advance(locked, "draw", actor=SYSTEM, seen=locked.revision, entry=source)
        publish("draw.result", _log_entry(locked, row, before))
        if before is not None:
            result_superseded.send(sender=DrawPlan, plan=locked, result=before)
            close_if_done(locked)
        enqueue(ASSIGN_JOB, f"{ASSIGN_JOB}:{row.pk}", {"result": row.pk})
        crash_point("draw.written")
    say(plan, 100, "已抽取")


def _log_entry(plan: DrawPlan, row: DrawResult, before: DrawResult | None) -> dict[str, Any]:
    """The values are public from the announcement on; a sealed draw's result is known by its hash alone."""
    entry = {"number": plan.number, "values": spelled(row.source.announced), "result_sha256": row.sha256}
    return entry if before is None else entry | {"superseded_sha256": before.sha256}


def _write_picks(plan: DrawPlan, row: DrawResult, picks: list[dict[str, Any]], begun: Mapping[int, int]) -> None:
    """`begun`: object → pick of a superseded result whose check goes on; how it ended is taken over."""
    earlier = Pick.objects.in_bulk(set(begun.values()))
    objects = dict(InspectionObject.objects.filter(kind=plan.object_kind).values_list("code", "pk"))
    people = dict(Inspector.objects.values_list("number", "pk"))
    made = Pick.objects.bulk_create(
        [
            Pick(
                plan=plan,
                result=row,
                object_id=objects[pick["object"]],
                stratum=pick["stratum"],
                ticket=pick["ticket"],
                position=position,
                failure=pick["failure"],
                **_carried(earlier.get(begun.get(objects[pick["object"]], 0))),
            )
            for position, pick in enumerate(picks, start=1)
        ],
        batch_size=CHUNK,
    )
    PickMember.objects.bulk_create(
        [
            # The first of a team is always one who may lead (trust.md A.5).
            PickMember(pick=pick, inspector_id=people[number], lead=place == 0, position=place + 1)
            for pick, drawn in zip(made, picks, strict=True)
            for place, number in enumerate(drawn["team"])
        ],
        batch_size=CHUNK,
    )


def _carried(pick: Pick | None) -> dict[str, Any]:
    if pick is None:
        return {}
    said = {name: getattr(pick, name) for name in ("outcome", "outcome_note", "finished_at")}
    return said | {"carried_from": pick}


@handler(ASSIGN_JOB, label="分派抽查任务")
def assign(job: Job) -> None:
    """Tell the floors above of the picks, some at a time; receivers skip what they have made already."""
    row = DrawResult.objects.select_related("plan").get(pk=job.payload["result"])
    picks = row.picks.select_related("object").prefetch_related("members__inspector").order_by("position")
    for chunk in _chunks(picks.iterator(chunk_size=CHUNK)):
        with transaction.atomic():
            plan = lock(row.plan)
            # Another result counts by now, or none: its checks are not made any more.
            if plan.state == DrawState.VOID or plan.results.get(pk=row.pk).superseded_at is not None:
                return
            picks_assigned.send(sender=DrawPlan, plan=plan, picks=chunk)
        crash_point("draw.assigned")


def _chunks(rows: Iterator[Pick]) -> Iterator[list[Pick]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def say(plan: DrawPlan, percent: int, words: str) -> None:
    """Progress for the page that looks on; outside every transaction of the job."""
    DrawPlan.objects.filter(pk=plan.pk).update(progress=percent, progress_words=words)
