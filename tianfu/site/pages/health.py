"""What machines ask: `/health/live` the process, `/health/ready` the site, `/health/background` the work behind it.

A load balancer takes a site away that is not ready. A silent worker is no reason for that: pages go on, and what
people file waits in the job table; so it has an address of its own for whoever is to be woken.
"""

import contextlib
from typing import Any

import redis
from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tianfu import start
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.ledger.checks import unapplied
from tianfu.text.made_once import MadeOnce

# Redis forgets a heartbeat after this many seconds: being there means "seen lately", and no clock is read.
REMEMBERED = 60
BEAT, WORKER = "heartbeat:beat", "heartbeat:worker"


@MadeOnce
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


def database_problem() -> str:
    """Empty when the database answers and every migration on disk is applied."""
    try:
        missing = unapplied()
    except (DatabaseError, InterfaceError) as error:
        return f"数据库无应答：{type(error).__name__}"
    return f"有 {len(missing)} 个迁移未执行，首个为 {missing[0][0]}.{missing[0][1]}" if missing else ""


def site_problems() -> dict[str, str]:
    """What the pages need: the database, and the checks without which no start is allowed (tianfu/start.py)."""
    database = database_problem()
    if database:
        return {"database": database, "checks": "未知：数据库未就绪"}
    try:
        reasons = start.problems(start.DECISIVE)
    except start.Unchecked as unchecked:
        return {"database": f"数据库无应答：{unchecked}", "checks": "未知：数据库未就绪"}
    return {"database": "", "checks": "；".join(reason.rstrip("。") for reason in reasons)}


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
    """200 when the site can serve, else 503; each part says `ok` or what is wrong with it.

    The background is told beside it and does not count.
    """
    site = _told(site_problems(), "unready")
    return JsonResponse({**site, "background": _told(queue_problems(), "degraded")}, status=_status(site))


@requires(PUBLIC)
@require_safe
@never_cache
def background(request: HttpRequest) -> JsonResponse:
    """200 when queue, beat and worker are well, else 503: for whoever is to be woken, not for a load balancer."""
    told = _told(queue_problems(), "degraded")
    return JsonResponse(told, status=_status(told))


def _told(problems: dict[str, str], otherwise: str) -> dict[str, Any]:
    parts = {name: problem or "ok" for name, problem in problems.items()}
    return {"status": otherwise if any(problems.values()) else "ok", "parts": parts}


def _status(told: dict[str, Any]) -> int:
    return 200 if told["status"] == "ok" else 503
