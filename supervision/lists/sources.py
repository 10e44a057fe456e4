"""What of the lists waits for a person: entries and removals to confirm."""

from typing import Any

from django.db.models import QuerySet
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
from tianfu.workflow.work_items import Kind, WorkItem, rows_source, second_item


def proposals(user: Any) -> "QuerySet[BlacklistEndorsement]":
    """What somebody else proposed and this approver may confirm."""
    found: QuerySet[BlacklistEndorsement] = BlacklistEndorsement.objects.open_to(user)
    return found.select_related("subject", "first_by")


def _proposal(row: BlacklistEndorsement) -> WorkItem:
    return second_item(
        row,
        title=f"黑名单 · {row.subject.name}",
        url=reverse("console:blacklist_entry", args=[row.subject_id]),
        what=f"拟{row.get_act_display()}黑名单，请复核。",
        about=f"blacklistentry:{row.subject_id}",
    )


def waiting_leads(user: Any) -> "QuerySet[Lead]":
    """Findings of others that nobody has decided on; the oldest first."""
    rows = Lead.objects.visible_to(user).filter(state=LeadState.FILED)
    return rows.exclude(filed_by=user).order_by("filed_at", "pk")


def _lead(row: Lead, what: str) -> WorkItem:
    return WorkItem(
        title=f"{row} · {row.place}",
        url=reverse("console:lead", args=[row.pk]),
        what=what,
        since=row.filed_at,
        about=f"lead:{row.pk}",
    )


def own_leads(user: Any) -> "QuerySet[Lead]":
    """A volunteer's own findings that wait: photos may still be added."""
    return Lead.objects.filter(state=LeadState.FILED, filed_by=user).order_by("filed_at", "pk")


def checks_for_second(user: Any) -> "QuerySet[LeadEndorsement]":
    """Directed checks that somebody else proposed upon a finding that is not this person's own."""
    found: QuerySet[LeadEndorsement] = LeadEndorsement.objects.open_to(user).filter(subject__state=LeadState.FILED)
    found = found.filter(any_of(about_marks(user, DECIDERS, "subject__authorization")))
    return found.exclude(subject__filed_by=user).select_related("subject", "first_by")


def _check(row: LeadEndorsement) -> WorkItem:
    return second_item(
        row,
        title=f"{row.subject} · {row.subject.place}",
        url=reverse("console:lead", args=[row.subject_id]),
        what="拟对线索指明的授权进行定向检查，请复核。",
        about=f"lead:{row.subject_id}",
    )


def to_answer_by(user: Any) -> "QuerySet[Any]":
    """Findings that officers passed on to the operator, the oldest first."""
    return requests_of(user, to_answer()).select_related("authorization")


def _request(row: Any) -> WorkItem:
    return WorkItem(
        title=f"{row.authorization} · {row.authorization.product_name}",
        url=reverse("console:lead_request", args=[row.pk]),
        what="省级经办人转请处理，请提出暂停或撤销，或写明不提出的理由。",
        since=row.passed_on,
        about=f"authorization:{row.authorization_id}",
    )


SOURCES = (
    rows_source(
        "supervision.blacklist",
        "黑名单的列入和移出",
        Kind.SECOND,
        proposals,
        _proposal,
        concerns=confirms,
        page="console:blacklist",
        endorsement=BlacklistEndorsement,
    ),
    rows_source(
        "supervision.lead_requests",
        "转请处理的线索",
        Kind.TODO,
        to_answer_by,
        _request,
        concerns=lambda user: Role.OPERATOR_OFFICER in user.roles,
        page="console:lead_requests",
    ),
    rows_source(
        "supervision.leads",
        "待处理的线索",
        Kind.TODO,
        waiting_leads,
        lambda row: _lead(row, "请阅读情况和照片，决定是否处理。"),
        concerns=decides,
        page="console:leads",
    ),
    rows_source(
        "supervision.lead_checks",
        "线索的定向检查",
        Kind.SECOND,
        checks_for_second,
        _check,
        concerns=decides,
        page="console:leads",
        endorsement=LeadEndorsement,
    ),
    rows_source(
        "supervision.own_leads",
        "我的线索",
        Kind.TODO,
        own_leads,
        lambda row: _lead(row, "等待省级经办人处理；处理之前可以添加照片。"),
        concerns=lambda user: Role.SUPERVISOR_VOLUNTEER in user.roles,
        page="console:leads",
        empty="发现标识使用或产品质量的问题，请提交线索。",
    ),
)


def register() -> None:
    """Called from `ready()`."""
    register_requests()
    register_attribute("risk_class", "风险分类（内部）", classes_of, public=False)
    for source in SOURCES:
        work_items.register(source)
