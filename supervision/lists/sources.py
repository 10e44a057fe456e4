"""What of the lists waits for a person: entries and removals to confirm."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from supervision.directories.scope import about_marks
from supervision.draws.frozen.strata import register_attribute
from supervision.lists.blacklist.rules import confirms
from supervision.lists.leads.requests import register as register_requests
from supervision.lists.leads.requests import requests_of, to_answer
from supervision.lists.leads.rules import DECIDERS, decides
from supervision.lists.leads.states import LeadState
from supervision.lists.models import BlacklistEndorsement, Lead, LeadEndorsement
from supervision.lists.risk.reckoner import classes_of
from tianfu.accounts.access.scope import any_of
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def proposals(user: Any) -> "QuerySet[BlacklistEndorsement]":
    """What somebody else proposed and this approver may confirm."""
    rows = BlacklistEndorsement.objects.standing().filter(round=F("subject__revision")).exclude(first_by=user)
    return rows.exclude(first_by__in=user.came_from).order_by("first_at", "pk")


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"黑名单 · {row.subject.name}",
            url=reverse("console:blacklist_entry", args=[row.subject_id]),
            what=f"拟{row.get_act_display()}黑名单，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"blacklistentry:{row.subject_id}",
        )
        for row in proposals(user).select_related("subject", "first_by")[:limit]
    ]


def waiting_leads(user: Any) -> "QuerySet[Lead]":
    """Findings of others that nobody has decided on; the oldest first."""
    rows = Lead.objects.visible_to(user).filter(state=LeadState.FILED)
    return rows.exclude(filed_by=user).order_by("filed_at", "pk")


def _lead_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row} · {row.place}",
            url=reverse("console:lead", args=[row.pk]),
            what="请阅读情况和照片，决定是否处理。",
            since=row.filed_at,
            about=f"lead:{row.pk}",
        )
        for row in waiting_leads(user)[:limit]
    ]


def own_leads(user: Any) -> "QuerySet[Lead]":
    """A volunteer's own findings that wait: photos may still be added."""
    return Lead.objects.filter(state=LeadState.FILED, filed_by=user).order_by("filed_at", "pk")


def _own_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row} · {row.place}",
            url=reverse("console:lead", args=[row.pk]),
            what="等待省级经办人处理；处理之前可以添加照片。",
            since=row.filed_at,
            about=f"lead:{row.pk}",
        )
        for row in own_leads(user)[:limit]
    ]


def checks_for_second(user: Any) -> "QuerySet[LeadEndorsement]":
    """Directed checks that somebody else proposed upon a finding that is not this person's own."""
    rows = LeadEndorsement.objects.standing().filter(round=F("subject__revision"), subject__state=LeadState.FILED)
    rows = (
        rows.filter(any_of(about_marks(user, DECIDERS, "subject__authorization")))
        .exclude(first_by=user)
        .exclude(subject__filed_by=user)
    )
    return rows.exclude(first_by__in=user.came_from).order_by("first_at", "pk")


def _check_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject} · {row.subject.place}",
            url=reverse("console:lead", args=[row.subject_id]),
            what="拟对线索指明的授权进行定向检查，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"lead:{row.subject_id}",
        )
        for row in checks_for_second(user).select_related("subject", "first_by")[:limit]
    ]


def _request_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.authorization} · {row.authorization.product_name}",
            url=reverse("console:lead_request", args=[row.pk]),
            what="省级经办人转请处理，请提出暂停或撤销，或写明不提出的理由。",
            since=row.passed_on,
            about=f"authorization:{row.authorization_id}",
        )
        for row in requests_of(user, to_answer()).select_related("authorization")[:limit]
    ]


def register() -> None:
    """Called from `ready()`."""
    register_requests()
    register_attribute("risk_class", "风险分类（内部）", classes_of, public=False)
    work_items.register(
        Source(
            "supervision.blacklist",
            "黑名单的列入和移出",
            Kind.SECOND,
            _rows,
            proposals,
            lambda user: reverse("console:blacklist"),
            confirms,
            BlacklistEndorsement,
        )
    )
    _register_passed_on()
    _register_leads()


def _register_passed_on() -> None:
    work_items.register(
        Source(
            "supervision.lead_requests",
            "转请处理的线索",
            Kind.TODO,
            _request_rows,
            lambda user: requests_of(user, to_answer()).count(),
            lambda user: reverse("console:lead_requests"),
            lambda user: Role.OPERATOR_OFFICER in user.roles,
        )
    )


def _register_leads() -> None:
    work_items.register(
        Source(
            "supervision.leads",
            "待处理的线索",
            Kind.TODO,
            _lead_rows,
            waiting_leads,
            lambda user: reverse("console:leads"),
            decides,
        )
    )
    work_items.register(
        Source(
            "supervision.lead_checks",
            "线索的定向检查",
            Kind.SECOND,
            _check_rows,
            checks_for_second,
            lambda user: reverse("console:leads"),
            decides,
            LeadEndorsement,
        )
    )
    work_items.register(
        Source(
            "supervision.own_leads",
            "我的线索",
            Kind.TODO,
            _own_rows,
            own_leads,
            lambda user: reverse("console:leads"),
            lambda user: Role.SUPERVISOR_VOLUNTEER in user.roles,
            empty="发现标识使用或产品质量的问题，请提交线索。",
        )
    )
