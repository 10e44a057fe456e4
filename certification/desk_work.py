"""What waits on desks from this floor: answers of holders, new certificates, and cases whose certificate is lost."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from applications.cases.stage import registered
from applications.cases.standing.position import due_in_words, due_tone
from applications.cases.states import ApplicationState
from applications.models import Application
from certification.authorizations.models.authorization import AuthorizationEndorsement, Suspension
from certification.authorizations.replacements.models import Replacement
from certification.authorizations.restorations.models import Restoration
from certification.authorizations.suspensions.limits import over
from certification.authorizations.suspensions.models import SuspensionRequest
from certification.authorizations.suspensions.requests import waiting
from certification.certificates.grounds import broken, standing_problems
from certification.states import ReplacementState, RestorationState
from tianfu.accounts.roles import Role
from tianfu.workflow import clock, work_items
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def _operates(user: Any) -> bool:
    return Role.OPERATOR_OFFICER in user.roles


def _without_proposal(rows: "QuerySet[Any]", name: str) -> "QuerySet[Any]":
    """Nobody has proposed an answer yet; once somebody has, it stands in the second person's list."""
    standing = AuthorizationEndorsement.objects.filter(
        second_by=None, withdrawn_at=None, round=F("subject__revision"), **{name: OuterRef("pk")}
    )
    return rows.filter(~Exists(standing))


# ---- answers of holders
def restorations(user: Any) -> "QuerySet[Restoration]":
    rows = Restoration.objects.filter(state=RestorationState.WAITING).order_by("due_on", "pk")
    return _without_proposal(rows, "restoration")


def _restoration_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:restoration", args=[row.pk]),
            what=f"持有人提出{row.get_kind_display()}，请核查并提出处理意见。",
            since=row.filed_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in restorations(user).select_related("authorization")[:limit]
    ]


# ---- new certificates
def replacements(user: Any) -> "QuerySet[Replacement]":
    """Offered ones to look at, and those whose time is over; the rest waits for the holder."""
    offered = Q(offered__isnull=False, state__in=[ReplacementState.OPEN, ReplacementState.OVER])
    rows = Replacement.objects.filter(offered | Q(state=ReplacementState.OVER)).order_by("due_on", "pk")
    return _without_proposal(rows, "replacement")


def _replacement_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:replacement", args=[row.pk]),
            what="持有人提交了新证书，请核对。" if row.offered_id else "逾期未更换证书，请提出处理意见。",
            since=row.offered_at or row.opened_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in replacements(user).select_related("authorization")[:limit]
    ]


# ---- requests of holders to suspend
def suspension_requests(user: Any) -> "QuerySet[SuspensionRequest]":
    return waiting(clock.today())


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


# ---- suspensions whose time is over
def over_limit(user: Any) -> "QuerySet[Suspension]":
    return over(clock.today())


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


# ---- marks whose holder has been asked: a work item from the first day
def asked(user: Any) -> "QuerySet[Replacement]":
    rows = Replacement.objects.filter(state=ReplacementState.OPEN, offered=None)
    return rows.order_by("due_on", "pk")


def _asked_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:replacement", args=[row.pk]),
            what=f"{row.get_cause_display()}，等待持有人更换证书。",
            since=row.opened_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in asked(user).select_related("authorization")[:limit]
    ]


# ---- cases whose certificate is lost
def _stages(user: Any) -> list[str]:
    """The stages at which this person works."""
    return [key for key, room in registered().items() if set(room.roles + room.second_roles) & set(user.roles)]


def lost_cases(user: Any) -> "QuerySet[Application]":
    """At the person's own desk; 补正 counts for the desk that asked."""
    mine = _stages(user)
    here = Q(state__in=mine) | Q(state=ApplicationState.CORRECTION_REQUIRED, correction_stage__in=mine)
    rows = Application.objects.on_console_for(user).filter(here, pk__in=broken(clock.today()))
    return rows.order_by("due_on", "pk")


def _lost_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    rows = lost_cases(user).select_related(
        "product_version", "handler", "certificate_claim__certificate__body__organisation"
    )
    return [
        WorkItem(
            title=f"{row.product_version.name} · {row.number}",
            url=reverse("console:review", args=[row.pk]),
            what="".join(standing_problems(row.certificate_claim.certificate, today)) + "请要求补正、退回或不予授权。",
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days) if row.due_on else "",
            holder=str(row.handler or ""),
            about=f"application:{row.pk}",
            tone="bad",
        )
        for row in rows.prefetch_related("certificate_claim__certificate__body__terms")[:limit]
    ]


def register() -> None:
    """Called from `ready()`."""
    sources = [
        ("certification.restorations", "恢复申请和陈述", _restoration_rows, restorations, "restorations", _operates),
        ("certification.replacements", "新证书核对", _replacement_rows, replacements, "replacements", _operates),
        (
            "certification.suspension_requests",
            "持有人申请暂停的授权",
            _request_rows,
            suspension_requests,
            "authorizations",
            _operates,
        ),
        ("certification.over_limit", "暂停期限已过的授权", _over_rows, over_limit, "authorizations", _operates),
        ("certification.asked", "等待更换证书的授权", _asked_rows, asked, "replacements", _operates),
    ]
    for key, label, rows, found, page, concerns in sources:
        work_items.register(
            Source(
                key,
                label,
                Kind.TODO,
                rows,
                lambda user, found=found: found(user).count(),  # type: ignore[misc]
                url=lambda user, page=page: reverse(f"console:{page}"),  # type: ignore[misc]
                concerns=concerns,
            )
        )
    work_items.register(
        Source(
            "certification.lost_cases",
            "证书失效的在审申报",
            Kind.TODO,
            _lost_rows,
            lambda user: lost_cases(user).count(),
            concerns=lambda user: bool(_stages(user)),
        )
    )
