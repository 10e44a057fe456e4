"""Proposing, confirming, refusing and withdrawing the reset of a second factor. Each is told to the audit.

Every act locks the people first: whose factor it is, who proposed, who acts. Where there is no second administrator
who could confirm, the command `second_factor_reset` on the server does it.
"""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from tianfu.accounts.access.lock_order import lock_people
from tianfu.accounts.access.separation import made_by_problems
from tianfu.accounts.access.sessions import second_factors
from tianfu.accounts.factors import secrets, step_up
from tianfu.accounts.factors.resets.models import OPEN_FOR, FactorReset, Outcome
from tianfu.accounts.models import User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.accounts.signals import access_changed

NONE = "该用户没有启用两步验证，无需重置。"
ANSWERED = "这项重置已经办结，或已超过期限，无需再办。"


def propose(user: User, *, actor: User, reason: str, identity: str) -> FactorReset:
    """`reason`: how the identity of the person who asked was verified. The person is told by mail.

    Raises PermissionDenied for whoever is no system administrator or has not just shown who they are; ValidationError
    for oneself, for an account without a factor, and while another proposal waits.
    """
    with transaction.atomic():
        people = lock_people(user, actor)
        person = people[user.pk]
        _check(people[actor.pk], identity)
        if person.pk == actor.pk:
            raise ValidationError("不能为自己提出，请由另外两位系统管理员办理。", code="self")
        if not second_factors(person):
            raise ValidationError(NONE, code="none")
        open_one = FactorReset.objects.filter(user=person, outcome="").select_related("proposed_by").first()
        if open_one is not None and open_one.stands:
            raise ValidationError(f"{open_one.proposed_by} 已经提出，正在等待复核。", code="standing")
        if open_one is not None:
            _close(open_one, Outcome.EXPIRED, None, f"{OPEN_FOR.days} 天内没有人复核")
        made = FactorReset.objects.create(user=person, reason=_needed(reason), proposed_by=actor)
        _tell(actor, made, "second_factor.reset_proposed", made.reason, identity)
        get_adapter().send_mail("account/email/factor_reset_proposed", person.email, {"user": person})
    return made


def confirm(reset: FactorReset, *, actor: User, reason: str, identity: str) -> FactorReset:
    """As second person: the factors are taken away, the sessions end, the person is told by mail.

    Raises as `propose`, and ValidationError with everything that stands against this second person.
    """
    with transaction.atomic():
        held, people = _hold(reset, actor, identity)
        if problems := second_problems(held, people[actor.pk]):
            raise ValidationError(problems)
        if not people[held.proposed_by_id].has_role(Role.SYSTEM_ADMIN):
            raise ValidationError("提出人已不是系统管理员，请撤下后重新提出。", code="proposer")
        secrets.reset(people[held.user_id], actor=actor, reason=held.reason, first=held.proposed_by)
        _close(held, Outcome.CONFIRMED, actor, _needed(reason))
    return held


def refuse(reset: FactorReset, *, actor: User, reason: str, identity: str) -> FactorReset:
    """As second person: nothing changes, the reason stays on record."""
    with transaction.atomic():
        held, people = _hold(reset, actor, identity)
        if problems := second_problems(held, people[actor.pk]):
            raise ValidationError(problems)
        _close(held, Outcome.REFUSED, actor, _needed(reason))
        _tell(actor, held, "second_factor.reset_refused", held.closing_reason, identity)
    return held


def withdraw(reset: FactorReset, *, actor: User, reason: str, identity: str) -> FactorReset:
    """By whoever proposed it."""
    with transaction.atomic():
        held, _ = _hold(reset, actor, identity)
        if held.proposed_by_id != actor.pk:
            raise ValidationError("只有提出人可以撤下。", code="other")
        _close(held, Outcome.WITHDRAWN, actor, _needed(reason))
        _tell(actor, held, "second_factor.reset_withdrawn", held.closing_reason, identity)
    return held


def second_problems(reset: FactorReset, actor: User) -> list[str]:
    """Why `actor` may not be the second person; empty = he may."""
    if actor.pk == reset.proposed_by_id:
        return ["须由另一位系统管理员复核，提出人不能自己复核。"]
    if actor.pk == reset.user_id:
        return ["不能复核自己的两步验证重置，请由另一位系统管理员复核。"]
    return made_by_problems(actor, reset.proposed_by_id)


def _hold(reset: FactorReset, actor: User, identity: str) -> tuple[FactorReset, dict[int, User]]:
    people = lock_people(reset.user_id, reset.proposed_by_id, actor)
    _check(people[actor.pk], identity)
    held = FactorReset.objects.select_for_update(of=("self",)).select_related("user", "proposed_by").get(pk=reset.pk)
    if not held.stands:
        raise ValidationError(ANSWERED, code="answered")
    return held, people


def _check(actor: User, identity: str) -> None:
    if not actor.has_role(Role.SYSTEM_ADMIN):
        raise PermissionDenied("只有系统管理员可以办理。")
    if identity not in step_up.WAYS:
        raise PermissionDenied("办理前请再次验证身份。")


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError("请填写理由。", code="reason")
    return reason.strip()


def _close(reset: FactorReset, outcome: Outcome, actor: User | None, reason: str) -> None:
    reset.outcome, reset.closed_by, reset.closed_at, reset.closing_reason = outcome, actor, real_now(), reason
    reset.save(update_fields=["outcome", "closed_by", "closed_at", "closing_reason"])


def _tell(actor: User, reset: FactorReset, action: str, reason: str, identity: str) -> None:
    data = {"reset": reset.pk, "reason": reason, "identity": identity}
    access_changed.send(sender=User, actor=actor, user=reset.user, action=action, data=data)
