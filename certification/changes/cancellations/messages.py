"""What is told around a mark that is given back, in the event's own transaction."""

from typing import Any

from certification.changes.cancellations.models import CancellationRequest
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def portal_path(request: CancellationRequest) -> str:
    return f"/portal/cancellations/{request.pk}/"


def console_path(request: CancellationRequest) -> str:
    return f"/console/cancellations/{request.pk}/"


def _context(request: CancellationRequest) -> dict[str, Any]:
    mark = request.authorization
    return {
        "authorization": mark.number,
        "product": mark.product_name,
        "why": request.get_reason_display(),
        "text": request.text,
    }


def tell_holder(request: CancellationRequest, key: str, **more: Any) -> None:
    notify(
        key,
        organisation=request.authorization.enterprise.organisation,
        context=_context(request) | more,
        link=portal_path(request),
        about=f"authorization:{request.authorization_id}",
    )


def tell_desk(request: CancellationRequest) -> None:
    notify(
        "cancellation_to_decide",
        roles=[Role.OPERATOR_OFFICER],
        programme=request.authorization.programme_slug,
        context=_context(request) | {"holder": request.authorization.holder_name, "due": request.due_on},
        link=console_path(request),
        about=f"authorization:{request.authorization_id}",
    )
