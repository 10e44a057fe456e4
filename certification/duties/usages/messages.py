"""What is told around a registered usage: the operator's desk, and the holder."""

from typing import Any

from applications.models import CasePaper
from certification.authorizations.notices import notice_key, want_notice
from certification.duties.usages.models import MarkUsage
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify

_LETTERS = {
    "usage_approved": CasePaper.Kind.USAGE_REGISTERED,
    "usage_returned": CasePaper.Kind.USAGE_RETURNED,
    "usage_revoked": CasePaper.Kind.USAGE_REVOKED,
}


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
    """What the operator said of it: a message and a letter."""
    rows = [("登记编号", usage.number), ("载体", usage.carrier), ("使用地点或媒体", usage.place)]
    want_notice(usage.authorization, _LETTERS[key], notice_key(usage, key), said=usage.answer, rows=rows)
    notify(
        key,
        organisation=usage.authorization.enterprise.organisation,
        context=_context(usage) | {"reason": usage.answer},
        link=usage_path(usage),
        about=f"authorization:{usage.authorization_id}",
    )
