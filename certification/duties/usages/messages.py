"""What is told around a registered usage: the operator's desk, and the holder."""

from typing import Any

from certification.duties.usages.models import MarkUsage
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def usage_path(usage: MarkUsage) -> str:
    return f"/portal/usages/{usage.pk}/"


def console_path(usage: MarkUsage) -> str:
    return f"/console/usages/{usage.pk}/"


def _context(usage: MarkUsage) -> dict[str, Any]:
    return {
        "authorization": usage.authorization.number,
        "product": usage.authorization.product_name,
        "usage": usage.number,
        "carrier": usage.carrier,
        "place": usage.place,
    }


def tell_desk(usage: MarkUsage) -> None:
    """Something to look at."""
    notify(
        "usage_to_review",
        roles=[Role.OPERATOR_OFFICER],
        programme=usage.authorization.programme_slug,
        context=_context(usage) | {"holder": usage.authorization.holder_name, "due": usage.due_on},
        link=console_path(usage),
        about=f"authorization:{usage.authorization_id}",
    )


def tell_holder(usage: MarkUsage, key: str) -> None:
    """What the operator said of it."""
    notify(
        key,
        organisation=usage.authorization.enterprise.organisation,
        context=_context(usage) | {"reason": usage.answer},
        link=usage_path(usage),
        about=f"authorization:{usage.authorization_id}",
    )
