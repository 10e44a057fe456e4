"""`/health/live`: the process answers. `/health/ready`: everything it needs answers too, part by part."""

import contextlib
from functools import cache
from typing import Any

import redis
from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tianfu.accounts.access import PUBLIC, requires

# Redis forgets a heartbeat after this many seconds: being there means "seen lately", and no clock is read.
REMEMBERED = 60
BEAT, WORKER = "heartbeat:beat", "heartbeat:worker"


@cache
def _redis() -> redis.Redis:
    """One connection pool per process; impatient, because a probe waits."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


@beat_init.connect
@before_task_publish.connect(sender="tianfu.heartbeat")
def beat_was_here(**_: Any) -> None:
    """Runs in the beat process, which is the only one that sends this task."""
    _remember(BEAT)


@worker_ready.connect
def worker_is_up(**_: Any) -> None:
    """A new worker need not wait for the first heartbeat to count."""
    _remember(WORKER)


def _remember(name: str) -> None:
    """A missed heartbeat is a symptom to report, never a reason to fall."""
    with contextlib.suppress(redis.RedisError):
        _redis().set(name, 1, ex=REMEMBERED)


@shared_task(name="tianfu.heartbeat", ignore_result=True)
def heartbeat() -> None:
    """Sent by beat every ten seconds; running it is the proof that a worker works."""
    _remember(WORKER)


@cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Read once per process: the files do not change under a running server."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def database_problem() -> str:
    """Empty when the database answers and every migration on disk is applied."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError as error:
        return f"数据库无应答：{type(error).__name__}"
    missing = sorted(_migrations_on_disk() - applied.keys())
    return f"有 {len(missing)} 个迁移未执行，首个为 {missing[0][0]}.{missing[0][1]}" if missing else ""


def queue_problems() -> dict[str, str]:
    """Redis, beat and worker: empty texts when all have been seen within the last minute."""
    try:
        beat, worker = _redis().mget(BEAT, WORKER)
    except redis.RedisError as error:
        unknown = "未知：Redis 无应答"
        return {"redis": f"无应答：{type(error).__name__}", "beat": unknown, "worker": unknown}
    problems = {"redis": "", "beat": "", "worker": ""}
    if beat is None:
        problems["beat"] = f"{REMEMBERED} 秒内没有心跳"
    if worker is None:
        problems["worker"] = f"{REMEMBERED} 秒内没有执行过任务" + ("，因 beat 未派发" if beat is None else "")
    return problems


@requires(PUBLIC)
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@requires(PUBLIC)
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when all parts are well, else 503; each part says `ok` or what is wrong with it."""
    problems = {"database": database_problem(), **queue_problems()}
    well = not any(problems.values())
    parts = {name: problem or "ok" for name, problem in problems.items()}
    return JsonResponse({"status": "ok" if well else "unready", "parts": parts}, status=200 if well else 503)
