"""Counters of tries that protect somebody: shared by all processes, kept over restarts, outside every transaction.

They live in Redis: one there for each person, none thrown out for another, and a refusal that rolls its transaction
back is counted all the same. While Redis is away each process counts for itself: a guard is never off.
"""

import logging
import time
from functools import cache
from threading import Lock

import redis
from django.conf import settings

logger = logging.getLogger(__name__)
_PREFIX = "attempts:"
_own: dict[str, tuple[int, float]] = {}
_lock = Lock()


@cache
def server() -> redis.Redis:
    """One pool per process; impatient, because a person waits."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def count(key: str, seconds: int) -> int:
    """Add one try; how many there were since the first of the last `seconds`, this one included."""
    try:
        with server().pipeline(transaction=True) as together:
            together.set(_PREFIX + key, 0, ex=seconds, nx=True)
            together.incr(_PREFIX + key)
            return int(together.execute()[1])
    except redis.RedisError as error:
        logger.error("tries are counted per process while Redis is away: %s", type(error).__name__)
        return _count_here(key, seconds)


def forget(key: str) -> None:
    """After a success."""
    with _lock:
        _own.pop(key, None)
    try:
        server().delete(_PREFIX + key)
    except redis.RedisError as error:
        logger.warning("a counter of tries could not be cleared: %s", type(error).__name__)


def _count_here(key: str, seconds: int) -> int:
    now = time.monotonic()
    with _lock:
        for name in [name for name, (_, ends) in _own.items() if ends <= now]:
            del _own[name]
        number, ends = _own.get(key, (0, now + seconds))
        _own[key] = (number + 1, ends)
        return number + 1
