"""Changes that wait for a city's officer, for homes and lists."""

from typing import Any

from django.db.models import QuerySet

from applications.enterprises.changes.messages import console_path, in_words
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.changes.states import ChangeState
from tianfu.accounts.roles import Role
from tianfu.workflow.work_items import Kind, WorkItem, register, rows_source


def _found(user: Any) -> "QuerySet[EnterpriseChange]":
    rows = EnterpriseChange.objects.filter(state=ChangeState.FILED).order_by("filed_at")
    scope = user.regions_for(Role.PREFECTURE_OFFICER)
    rows = rows if scope is None else rows.filter(deciding_region__in=scope)
    return rows.select_related("enterprise__organisation", "new_region")


def _item(row: EnterpriseChange) -> WorkItem:
    return WorkItem(
        title=str(row.enterprise),
        url=console_path(row),
        what=f"请核定企业变更：{in_words(row)}。",
        since=row.filed_at,
        about=f"enterprise_change:{row.pk}",
    )


register(
    rows_source(
        "enterprise_changes",
        "企业变更",
        Kind.TODO,
        _found,
        _item,
        concerns=lambda user: Role.PREFECTURE_OFFICER in user.roles,
        page="console:enterprise_changes",
    )
)
