"""Who is told of access: the second administrator, the proposer, the person, and the auditor of all of it."""

from collections.abc import Callable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from tianfu.accounts.grants.seconds import seconds_for
from tianfu.accounts.models import GrantProposal, RoleGrant, User
from tianfu.accounts.signals import access_changed
from tianfu.accounts.titles import title
from tianfu.grants.sources import path_of
from tianfu.inbox.dispatch import notify
from tianfu.ledger.audit.action_words import words_for
from tianfu.workflow import clock

# Acts of which an auditor gets a message of his own.
AUDITED = frozenset({"role.granted", "administrators.founded", "administrators.recovered", "separation.refused"})


@receiver(access_changed, sender=User, dispatch_uid="grants_messages")
def tell_of_access(actor: User | None, user: User | None, action: str, data: dict[str, Any], **other: object) -> None:
    """Within the transaction of the change."""
    if user is not None and action in _TELL:
        _TELL[action](actor, user, data)
    if action in AUDITED:
        _tell_auditors(actor, user, action, data)


def _proposed(actor: User | None, user: User, data: dict[str, Any]) -> None:
    proposal = GrantProposal.objects.select_related("region", "proposed_by", "user").get(pk=data["proposal"])
    notify(
        "second_person_asked",
        users=seconds_for(proposal.proposed_by, user),
        context={
            "first": str(proposal.proposed_by),
            "proposed_at": proposal.proposed_at,
            "what": f"拟授予“{proposal.label}”",
            "subject": f"{user}（{user.email}）",
            "note": proposal.reason,
        },
        link=path_of(proposal),
        about=f"user:{user.pk}",
    )


def _closed(actor: User | None, user: User, data: dict[str, Any]) -> None:
    proposal = GrantProposal.objects.select_related("region", "proposed_by", "closed_by").get(pk=data["proposal"])
    if actor is not None and actor.pk == proposal.proposed_by_id:
        return
    notify(
        "grant_closed",
        users=[proposal.proposed_by],
        context={
            "person": f"{user}（{user.email}）",
            "role": proposal.label,
            "outcome": proposal.get_outcome_display(),
            "second": str(proposal.closed_by) if proposal.closed_by_id else "",
            "reason": proposal.closing_reason,
        },
        link=path_of(proposal),
        about=f"user:{user.pk}",
    )


def _granted(actor: User | None, user: User, data: dict[str, Any]) -> None:
    grant = RoleGrant.objects.select_related("region").filter(pk=int(data.get("grant") or 0)).first()
    if grant is None or not user.has_usable_password():
        return  # the invitation says it
    wait = f"满 {grant.waiting_hours} 小时后" if grant.waiting_hours else "即"
    notify(
        "role_granted",
        users=[user],
        context={
            "role": f"{grant.get_role_display()}（{grant.place}）",
            "start": f"自授予和您首次以两步验证登录之后，{wait}生效；生效以前不能办理",
        },
        link=reverse("console:home"),
        about=f"user:{user.pk}",
        once=f"{user.pk}:{grant.role}:{grant.granted_at.date().isoformat()}",
    )


_TELL: dict[str, Callable[[User | None, User, dict[str, Any]], None]] = {
    "grant.proposed": _proposed,
    "grant.confirmed": _closed,
    "grant.refused": _closed,
    "grant.expired": _closed,
    "grant.void": _closed,
    "role.granted": _granted,
}


def _tell_auditors(actor: User | None, user: User | None, action: str, data: dict[str, Any]) -> None:
    person = f"{user}（{user.email}）" if user is not None else "未知"
    role = title(data["role"], data.get("programme", "")) if "role" in data else ""
    notify(
        "access_notable",
        context={
            "what": f"{words_for(action)}{f'：{role}' if role else ''}",
            "person": person,
            "actor": str(actor) if actor is not None else "系统（服务器命令）",
            "reason": data.get("reason") or "未写理由",
            "at": clock.now(),
        },
        link=f"{reverse('admin:ledger_auditevent_changelist')}?action__in={action}",
        about=f"user:{user.pk}" if user is not None else "",
        # The same attempt a hundred times a day is one message; the audit trail has each.
        once=f"{action}:{person}:{role}:{data.get('reason', '')[:40]}:{clock.today().isoformat()}",
    )
