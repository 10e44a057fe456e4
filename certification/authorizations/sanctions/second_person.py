"""待我复核: acts on authorizations that another operator proposed."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from certification.authorizations.access import at_desk, operates
from certification.authorizations.models.authorization import AuthorizationEndorsement
from certification.authorizations.states import Act
from tianfu.workflow.work_items import Kind, Source, WorkItem

_WHAT: dict[str, str] = {Act.REFUSE: "拟不同意持有人的恢复申请或陈述", Act.REPLACE: "拟将新证书作为授权的依据"}


def for_second(user: Any) -> "QuerySet[AuthorizationEndorsement]":
    """Proposals on authorizations as they stand now, where this operator proposed nothing (`sanctions.confirm`)."""
    return AuthorizationEndorsement.objects.open_to(user).filter(at_desk(user, "subject__"))


def _page(row: AuthorizationEndorsement) -> str:
    """Where it is confirmed: beside what the holder asked for, if he asked."""
    if row.restoration_id:
        return reverse("console:restoration", args=[row.restoration_id])
    if row.replacement_id:
        return reverse("console:replacement", args=[row.replacement_id])
    return reverse("console:authorization", args=[row.subject_id])


def _rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject.product_name} · {row.subject}",
            url=_page(row),
            what=f"{_WHAT.get(Act(row.act), f'拟{row.get_act_display()}授权')}，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"authorization:{row.subject_id}",
        )
        for row in for_second(user).select_related("first_by", "subject")[:limit]
    ]


SECOND = Source(
    "certification.second",
    "授权的暂停、恢复、撤销、注销",
    Kind.SECOND,
    _rows,
    for_second,
    lambda user: reverse("console:second"),
    operates,
    AuthorizationEndorsement,
    "同事提出的暂停、恢复、撤销、注销会列在这里。",
)
