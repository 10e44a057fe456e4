"""抽取: the job that computes what everybody can compute, and writes it down once.

It may die at any line and be run again, twice at the same time too: the state of the plan, asked under its lock, decides
who writes. Files without a row are all that a death leaves behind.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionObject, Inspector
from supervision.draws.algorithm import Drawn, Refusal, draw
from supervision.draws.commitment import FILE_PURPOSE
from supervision.draws.entries import COMPUTE_JOB
from supervision.draws.models import DrawPlan, DrawResult, Pick, PickMember, ValueEntry
from supervision.draws.signals import picks_assigned
from supervision.draws.states import DrawState
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
    plan = DrawPlan.objects.select_related("plan_file", "objects_file", "inspectors_file").get(pk=job.payload["plan"])
    entry = ValueEntry.objects.get(pk=job.payload["entry"])
    if plan.state != DrawState.COMMITTED:
        return
    say(plan, 5, "核对名录和号码")
    secret = decrypt(plan.secret) if plan.sealed else None
    files = (plan.plan_file.read(), plan.objects_file.read(), plan.inspectors_file.read())
    try:
        drawn = draw(*files, entry.first_values, secret, lambda step, done, total: _report(plan, step, done, total))
    except Refusal as refusal:
        raise PermanentFailure(
            f"抽取程序拒绝计算（{refusal.code}）：{refusal.sentence}请核对后作废，以新方案重新抽取。"
        ) from refusal
    crash_point("draw.computed")
    say(plan, 90, "写入结果")
    _write(plan, entry, drawn, values_json(entry.first_values, secret))


def _report(plan: DrawPlan, step: str, done: int, total: int) -> None:
    """Progress in steps of the algorithm: reading 5–40, tickets 40–60, teams 60–90."""
    first, last, words = _STEPS.get(step, (5, 40, "核对名录和号码"))
    percent = first + (last - first) * done // max(total, 1)
    if percent >= plan.progress + 5:
        plan.progress = percent
        say(plan, percent, words)


def _write(plan: DrawPlan, entry: ValueEntry, drawn: Drawn, values: bytes) -> None:
    result, content = drawn.result, drawn.canonical
    values_file = store(f"{plan.number}-values.json", "application/json", values, FILE_PURPOSE)
    file = store(f"{plan.number}-result.json", "application/json", content, FILE_PURPOSE)
    crash_point("draw.stored")
    with transaction.atomic():
        locked = lock(plan)
        if locked.state != DrawState.COMMITTED:
            return
        row = DrawResult.objects.create(
            plan=locked,
            entry=entry,
            values_file=values_file,
            file=file,
            seed=result["seed"],
            sha256=drawn.sha256,
            computed_at=clock.now(),
        )
        _write_picks(locked, row, result["picks"])
        advance(locked, "draw", actor=SYSTEM, seen=locked.revision, entry=entry)
        publish("draw.result", _log_entry(locked, entry, row))
        enqueue(ASSIGN_JOB, f"{ASSIGN_JOB}:{row.pk}", {"result": row.pk})
        crash_point("draw.written")
    say(plan, 100, "已抽取")


def _log_entry(plan: DrawPlan, entry: ValueEntry, row: DrawResult) -> dict[str, Any]:
    """The values are public from the announcement on; a sealed draw's result is known by its hash alone."""
    return {
        "number": plan.number,
        "values": ";".join(f"{key}={value}" for key, value in sorted(entry.first_values.items())),
        "result_sha256": row.sha256,
    }


def _write_picks(plan: DrawPlan, row: DrawResult, picks: list[dict[str, Any]]) -> None:
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


@handler(ASSIGN_JOB, label="分派抽查任务")
def assign(job: Job) -> None:
    """Tell the floors above of the picks, some at a time; receivers skip what they have made already."""
    row = DrawResult.objects.select_related("plan").get(pk=job.payload["result"])
    picks = row.picks.select_related("object").prefetch_related("members__inspector").order_by("position")
    for chunk in _chunks(picks.iterator(chunk_size=CHUNK)):
        with transaction.atomic():
            picks_assigned.send(sender=DrawPlan, plan=row.plan, picks=chunk)
        crash_point("draw.assigned")


def _chunks(rows: Iterator[Pick]) -> Iterator[list[Pick]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def say(plan: DrawPlan, percent: int, words: str) -> None:
    """Progress for the page that looks on; outside every transaction of the job."""
    DrawPlan.objects.filter(pk=plan.pk).update(progress=percent, progress_words=words)
