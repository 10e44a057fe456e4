"""A value that protects somebody is set by two administrators: one proposes it, another one confirms it.

Which policies one may set alone stands beside them (`one_person` in policies.toml): texts, reminders, technical limits.
Every other one, and whatever is added without saying so, takes two: a lone administrator could otherwise do away with the
time in which a wrong act is found, or with somebody's term.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tianfu.accounts.access.both_sides import note_refused
from tianfu.accounts.access.lock_order import fresh, lock_people
from tianfu.accounts.access.separation import made_by_problems
from tianfu.accounts.grants.fit import check_administrator
from tianfu.accounts.grants.seconds import administrators
from tianfu.accounts.models import User
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.models import Policy, PolicyProposal
from tianfu.workflow.models.policy_proposal import ProposalOutcome
from tianfu.workflow.policies.values import policy_facts, set_policy, value_problems
from tianfu.workflow.signatures.shown import Shown, refuse_changed, stamp

_NOBODY = "没有另一位可以复核的系统管理员：该值须由两位系统管理员设定。请先授予另一位系统管理员，或由其提出、您来复核。"
_OVER = "这项提议已经办结，请刷新页面查看。"


def standing_proposal(key: str, scope: str = "") -> PolicyProposal | None:
    """What waits for the second administrator."""
    rows = PolicyProposal.objects.filter(key=key, scope=scope, outcome="")
    return rows.select_related("proposed_by").first()


def proposal_facts(row: PolicyProposal) -> dict[str, str]:
    """What the second administrator reads: every value of the key and the proposed one."""
    return policy_facts(row.key, row.scope) | {
        "拟设定": row.in_words,
        "生效日期": moments.full_day(row.valid_from),
        "依据": row.source,
        "建议值": "是" if row.proposal else "否",
        "提出人": str(row.proposed_by),
    }


def propose_policy(
    key: str,
    value: Any,
    *,
    source: str,
    valid_from: date,
    actor: User,
    scope: str = "",
    proposal: bool = False,
    shown: Shown,
) -> PolicyProposal:
    """The first of two. Raises PermissionDenied, Changed, UnknownPolicy, ValidationError (by field) as `set_policy` does,
    and when one waits already or nobody could confirm it."""
    with transaction.atomic():
        _administrator(actor)
        unit = value_problems(key, value, source, valid_from)
        Policy.objects.select_for_update().get(pk=Policy.objects.filter(key=key).earliest("pk").pk)
        refuse_changed(shown, policy_facts(key, scope))
        if Policy.objects.filter(key=key, scope=scope, valid_from=valid_from).exists():
            raise ValidationError({"valid_from": "该日期已有取值，已设定的不能更改；请选择另一个生效日期。"})
        _clear_the_way(key, scope)
        if not _seconds_for(actor):
            raise ValidationError(_NOBODY)
        row = PolicyProposal(
            key=key, scope=scope, value=value, unit=unit, source=source.strip(), proposal=proposal,
            valid_from=valid_from, proposed_by=actor, proposed_at=clock.now(),
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise ValidationError("已有一项提议等待复核，请先复核或撤下。") from error
        data = {"key": key, "scope": scope, "value": value, "valid_from": valid_from.isoformat()}
        record("policy.proposed", actor=actor, subject=row, reason=row.source, data=data)
    return row


def _clear_the_way(key: str, scope: str) -> None:
    """A proposal whose day is over cannot be confirmed any more: it makes room."""
    standing = standing_proposal(key, scope)
    if standing is None:
        return
    if standing.valid_from >= clock.today():
        raise ValidationError(f"{standing.proposed_by} 已经提出新值，等待复核：请先复核或撤下。")
    _close(standing, ProposalOutcome.LAPSED, None, "")


def _seconds_for(proposer: User) -> list[User]:
    return [one for one in administrators() if one.pk != proposer.pk and proposer.pk not in one.came_from]


def _administrator(actor: User) -> User:
    """As locked, so that a role lost a moment ago is lost. Raises PermissionDenied."""
    person = fresh(actor, lock_people(actor))
    check_administrator(person)
    assert person is not None
    return person


def second_problems(row: PolicyProposal, user: User) -> list[str]:
    """Why this administrator may not be the second, in the words of the act."""
    if row.outcome:
        return [_OVER]
    if row.proposed_by_id == user.pk:
        return ["您是提议人，须由另一位系统管理员复核。"]
    if row.valid_from < clock.today():
        return ["提出的生效日期已过，请重新提出。"]
    return made_by_problems(user, row.proposed_by_id)


def confirm_policy(row: PolicyProposal, *, actor: User, shown: Shown) -> Policy:
    """The second of two: the value is set. Raises PermissionDenied, Changed, ValidationError."""
    with transaction.atomic():
        person = _administrator(actor)
        locked = PolicyProposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=row.pk)
        if problems := second_problems(locked, person):
            note_refused(problems)
            raise ValidationError(problems)
        refuse_changed(shown, proposal_facts(locked))
        policy = set_policy(
            locked.key, locked.value, source=locked.source, valid_from=locked.valid_from, actor=locked.proposed_by,
            second=actor, scope=locked.scope, proposal=locked.proposal, shown=stamp(policy_facts(locked.key, locked.scope)),
        )  # fmt: skip
        locked.policy = policy
        _close(locked, ProposalOutcome.CONFIRMED, actor, "")
    return policy


def close_policy_proposal(row: PolicyProposal, *, actor: User, reason: str) -> PolicyProposal:
    """The proposer takes it back, or another administrator does not agree; with a reason. Raises as confirming does."""
    with transaction.atomic():
        _administrator(actor)
        locked = PolicyProposal.objects.select_for_update(of=("self",)).get(pk=row.pk)
        problems = [] if not locked.outcome else [_OVER]
        problems += [] if reason.strip() else ["请写明理由。"]
        if problems:
            raise ValidationError(problems)
        own = locked.proposed_by_id == actor.pk
        record("policy.proposal_closed", actor=actor, subject=locked, reason=reason, data={"key": locked.key})
        _close(locked, ProposalOutcome.WITHDRAWN if own else ProposalOutcome.REFUSED, actor, reason)
    return locked


def _close(row: PolicyProposal, outcome: ProposalOutcome, actor: User | None, reason: str) -> None:
    row.outcome, row.closed_by, row.closed_at, row.closing_reason = outcome, actor, clock.now(), reason.strip()
    row.save(update_fields=["outcome", "closed_by", "closed_at", "closing_reason", "policy"])
