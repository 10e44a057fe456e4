"""Sample handlers, loaded by the tests and by the worker processes they start (worker_app.py).

Their effects are rows of Counter, the only table here that everybody may write.
"""

import time

from django.db import transaction

from tianfu.workflow import jobs
from tianfu.workflow.models import Counter, Job
from tianfu.workflow.numbers import next_serial


def effects(scope: str) -> int:
    """How often an effect took place."""
    row = Counter.objects.filter(scope=scope, year=2026).first()
    return row.value if row else 0


@jobs.handler("test.count", label="计数")
def count(job: Job) -> None:
    with transaction.atomic():
        next_serial(job.payload["scope"], 2026)


@jobs.handler("test.slow")
def slow(job: Job) -> None:
    time.sleep(job.payload["seconds"])
    with transaction.atomic():
        next_serial(job.payload["scope"], 2026)


@jobs.handler("test.fail", attempts=3)
def fail(job: Job) -> None:
    raise ZeroDivisionError("总是失败")


@jobs.handler("test.fail_once", attempts=3)
def fail_once(job: Job) -> None:
    if job.attempts == 1:
        raise ZeroDivisionError("第一次失败")
    count(job)


@jobs.handler("test.hopeless")
def hopeless(job: Job) -> None:
    raise jobs.PermanentFailure("产品名称中有无法印制的字“𠮷”，请修改后重试。")


@jobs.handler("test.two_steps", attempts=5)
def two_steps(job: Job) -> None:
    """Like issuing: an effect under a business key, a crash point, another effect."""
    scope = job.payload["scope"]
    with transaction.atomic():
        Counter.objects.select_for_update().get_or_create(scope=f"{scope}.first", year=2026, defaults={"value": 1})
    jobs.crash_point("test.between")
    with transaction.atomic():
        Counter.objects.select_for_update().get_or_create(scope=f"{scope}.second", year=2026, defaults={"value": 1})
