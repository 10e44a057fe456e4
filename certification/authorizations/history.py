"""When a passage took effect, and what it is called in a list of events."""

from datetime import datetime
from typing import Any

from certification.authorizations.models.authorization import Authorization
from tianfu.text import moments
from tianfu.workflow import clock


def took_effect(authorization: Authorization, change: Any) -> datetime:
    """The moment from which a passage holds: an expiry with the day after the end date, however late it was recorded."""
    return clock.end_of(authorization.ends_on) if change.transition == "expire" else change.at


def recorded_later(authorization: Authorization, change: Any) -> str:
    """The recording time in words, where it is another moment than the one that counts; else ""."""
    if took_effect(authorization, change) == change.at:
        return ""
    return f"登记时间 {moments.numeric_moment(change.at)}"


def officers_history(authorization: Authorization) -> list[dict[str, Any]]:
    """Newest first, for components/timeline.html: officers read names and reasons."""
    changes = list(authorization.changes.select_related("actor").order_by("-revision"))
    return [
        {
            "at": took_effect(authorization, change),
            "who": str(change.actor or "系统"),
            "what": authorization.rule(change.transition).label,
            "note": "。".join(
                part.rstrip("。") for part in (change.note, recorded_later(authorization, change)) if part
            ),
        }
        for change in changes
    ]
