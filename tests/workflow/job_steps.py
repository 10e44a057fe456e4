"""A job that counts, and the passing of the machine's time."""

from django.db.models.functions import Now

from tianfu.workflow.jobs import enqueue
from tianfu.workflow.models import Job


def count_job(key="k1", scope="s1"):
    return enqueue("test.count", key, {"scope": scope})


def let_time_pass(job, **fields):
    """Move a job's machine times into the past."""
    Job.objects.filter(pk=job.pk).update(**{name: Now() - delta for name, delta in fields.items()})
