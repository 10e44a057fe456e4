"""The first administrators, and the one who is missing: made by a command on the server, never on a page.

Their grants bear no signature of an administrator, because there is none; the database allows them only while fewer
than two are left. The accounts have no password: each person sets it by a one-time link.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from tianfu.accounts.grants.effect import tell, write_grant
from tianfu.accounts.grants.fit import needed
from tianfu.accounts.grants.invitations import create_account, send_invitation
from tianfu.accounts.grants.sql import FOUNDERS
from tianfu.accounts.models import RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role


@dataclass(frozen=True)
class Candidate:
    email: str
    name: str


def able_administrators() -> list[User]:
    """Whose account is open and who was given the role, whether it holds yet or not."""
    grants = RoleGrant.objects.active().filter(role=Role.SYSTEM_ADMIN, user__is_active=True)
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("pk"))


def found_administrators(first: Candidate, second: Candidate, *, reason: str) -> dict[str, str]:
    """The first administrator and his second; returns each one's path of the one-time link, by address.

    Raises ValidationError when there are administrators, when both are the same person, or when an address is taken.
    """
    if first.email.strip().lower() == second.email.strip().lower():
        raise ValidationError("两位系统管理员须是两个不同的人，使用不同的电子邮箱。", code="same_person")
    with transaction.atomic():
        if held := able_administrators():
            names = "、".join(person.email for person in held)
            raise ValidationError(
                f"平台已有系统管理员（{names}），不再初建。只剩一位的，用 administrators_recover 补建；"
                "其他的由两位系统管理员在工作台授予。",
                code="founded",
            )
        return dict([_make(candidate, reason, "administrators.founded") for candidate in (first, second)])


def recover_administrator(candidate: Candidate, *, reason: str) -> dict[str, str]:
    """One more administrator where only one is left, so that two can sign again; as `found_administrators`."""
    with transaction.atomic():
        held = len(able_administrators())
        if held == 0:
            raise ValidationError("平台没有系统管理员，请用 administrators_found 建立两位。", code="none")
        if held >= FOUNDERS:
            raise ValidationError(
                f"平台现有 {held} 位系统管理员，无需补建；请由两位系统管理员在工作台授予。", code="enough"
            )
        return dict([_make(candidate, reason, "administrators.recovered")])


def _make(candidate: Candidate, reason: str, action: str) -> tuple[str, str]:
    user = create_account(email=candidate.email, name=candidate.name, actor=None, reason=needed(reason))
    write_grant(user, Role.SYSTEM_ADMIN, None, first=None, second=None, reason=reason, waiting_hours=0, at=real_now())
    tell(None, user, action, {"reason": reason.strip(), "email": user.email})
    return user.email, send_invitation(user, actor=None)
