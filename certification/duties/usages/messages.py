"""What is told around a registered usage: the operator's desk, and the holder."""

from collections.abc import Iterable, Sequence
from typing import Any

from applications.models import CasePaper
from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import notice_key, want_notice
from certification.duties.usages.models import MarkUsage
from certification.duties.usages.states import UsageState

_LETTERS = {
    "usage_approved": CasePaper.Kind.USAGE_REGISTERED,
    "usage_returned": CasePaper.Kind.USAGE_RETURNED,
    "usage_revoked": CasePaper.Kind.USAGE_REVOKED,
}


def usage_path(usage: MarkUsage) -> str:
    return f"/portal/usages/{usage.pk}/"


def console_path(usage: MarkUsage) -> str:
    return f"/console/usages/{usage.pk}/"


def _facts(usage: MarkUsage) -> dict[str, Any]:
    return {"usage": usage.number, "carrier": usage.carrier, "place": usage.place}


def tell_desk(usage: MarkUsage) -> None:
    """Something to look at."""
    tell_desk_of(usage.authorization, "usage_to_review", link=console_path(usage), due=usage.due_on, **_facts(usage))


def tell_holder(usage: MarkUsage, key: str) -> None:
    """What the operator said of it: a message and a letter."""
    rows = [("登记编号", usage.number), ("载体", usage.carrier), ("使用地点或媒体", usage.place)]
    want_notice(usage.authorization, _LETTERS[key], notice_key(usage, key), said=usage.answer, rows=rows)
    tell_holder_of(usage.authorization, key, link=usage_path(usage), reason=usage.answer, **_facts(usage))


def tell_of_carried(authorization: Authorization, carried: Sequence[MarkUsage], left: Sequence[MarkUsage]) -> None:
    """The renewed one has begun: which registrations go on under it, and which stay behind with the old one."""
    if not carried and not left:
        return
    tell_holder_of(
        authorization,
        "usages_carried_on",
        once=str(authorization.pk),
        link=f"/portal/authorizations/{authorization.pk}/usages/",
        previous=str(authorization.previous),
        approved=_listed(row for row in carried if row.state == UsageState.APPROVED),
        waiting=_listed(row for row in carried if row.state == UsageState.REGISTERED),
        left=_listed(left),
    )


def _listed(rows: Iterable[MarkUsage]) -> str:
    return "\n".join(f"{row.number}：{row.carrier}，{row.place}" for row in rows)
