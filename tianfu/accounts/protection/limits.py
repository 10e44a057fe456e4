"""How often one client or person may do what costs others something: one counter for all processes and all ways to it.

The counters are in Redis, by network (`client_network`) or person, in fixed windows; `settings.LIMITS` says how many
in how many seconds. Looks at public pages are told to Redis by the handful (`Handful`): with two processes somebody may
look a sixteenth oftener than the limit says, and nearly every look is spared the way there. Without Redis nobody is refused: whoever stands in a shop with a number must get his answer. Guesses
at passwords and codes are counted elsewhere (attempts.py, guesses.py), where a guard is never off.
"""

import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import redis
from django.conf import settings

from tianfu.accounts.protection import attempts

logger = logging.getLogger(__name__)
_PREFIX = "limit:"
# After a failure Redis is not asked for so long: a hundred visitors must not each wait for it.
_PAUSE_SECONDS = 5.0
_away_until = 0.0
# A handful: this part of what is left of a limit, at most so many looks, told after so many seconds at the latest.
_PART, _MOST, _SECONDS = 32, 10, 2.0
_HANDS = 10_000  # clients whose looks one process remembers


@dataclass(slots=True)
class Handful:
    """Looks of one client that Redis was not told of yet, `room` for so many more; since when (monotonic)."""

    untold: int
    room: int
    since: float


_hands: OrderedDict[str, Handful] = OrderedDict()
_lock = Lock()


def wait(name: str, whom: str, *, by_handful: bool = False) -> int:
    """Count one act of this kind by `whom`; how many seconds to wait before the next, 0 = it may be done.

    `name` is a key of `settings.LIMITS`; what is not there has no limit. `by_handful`: Redis may be told later of some.
    """
    most, seconds = settings.LIMITS.get(name, (0, 0))
    if not most:
        return 0
    key = f"{_PREFIX}{name}:{whom}"
    if not by_handful:
        return _wait(key, most, seconds)
    untold = _untold(key, most, seconds)
    return _wait(key, most, seconds, untold) if untold else 0


def _untold(key: str, most: int, seconds: int) -> int:
    """Of how many looks, this one included, Redis is to be told now; 0 while the hand is not full."""
    now = time.monotonic()
    with _lock:
        hand = _hands.get(key)
        if hand is None or now - hand.since >= seconds:  # what was looked at in a window that is over counts no more
            hand = _hands[key] = Handful(0, _room(most), now)
            if len(_hands) > _HANDS:
                _hands.popitem(last=False)
        hand.untold += 1
        if hand.untold <= hand.room and now - hand.since < _SECONDS:
            return 0
        told, hand.untold, hand.since = hand.untold, 0, now
        return told


def _room(left: int) -> int:
    return max(0, min(_MOST, left // _PART))


def _wait(key: str, most: int, seconds: int, acts: int = 1) -> int:
    """Count so many more in this window; seconds until it ends where there are more than `most`. 0 while Redis is away.

    One command for who may.
    """
    global _away_until
    if time.monotonic() < _away_until:
        return 0
    try:
        server = attempts.server()
        number = int(server.incr(key, acts))
        if number == acts:
            server.expire(key, seconds)
        if (hand := _hands.get(key)) is not None:
            hand.room = _room(most - number)  # the nearer to the limit, the oftener
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
