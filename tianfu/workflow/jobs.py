"""The job engine: intent in the same transaction, at least one run, never two at the same time.

    enqueue → QUEUED → (claim) RUNNING → DONE
                 ↑ back-off, or the lease ran out │ → PARKED after too many attempts, or at once on PermanentFailure

The row is the truth. Celery only hears that there is one; whatever the broker forgets, `sweep` finds.
A handler runs outside any transaction and must stand being run again: it may die after its effect.
Handlers are registered at start-up (`AppConfig.ready`), in web and worker alike.
"""

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal

from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.models import Job
from tianfu.workflow.rounds import each
from tianfu.workflow.upkeep import job_leases

log = logging.getLogger(__name__)

# Sent after a job was parked, with job and message. A receiver's failure is logged, nothing more.
job_parked = Signal()

Handler = Callable[[Job], None]


class PermanentFailure(Exception):
    """Trying again cannot help. The message is a sentence for people: what is wrong and what to do."""


class TemporaryFailure(Exception):
    """This attempt failed as such attempts do; the message is a sentence for people. The next one may succeed."""


@dataclass(frozen=True)
class _Registered:
    run: Handler
    attempts: int
    label: str
    pauses: tuple[int, ...] = job_leases.BACKOFF
    page: Callable[[Job], str] | None = None


_handlers: dict[str, _Registered] = {}
# How a queued job is made known; the Celery task sets it (tasks.py), so that this module stays below it.
_nudge: list[Callable[[int], None]] = []


def handler(
    kind: str,
    *,
    attempts: int = 8,
    label: str = "",
    pauses: tuple[int, ...] = job_leases.BACKOFF,
    page: Callable[[Job], str] | None = None,
) -> Callable[[Handler], Handler]:
    """Register `fn(job)` for a kind of job; `label` is its Chinese name. It gives up after `attempts`.

    `pauses`: seconds after the first, second … failed attempt, the last one for all that follow. `page`: the address
    of the console's page about what the job is for, "" for none.
    """

    def register(fn: Handler) -> Handler:
        known = _handlers.get(kind)
        if known is not None and known.run is not fn:
            raise ValueError(f"two handlers for {kind}")
        _handlers[kind] = _Registered(fn, attempts, label or kind, pauses, page)
        return fn

    return register


def label_of(kind: str) -> str:
    """The Chinese name of a kind of job."""
    return _handlers[kind].label if kind in _handlers else kind


def page_of(job: Job) -> str:
    """Address of the page about what the job is for; "" when it has none."""
    known = _handlers.get(job.kind)
    return known.page(job) if known is not None and known.page is not None else ""


def kinds() -> list[tuple[str, str]]:
    """Every registered kind with its Chinese name."""
    return [(kind, registered.label) for kind, registered in sorted(_handlers.items())]


def enqueue(kind: str, key: str, payload: dict[str, Any] | None = None) -> Job:
    """Want a job done, as part of the caller's transaction. The same key gives the same job back.

    The queue is told after the commit; a broker that is down does not disturb it. Raises ValueError
    when the key belongs to a job of another kind.
    """
    job, created = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload or {}, "created_at": clock.now()}
    )
    if job.kind != kind:
        raise ValueError(f"job key {key!r} belongs to {job.kind}, not {kind}")
    if created:
        _tell_on_commit(job.pk)
    return job


def run_job(job_id: int) -> bool:
    """Run one job if it is due and nobody runs it; return whether it was run.

    DONE when its handler returns. An exception counts an attempt and puts it back with a growing
    pause; after the last attempt, on PermanentFailure or without a handler it is parked.
    """
    job = job_leases.claim(job_id)
    if job is None:
        return False
    registered = _handlers.get(job.kind)
    if registered is None:
        _park(job, f"没有办理“{job.kind}”的程序，请联系运维人员。")
        return True
    try:
        with job_leases.keep_alive(job):
            registered.run(job)
    except PermanentFailure as failure:
        _park(job, str(failure))
    except TemporaryFailure as failure:
        log.warning("job %s %s: %s, attempt %s", job.kind, job.key, failure, job.attempts)
        _fail(job, registered, str(failure)[:2000])
    except SoftTimeLimitExceeded:
        log.error("job %s %s ran too long, attempt %s", job.kind, job.key, job.attempts)
        _fail(job, registered, f"超过一次执行的最长时间（{settings.JOB_LONGEST_SECONDS} 秒），已中止。")
    except Exception as error:
        log.exception("job %s %s failed, attempt %s", job.kind, job.key, job.attempts)
        _fail(job, registered, f"{type(error).__name__}: {error}"[:2000])
    else:
        job_leases.finish(job)
    return True


def _fail(job: Job, registered: _Registered, message: str) -> None:
    """An attempt went wrong: another one later, or, after the last, a person."""
    if job.attempts >= registered.attempts:
        _park(job, message)
    else:
        job_leases.put_back(job, message, pauses=registered.pauses)


def sweep() -> int:
    """Find what the queue forgot: take jobs back from dead workers, tell the queue about those due.

    Returns how many were told. Safe to run at any time, by any number of processes.
    """
    each("take back job", job_leases.take_back(), _take_back)
    due = job_leases.forgotten()
    for job_id in due:
        _tell(job_id)
    return len(due)


def _take_back(job: Job) -> None:
    limit = _handlers[job.kind].attempts if job.kind in _handlers else 1
    if job.attempts >= limit:
        _park(job, "执行该任务的进程多次中断，或者超过了最长执行时间。")
    else:
        job_leases.put_back(job, "执行该任务的进程中断，或者超过了最长执行时间，已重新排队。", at_once=True)


def run_due(limit: int = 1000) -> int:
    """Run in this process every job that is due, and those they enqueue; return how many ran."""
    ran = 0
    while ran < limit:
        job_id = job_leases.next_due()
        if job_id is None or not run_job(job_id):
            break
        ran += 1
    return ran


def retry(job: Job, actor: Any) -> Job:
    """Try a parked job again from the first attempt; the act is audited. ValidationError if it is not parked."""
    with transaction.atomic():
        fresh = Job.objects.select_for_update().get(pk=job.pk)
        if fresh.state != Job.State.PARKED:
            raise ValidationError(f"任务当前为“{fresh.get_state_display()}”，只有已搁置的任务可以重试。")
        job_leases.requeue(fresh)
        data = {"kind": fresh.kind, "key": fresh.key, "error": fresh.last_error[:500]}
        record("job.retried", actor=actor, subject=fresh, data=data)
        _tell_on_commit(fresh.pk)
    fresh.refresh_from_db()
    return fresh


def crash_point(name: str) -> None:
    """Die here, as by `kill -9`, when the environment says CRASH_AT=<name>: fault tests, under DEMO only."""
    if settings.DEMO and os.environ.get("CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)


def on_nudge(tell: Callable[[int], None]) -> None:
    """Let `tell(job_id)` make jobs known to the queue."""
    _nudge[:] = [tell]


def _tell_on_commit(job_id: int) -> None:
    transaction.on_commit(lambda: _tell(job_id), robust=True)


def _tell(job_id: int) -> None:
    try:
        for tell in _nudge:
            tell(job_id)
    except Exception as error:  # any broker failure: the sweeper will find the row
        log.warning("queue not reachable, job %s waits for the sweeper: %s", job_id, error)


def _park(job: Job, message: str) -> None:
    if not job_leases.park(job, message):
        return
    log.error("job %s %s parked: %s", job.kind, job.key, message)
    for receiver, answer in job_parked.send_robust(sender=Job, job=job, message=message):
        if isinstance(answer, Exception):
            log.error("job_parked receiver %s failed: %s", receiver, answer)
