"""What is told around a succession: both firms and the operator's desk, in the event's own transaction."""

from typing import Any

from applications.models import Enterprise
from certification.changes.successions.models import Succession
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def portal_path(succession: Succession) -> str:
    return f"/portal/successions/{succession.pk}/"


def console_path(succession: Succession) -> str:
    return f"/console/successions/{succession.pk}/"


def _context(succession: Succession) -> dict[str, Any]:
    mark = succession.authorization
    return {
        "authorization": mark.number,
        "product": mark.product_name,
        "holder": str(succession.holder),
        "successor": str(succession.successor),
        "way": succession.get_way_display(),
    }


def tell_firm(succession: Succession, enterprise: Enterprise, key: str, **more: Any) -> None:
    notify(
        key,
        organisation=enterprise.organisation,
        context=_context(succession) | more,
        link=portal_path(succession),
        about=f"authorization:{succession.authorization_id}",
    )


def tell_both(succession: Succession, key: str, **more: Any) -> None:
    for enterprise in (succession.holder, succession.successor):
        tell_firm(succession, enterprise, key, **more)


def tell_desk(succession: Succession) -> None:
    notify(
        "succession_to_decide",
        roles=[Role.OPERATOR_OFFICER],
        programme=succession.authorization.programme_slug,
        context=_context(succession) | {"due": succession.due_on},
        link=console_path(succession),
        about=f"authorization:{succession.authorization_id}",
    )
