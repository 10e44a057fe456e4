"""What is told around a change: the holder and the operator's desk, in the event's own transaction."""

from typing import Any

from certification.changes.requests.models import ChangeRequest
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def portal_path(request: ChangeRequest) -> str:
    return f"/portal/change-requests/{request.pk}/"


def console_path(request: ChangeRequest) -> str:
    return f"/console/change-requests/{request.pk}/"


def _context(request: ChangeRequest) -> dict[str, Any]:
    mark = request.authorization
    return {
        "authorization": mark.number,
        "product": mark.product_name,
        "kind": request.get_kind_display(),
        "what": in_words(request),
    }


def in_words(request: ChangeRequest) -> str:
    """One line for each fact, old and new."""
    return "\n".join(f"{row['label']}：{row['before'] or '无'} → {row['after'] or '无'}" for row in request.changed)


def tell_holder(request: ChangeRequest, key: str, **more: Any) -> None:
    notify(
        key,
        organisation=request.authorization.enterprise.organisation,
        context=_context(request) | more,
        link=portal_path(request),
        about=f"authorization:{request.authorization_id}",
    )


def tell_desk(request: ChangeRequest) -> None:
    """It waits for the operator from now on."""
    notify(
        "change_to_decide",
        roles=[Role.OPERATOR_OFFICER],
        programme=request.authorization.programme_slug,
        context=_context(request) | {"holder": request.authorization.holder_name, "due": request.due_on},
        link=console_path(request),
        about=f"authorization:{request.authorization_id}",
    )
