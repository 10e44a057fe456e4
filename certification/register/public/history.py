"""What happened to an authorization, in the public's words: roles, never names."""

from datetime import date
from typing import Any

from certification.authorizations.history import recorded_later, took_effect
from certification.authorizations.models.authorization import Authorization
from certification.states import AuthorizationState
from tianfu.workflow import clock

SENTENCES = {
    "activate": ("授权生效并公布", ""),
    "suspend": ("授权暂停", "wait"),
    "reinstate": ("授权恢复", ""),
    "withdraw": ("授权撤销", "bad"),
    "cancel": ("授权注销", "quiet"),
    "expire": ("授权到期", "quiet"),
}


def public_history(authorization: Authorization, today: date) -> list[dict[str, Any]]:
    """Newest first, for components/timeline.html. An expiry shows though no job wrote it yet."""
    events = []
    written = False
    for change in authorization.changes.all():
        sentence, tone = SENTENCES[change.transition]
        written = written or change.transition == "expire"
        event = {
            "at": took_effect(authorization, change),
            "who": "系统" if change.actor_id is None else "运营机构",
            "what": sentence,
            "tone": tone,
            "note": recorded_later(authorization, change),
        }
        events.append(event)
    if not written and authorization.effective_on(today) == AuthorizationState.EXPIRED:
        ended = clock.end_of(authorization.ends_on)
        events.append({"at": ended, "who": "系统", "what": "授权到期", "tone": "quiet", "note": ""})
    return events[::-1]
