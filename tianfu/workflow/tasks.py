"""Celery's side of the job engine: take an id, call one function."""

from celery import shared_task

from tianfu.workflow import jobs
from tianfu.workflow.upkeep import retention


@shared_task(name="workflow.run_job")
def run_job(job_id: int) -> None:
    jobs.run_job(job_id)


@shared_task(name="workflow.sweep_jobs", expires=60)
def sweep_jobs() -> None:
    jobs.sweep()


@shared_task(name="workflow.purge", expires=3000)
def purge() -> None:
    retention.purge()


def nudge(job_id: int) -> None:
    """Tell the queue about a job, without waiting for a broker that is down."""
    run_job.apply_async([job_id], retry=False)
