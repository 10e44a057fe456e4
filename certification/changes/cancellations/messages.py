"""What is told around a mark that is given back, in the event's own transaction."""

from typing import Any

from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.changes.cancellations.models import CancellationRequest


def portal_path(request: CancellationRequest) -> str:
    return f"/portal/cancellations/{request.pk}/"


def console_path(request: CancellationRequest) -> str:
    return f"/console/cancellations/{request.pk}/"


def _facts(request: CancellationRequest) -> dict[str, Any]:
    return {"why": request.get_reason_display(), "text": request.text}


def tell_holder(request: CancellationRequest, key: str, **more: Any) -> None:
    tell_holder_of(request.authorization, key, link=portal_path(request), **_facts(request), **more)


def tell_desk(request: CancellationRequest) -> None:
    mark, facts = request.authorization, _facts(request)
    tell_desk_of(mark, "cancellation_to_decide", link=console_path(request), due=request.due_on, **facts)
