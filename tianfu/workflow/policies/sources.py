"""待我复核 of an administrator: values of policies that a colleague proposed."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tianfu.accounts.roles import Role
from tianfu.workflow import clock, work_items
from tianfu.workflow.models import PolicyProposal
from tianfu.workflow.policies.catalogue import label_of
from tianfu.workflow.work_items import Kind, Source, WorkItem


def policies_for_second(user: Any) -> QuerySet[PolicyProposal]:
    """Proposals that this administrator may confirm now, the oldest first."""
    if not user.has_role(Role.SYSTEM_ADMIN):
        return PolicyProposal.objects.none()
    rows = PolicyProposal.objects.filter(outcome="", valid_from__gte=clock.today())
    return rows.exclude(proposed_by__in=[user.pk, *user.came_from]).order_by("proposed_at", "pk")


def _rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=label_of(row.key),
            url=reverse("admin:workflow_policy_of", args=[row.key, row.scope] if row.scope else [row.key]),
            what=f"拟自 {row.valid_from} 起设定为{row.in_words}，请核对后复核。",
            since=row.proposed_at,
            first=str(row.proposed_by),
            first_note=row.source,
        )
        for row in policies_for_second(user).select_related("proposed_by")[:limit]
    ]


work_items.register(
    Source(
        "administrator.policies",
        "政策参数新值",
        Kind.SECOND,
        _rows,
        policies_for_second,
        lambda user: reverse("console:second"),
        lambda user: Role.SYSTEM_ADMIN in user.roles,
        empty="另一位系统管理员提出的政策参数新值会列在这里。",
    )
)
