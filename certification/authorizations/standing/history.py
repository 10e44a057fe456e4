"""When a passage took effect, and what it is called in a list of events: names for officers, roles for the public."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from certification.authorizations.models.authorization import Authorization, AuthorizationChange
from certification.authorizations.states import AuthorizationState
from tianfu.registry.spoken import for_readers_of
from tianfu.text import moments
from tianfu.workflow import clock

SENTENCES = {
    "activate": ("授权生效并公布", ""),
    "suspend": ("授权暂停", "wait"),
    "reinstate": ("授权恢复", ""),
    "withdraw": ("授权撤销", "bad"),
    "cancel": ("授权注销", "quiet"),
    "expire": ("授权到期", "quiet"),
    "amend": ("授权内容变更", ""),
    "pass_on": ("授权由合并、分立后的企业继受", ""),
}


def changed_words(change: Any) -> str:
    """What a passage changed of the mark's own words, old and new; "" where it changed none."""
    rows = change.inputs.get("changed", [])
    return "\n".join(f"{row['label']}：由“{row['before'] or '无'}”变更为“{row['after'] or '无'}”" for row in rows)


def took_effect(authorization: Authorization, change: Any) -> datetime:
    """The moment from which a passage holds: an expiry with the day after the end date, however late it was recorded;
    a renewed one with its first day, unless something kept it from beginning then."""
    if change.transition == "expire":
        return clock.end_of(authorization.ends_on)
    if change.transition == "activate" and authorization.previous_id is not None:
        begun = clock.start_of(authorization.starts_on)
        return begun if clock.in_beijing(change.at) == authorization.starts_on else change.at
    return change.at


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
            "what": for_readers_of(authorization, authorization.rule(change.transition).label),
            "note": "。".join(
                part.rstrip("。")
                for part in (changed_words(change), change.note, recorded_later(authorization, change))
                if part
            ),
        }
        for change in changes
    ]


def public_history(
    authorization: Authorization, today: date, changes: Iterable[AuthorizationChange] | None = None
) -> list[dict[str, Any]]:
    """In the public's words, newest first, for components/timeline.html. An expiry shows though no job wrote it yet.
    `changes`: its passages in their order, where they are known already."""
    events = []
    written = False
    for change in authorization.changes.all() if changes is None else changes:
        sentence, tone = SENTENCES[change.transition]
        written = written or change.transition == "expire"
        event = {
            "at": took_effect(authorization, change),
            "who": "系统" if change.actor_id is None else "运营机构",
            "what": for_readers_of(authorization, sentence),
            "tone": tone,
            "note": changed_words(change) or recorded_later(authorization, change),
        }
        events.append(event)
    if not written and authorization.effective_on(today) == AuthorizationState.EXPIRED:
        ended = clock.end_of(authorization.ends_on)
        events.append(
            {"at": ended, "who": "系统", "what": for_readers_of(authorization, "授权到期"), "tone": "quiet", "note": ""}
        )
    return events[::-1]
