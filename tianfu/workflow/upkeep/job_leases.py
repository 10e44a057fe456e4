"""Who holds a job: claims, leases and their end. All times here are the database's clock."""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from tianfu.text.clean import visible
from tianfu.workflow import clock
from tianfu.workflow.models import Job

log = logging.getLogger(__name__)

# Seconds to wait after the first, second… failed attempt.
BACKOFF = (5, 15, 60, 300, 900)
# A job told to the queue this long ago and still waiting is told again.
FORGOTTEN_AFTER = timedelta(seconds=30)
_AT_ONCE = 500
# Seconds between the longest run and the last renewal: by then Celery has ended the process (settings).
AFTER_THE_END = 60

_NO_LEASE = {"lease": None, "leased_until": None}


def claim(job_id: int) -> Job | None:
    """Take the job if it is queued and due and nobody else is taking it; None otherwise."""
    with transaction.atomic():
        waiting = Job.objects.select_for_update(skip_locked=True)
        job = waiting.filter(pk=job_id, state=Job.State.QUEUED, run_after__lte=Now()).first()
        if job is None:
            return None
        lease = uuid.uuid4()
        Job.objects.filter(pk=job_id).update(
            state=Job.State.RUNNING,
            attempts=job.attempts + 1,
            started_at=clock.now(),
            finished_at=None,
            lease=lease,
            leased_until=Now() + _lease(),
        )
    job.refresh_from_db()
    return job


@contextmanager
def keep_alive(job: Job) -> Iterator[None]:
    """Renew the lease from a thread until the block ends; a killed process stops renewing.

    A job that hangs is not kept for ever: a minute after JOB_LONGEST_SECONDS the lease is left to run out.
    """
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, over), name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def finish(job: Job) -> bool:
    return _leave(job, state=Job.State.DONE, finished_at=clock.now(), last_error="")


def park(job: Job, message: str) -> bool:
    """Put the job aside for a person. False when it is not ours any more."""
    return _leave(job, state=Job.State.PARKED, finished_at=clock.now(), last_error=message)


def put_back(job: Job, message: str, *, at_once: bool = False, pauses: tuple[int, ...] = BACKOFF) -> bool:
    """Queue the job again after a pause that grows with the attempts."""
    pause = 0 if at_once else pauses[min(job.attempts, len(pauses)) - 1]
    return _leave(
        job,
        state=Job.State.QUEUED,
        last_error=message,
        run_after=Now() + timedelta(seconds=pause),
        nudged_at=None,
    )


def requeue(job: Job) -> None:
    """A parked job starts afresh. The caller holds its row lock."""
    Job.objects.filter(pk=job.pk, state=Job.State.PARKED).update(
        state=Job.State.QUEUED, attempts=0, run_after=Now(), nudged_at=Now(), finished_at=None
    )


def postpone(kind: str, seconds: int) -> int:
    """Let the jobs of this kind that are due wait so long, without an attempt: what they all need is away.

    Returns how many. Safe against others who claim them: a claimed job is not queued any more.
    """
    later = Now() + timedelta(seconds=seconds)
    return Job.objects.filter(kind=kind, state=Job.State.QUEUED, run_after__lt=later).update(
        run_after=later, nudged_at=None
    )


def take_back() -> list[Job]:
    """Jobs whose lease ran out, now leased by the caller, who must decide about each."""
    with transaction.atomic():
        dead = Job.objects.select_for_update(skip_locked=True)
        jobs = list(dead.filter(state=Job.State.RUNNING, leased_until__lt=Now())[:_AT_ONCE])
        for job in jobs:
            # A new lease: should the old holder wake up, what it brings is refused.
            job.lease = uuid.uuid4()
            Job.objects.filter(pk=job.pk).update(lease=job.lease, leased_until=Now() + _lease())
    return jobs


def forgotten() -> list[int]:
    """Jobs that are due and of which the queue has not heard lately; they count as told now."""
    with transaction.atomic():
        silent = Q(nudged_at__isnull=True) | Q(nudged_at__lt=Now() - FORGOTTEN_AFTER)
        waiting = Job.objects.select_for_update(skip_locked=True).filter(silent)
        due = waiting.filter(state=Job.State.QUEUED, run_after__lte=Now()).order_by("run_after")
        ids = list(due.values_list("pk", flat=True)[:_AT_ONCE])
        Job.objects.filter(pk__in=ids).update(nudged_at=Now())
    return ids


def next_due() -> int | None:
    """The job that has waited longest."""
    due = Job.objects.filter(state=Job.State.QUEUED, run_after__lte=Now())
    return due.order_by("run_after", "pk").values_list("pk", flat=True).first()


def _leave(job: Job, **change: object) -> bool:
    """Give the job up, if this holder's lease still stands."""
    if "last_error" in change:
        # What an exception says may hold characters that no column takes.
        change["last_error"] = visible(str(change["last_error"]).encode("utf-8", "replace").decode())
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease)
    if not held.update(**_NO_LEASE, **change):
        log.warning("job %s %s: lease lost, its result is left to the new holder", job.kind, job.key)
        return False
    return True


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _renew(job: Job, over: threading.Event) -> None:
    """Runs in its own thread and so on its own connection, opened only for jobs that take long."""
    try:
        pause = settings.JOB_LEASE_SECONDS / 3
        for _ in range(int((settings.JOB_LONGEST_SECONDS + AFTER_THE_END) / pause)):
            if over.wait(pause):
                return
            try:
                held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease)
                held.update(leased_until=Now() + _lease())
            except Error as error:  # the database is away for a moment; the next turn may succeed
                log.warning("lease of job %s not renewed: %s", job.pk, error)
                connection.close()
        log.error("job %s %s runs longer than it may, its lease is renewed no more", job.kind, job.key)
    finally:
        connection.close()
