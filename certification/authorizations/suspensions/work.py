"""What waits for the operator's desk around suspensions: requests of holders, and limits that have passed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words
from certification.authorizations.access import at_desk, operates
from certification.authorizations.models.authorization import Suspension
from certification.authorizations.suspensions.limits import over
from certification.authorizations.suspensions.models import SuspensionRequest
from certification.authorizations.suspensions.requests import waiting
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def suspension_requests(user: Any) -> "QuerySet[SuspensionRequest]":
    return waiting(clock.today()).filter(at_desk(user, "authorization__"))


def _request_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:authorization", args=[row.authorization_id]),
            what="持有人申请暂停使用标识，请提出暂停，由另一人确认。",
            since=row.filed_at,
            about=f"authorization:{row.authorization_id}",
        )
        for row in suspension_requests(user).select_related("authorization")[:limit]
    ]


def over_limit(user: Any) -> "QuerySet[Suspension]":
    return over(clock.today()).filter(at_desk(user, "authorization__"))


def _over_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:authorization", args=[row.authorization_id]),
            what=f"因“{row.get_cause_display()}”暂停的期限已过，请提出撤销、注销或者恢复，由另一人确认。",
            since=row.since,
            due=row.limit_on,
            due_words=due_in_words(row.limit_on, today, days) if row.limit_on else "",
            about=f"authorization:{row.authorization_id}",
            tone="bad",
        )
        for row in over_limit(user).select_related("authorization")[:limit]
    ]


REQUESTS = Source(
    "certification.suspension_requests",
    "持有人申请暂停的授权",
    Kind.TODO,
    _request_rows,
    suspension_requests,
    url=lambda user: reverse("console:authorizations"),
    concerns=operates,
)
OVER_LIMIT = Source(
    "certification.over_limit",
    "暂停期限已过的授权",
    Kind.TODO,
    _over_rows,
    over_limit,
    url=lambda user: reverse("console:authorizations"),
    concerns=operates,
)
