"""待我复核 of an administrator: roles that a colleague proposed."""

from typing import Any

from django.urls import reverse

from tianfu.accounts.grants.seconds import for_second
from tianfu.accounts.models import GrantProposal
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def path_of(proposal: GrantProposal) -> str:
    """The page on which it is read and confirmed."""
    return reverse("console:grant", args=[proposal.pk])


def _rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=str(row),
            url=path_of(row),
            what=f"拟授予“{row.get_role_display()}”，请核对后复核。",
            since=row.proposed_at,
            first=str(row.proposed_by),
            first_note=row.reason,
            about=f"user:{row.user_id}",
        )
        for row in for_second(user).select_related("user", "region", "proposed_by")[:limit]
    ]


def register_sources() -> None:
    """Called once, from `ready()`."""
    work_items.register(
        Source(
            "administrator.grants",
            "角色授予",
            Kind.SECOND,
            _rows,
            for_second,
            lambda user: reverse("console:second"),
            lambda user: Role.SYSTEM_ADMIN in user.roles,
            empty="另一位系统管理员提出的角色授予会列在这里。",
        )
    )
