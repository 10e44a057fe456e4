"""What a process of the product believes for some seconds: a test begins without it, and its own length decides nothing.

Whatever of the product looks at the machine's seconds stands here; tests/architecture/test_time.py asks for it.
"""

import itertools
from collections.abc import Callable

from applications.programmes import industry_choices
from tianfu.accounts.protection import attempts, limits
from tianfu.accounts.regions import choices
from tianfu.site.menus import alert_count

TESTS = itertools.count()


def _no_alerts() -> None:
    alert_count.forget()
    alert_count.SECONDS = 24 * 3600  # longer than any test


def _queue_is_there() -> None:
    limits._away_until = 0.0


def _no_tries() -> None:
    """A person whose rows are set again has the number of the one in an earlier test, whose tries Redis still counts."""
    attempts._own.clear()
    attempts._PREFIX = f"attempts:{next(TESTS)}:"


BELIEVED: dict[str, Callable[[], None]] = {
    "tianfu/site/menus/alert_count.py": _no_alerts,
    "tianfu/accounts/protection/limits.py": _queue_is_there,
    "tianfu/accounts/protection/attempts.py": _no_tries,
    "tianfu/accounts/regions/choices.py": choices.forget,
    "applications/programmes/industry_choices.py": industry_choices.forget,
}


def forget() -> None:
    for of_one in BELIEVED.values():
        of_one()
