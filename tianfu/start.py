"""Whether this installation may serve: the checks of manage.py, asked by web, worker and beat before they start.

A start is refused with the reason in words; `/health/ready` asks the decisive ones again while running, because a
trigger can be lifted and a clock moved under a running server.
"""

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from celery.signals import beat_init, worker_init
from django.core import checks
from django.core.checks import Tags
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError

DECISIVE = (Tags.security,)


class Unchecked(Exception):
    """The database does not answer: nothing can be said about it yet."""


def problems(tags: Sequence[str] | None = None) -> list[str]:
    """In words, without a secret, each reason why it must not serve; of all checks, or of those with `tags` and those of the database.

    Raises Unchecked when the settings are sound and the database does not answer.
    """
    if reasons := _reasons(checks.run_checks(tags=tags, include_deployment_checks=True)):
        return reasons
    try:
        return _reasons(checks.run_checks(tags=[Tags.database], databases=["default"]))
    except (DatabaseError, InterfaceError) as error:
        raise Unchecked(type(error).__name__) from error


def _reasons(found: list[checks.CheckMessage]) -> list[str]:
    return [str(message.msg) for message in found if message.is_serious() and not message.is_silenced()]


def guard_web() -> None:
    """Raises ImproperlyConfigured, which ends the server with the reason.

    While the database is away the web starts all the same: it answers 503 until it is back, and `/health/ready` asks
    again then. A server that does not listen would only look broken.
    """
    try:
        reasons = problems()
    except Unchecked:
        return
    if reasons:
        raise ImproperlyConfigured(_sentence(reasons))


@worker_init.connect
@beat_init.connect
def guard_background(**_: Any) -> None:
    """Celery swallows what a receiver raises, except the end of the process."""
    try:
        reasons = problems()
    except Unchecked as unchecked:
        _end(f"拒绝启动：数据库无应答（{unchecked}），启动前的检查无法进行。")
    if reasons:
        _end(_sentence(reasons))


def _sentence(reasons: list[str]) -> str:
    return f"拒绝启动：{'；'.join(reason.rstrip('。') for reason in reasons)}。"


def _end(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)
