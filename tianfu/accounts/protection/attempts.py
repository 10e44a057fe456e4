"""Counters of tries that protect somebody: shared by all processes, kept over restarts, outside every transaction.

They live in Redis: one there for each person, none thrown out for another, and a refusal that rolls its transaction
back is counted all the same. While Redis is away each process counts for itself: a guard is never off.
"""

import logging
import time
from threading import Lock

import redis
from django.conf import settings

from tianfu.text.made_once import MadeOnce

logger = logging.getLogger(__name__)
_PREFIX = "attempts:"
_own: dict[str, tuple[int, float]] = {}
_lock = Lock()


@MadeOnce
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


def give_back(key: str) -> None:
    """The try was none; a counter that has ended stays ended."""
    with _lock:
        if key in _own:
            _own[key] = (_own[key][0] - 1, _own[key][1])
    try:
        if server().exists(_PREFIX + key):
            server().decr(_PREFIX + key)
    except redis.RedisError as error:
        logger.warning("a try could not be given back: %s", type(error).__name__)


def seconds_left(key: str, longest: int) -> int:
    """Until the counter begins anew; `longest` when nobody knows."""
    try:
        left = int(server().ttl(_PREFIX + key))
    except redis.RedisError:
        return longest
    return left if left > 0 else longest


def mark(key: str, seconds: int) -> None:
    """Remember that something happened; forgotten while Redis is away."""
    try:
        server().set(_PREFIX + key, 1, ex=seconds)
    except redis.RedisError as error:
        logger.warning("a mark could not be set: %s", type(error).__name__)


def is_marked(key: str) -> bool:
    try:
        return bool(server().exists(_PREFIX + key))
    except redis.RedisError:
        return False


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
