"""What waits on the objections' desk: summaries for a second person, findings for another than the recorder."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from applications.cases.stages.stage import stage
from applications.cases.standing.position import due_in_words, due_tone
from applications.cases.states import LIVE, ApplicationState
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.objections.limits import investigation_due
from applications.review.stages.public_notice.objections.messages import console_path
from tianfu.accounts.access.scope import any_of, scope_of
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem, register


def _open(user: Any) -> "QuerySet[Objection]":
    rows = Objection.objects.filter(closed_at=None, notice__application__state__in=LIVE)
    roles = stage(ApplicationState.PUBLIC_NOTICE).roles
    rows = rows.filter(any_of(scope_of(user, roles, regional=False, prefix="notice__application__")))
    related = "notice__application__programme_version__programme", "notice__application__product_version", "summary_by"
    return rows.select_related(*related, "notice__application__enterprise__organisation").order_by("recorded_at", "pk")


def to_check(user: Any) -> "QuerySet[Objection]":
    """Summaries somebody else wrote."""
    return _open(user).filter(summary_checked_at=None).exclude(summary="").exclude(summary_by=user)


def to_close(user: Any) -> "QuerySet[Objection]":
    """Objections that wait for a summary, or for the finding of another person than their recorder."""
    ready = _open(user).filter(summary_checked_at__isnull=False).exclude(recorded_by=user)
    return ready | _open(user).filter(summary="")


def _item(row: Objection, what: str, first: str = "") -> WorkItem:
    today, days, due = clock.today(), calendar(), investigation_due(row)
    application = row.notice.application
    return WorkItem(
        title=f"{application.enterprise.organisation.name}：{application.product_version.name}",
        url=console_path(row),
        what=what,
        since=row.summary_at or row.recorded_at,
        due=due.date,
        due_words=due_in_words(due.date, today, days) if due.date else "",
        first=first,
        about=application.number or "",
        tone=due_tone(due.date, today, days),
    )


def _checks(user: Any, limit: int) -> Sequence[WorkItem]:
    return [_item(row, "核对告知企业的异议摘要", str(row.summary_by)) for row in to_check(user)[:limit]]


def _findings(user: Any, limit: int) -> Sequence[WorkItem]:
    rows = to_close(user)[:limit]
    return [_item(row, "核查异议并写明结论" if row.summary else "拟写告知企业的异议摘要") for row in rows]


def _concerns(user: Any) -> bool:
    return bool(set(stage(ApplicationState.PUBLIC_NOTICE).roles) & set(user.roles))


register(
    Source(
        key="objection_summaries",
        label="待核对的异议摘要",
        kind=Kind.SECOND,
        rows=_checks,
        count=to_check,
        concerns=_concerns,
    )
)
register(
    Source(
        key="objections",
        label="待核查的异议",
        kind=Kind.TODO,
        rows=_findings,
        count=to_close,
        concerns=_concerns,
    )
)
