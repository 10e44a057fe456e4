"""How often one client or person may do what costs others something: one counter for all processes and all ways to it.

The counters are in Redis, by network (`client_network`) or person, in fixed windows; `settings.LIMITS` says how many
in how many seconds. Without Redis nobody is refused: whoever stands in a shop with a number must get his answer. Guesses
at passwords and codes are counted elsewhere (attempts.py, guesses.py), where a guard is never off.
"""

import logging
import time

import redis
from django.conf import settings

from tianfu.accounts.protection import attempts

logger = logging.getLogger(__name__)
_PREFIX = "limit:"
# After a failure Redis is not asked for so long: a hundred visitors must not each wait for it.
_PAUSE_SECONDS = 5.0
_away_until = 0.0


def wait(name: str, whom: str) -> int:
    """Count one act of this kind by `whom`; how many seconds to wait before the next, 0 = it may be done.

    `name` is a key of `settings.LIMITS`; what is not there has no limit.
    """
    most, seconds = settings.LIMITS.get(name, (0, 0))
    if not most:
        return 0
    number, left = _count(f"{_PREFIX}{name}:{whom}", seconds)
    return max(1, left) if number > most else 0


def _count(key: str, seconds: int) -> tuple[int, int]:
    """(acts in this window with this one, seconds until it ends); (0, 0) while Redis is away."""
    global _away_until
    if time.monotonic() < _away_until:
        return 0, 0
    try:
        with attempts.server().pipeline(transaction=True) as together:
            together.set(key, 0, ex=seconds, nx=True)
            together.incr(key)
            together.ttl(key)
            _, number, left = together.execute()
            return int(number), int(left)
    except redis.RedisError as error:
        _away_until = time.monotonic() + _PAUSE_SECONDS
        logger.error("look-ups are not counted while Redis is away: %s", type(error).__name__)
        return 0, 0
