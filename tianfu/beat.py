"""The schedule of the beat, from what the apps have registered (tianfu/registry/schedule.py)."""

from typing import Any

from celery.schedules import crontab
from django.conf import settings

from tianfu.registry.schedule import CLOCK, SCHEDULE, Round


def schedule() -> dict[str, dict[str, Any]]:
    """As Celery wants it."""
    return {key: _entry(row) for key, row in SCHEDULE.items()}


def _entry(row: Round) -> dict[str, Any]:
    options = {name: value for name, value in (("queue", row.queue), ("expires", row.expires)) if value}
    return {"task": row.task, "schedule": _when(row), **({"options": options} if options else {})}


def _when(row: Round) -> Any:
    if row.at:
        hour, minute = row.at.split(":")
        return crontab(hour=int(hour), minute=int(minute))
    if row.every == CLOCK:
        # The demo clock jumps, and people watch it.
        return 60.0 if settings.DEMO else 3600.0
    return float(row.every)
