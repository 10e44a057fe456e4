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
    return _wait(f"{_PREFIX}{name}:{whom}", most, seconds)


def _wait(key: str, most: int, seconds: int) -> int:
    """Count one more in this window; seconds until it ends where there are more than `most`. 0 while Redis is away.

    One command for who may: this is asked at every public page.
    """
    global _away_until
    if time.monotonic() < _away_until:
        return 0
    try:
        server = attempts.server()
        number = int(server.incr(key))
        if number == 1:
            server.expire(key, seconds)
        if number <= most:
            return 0
        left = int(server.ttl(key))
        if left < 0:  # whoever began the window did not live to say when it ends
            server.expire(key, seconds)
        return max(1, left)
    except redis.RedisError as error:
        _away_until = time.monotonic() + _PAUSE_SECONDS
        logger.error("look-ups are not counted while Redis is away: %s", type(error).__name__)
        return 0
