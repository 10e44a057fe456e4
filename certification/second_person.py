"""待我复核 for authorizations: a proposed act waits for another operator, who finds it in the list."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from certification.models import AuthorizationEndorsement
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def for_second(user: Any) -> "QuerySet[AuthorizationEndorsement]":
    """Proposals on authorizations as they stand now which this operator did not make."""
    rows = AuthorizationEndorsement.objects.standing().filter(round=F("subject__revision"))
    return rows.exclude(first_by=user).order_by("first_at", "pk")


def _rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject.product_name} · {row.subject}",
            url=reverse("console:authorization", args=[row.subject_id]),
            what=f"拟{row.get_act_display()}授权，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"authorization:{row.subject_id}",
        )
        for row in for_second(user).select_related("first_by", "subject")[:limit]
    ]


def register_sources() -> None:
    """Called once, from `ready()`."""
    work_items.register(
        Source(
            "certification.second",
            "授权的暂停、恢复、撤销、注销",
            Kind.SECOND,
            _rows,
            lambda user: for_second(user).count(),
            lambda user: reverse("console:second"),
            lambda user: Role.OPERATOR_OFFICER in user.roles,
            AuthorizationEndorsement,
            "同事提出的暂停、恢复、撤销、注销会列在这里。",
        )
    )
