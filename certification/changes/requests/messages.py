"""What is told around a change: the holder and the operator's desk, in the event's own transaction."""

from typing import Any

from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.changes.requests.models import ChangeRequest


def portal_path(request: ChangeRequest) -> str:
    return f"/portal/change-requests/{request.pk}/"


def console_path(request: ChangeRequest) -> str:
    return f"/console/change-requests/{request.pk}/"


def _facts(request: ChangeRequest) -> dict[str, Any]:
    return {"kind": request.get_kind_display(), "what": in_words(request)}


def in_words(request: ChangeRequest) -> str:
    """One line for each fact, old and new."""
    return "\n".join(f"{row['label']}：{row['before'] or '无'} → {row['after'] or '无'}" for row in request.changed)


def tell_holder(request: ChangeRequest, key: str, **more: Any) -> None:
    tell_holder_of(request.authorization, key, link=portal_path(request), **_facts(request), **more)


def tell_desk(request: ChangeRequest) -> None:
    """It waits for the operator from now on."""
    mark, facts = request.authorization, _facts(request)
    tell_desk_of(mark, "change_to_decide", link=console_path(request), due=request.due_on, **facts)
