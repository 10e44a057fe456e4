"""What waits: registrations for the operator's desk, returned ones for the holder."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.duties.usages.models import MarkUsage
from certification.duties.usages.states import UsageState


def waiting(user: Any) -> "QuerySet[MarkUsage]":
    """Those that the operator has not looked at, the most urgent first."""
    rows = MarkUsage.objects.filter(at_desk(user, "authorization__"), state=UsageState.REGISTERED)
    return rows.order_by("due_on", "pk")


def returned(enterprise: Enterprise) -> "QuerySet[MarkUsage]":
    """Registrations that were handed back and not filed again."""
    rows = MarkUsage.objects.filter(authorization__enterprise=enterprise, state=UsageState.RETURNED).order_by("pk")
    return rows.select_related("authorization")


def to_mend(row: MarkUsage) -> Iterable[Todo]:
    yield Todo(
        title=row.authorization.product_name,
        what=f"{row.carrier}的标识使用登记已退回，请按标出的问题修改后重新提交，或停用",
        url=reverse("portal:usage", args=[row.pk]),
        action="查看问题",
    )


register("usages", returned, to_mend)
USAGES = desk_source(
    "certification.usages",
    "标识使用登记",
    waiting,
    lambda row: f"持有人登记标识用于{row.carrier}，请核对样图：同意登记，或标明问题退回。",
    page="console:usage",
    listed="console:usages",
    title="number",
)
