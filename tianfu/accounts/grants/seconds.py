"""Which administrators may confirm what another one proposed."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tianfu.accounts.access.both_sides import note_refused
from tianfu.accounts.access.separation import made_by_problems
from tianfu.accounts.models import GrantProposal, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role

ALONE = (
    "平台现在没有另一位可以办理的系统管理员，角色授予须由另一位复核。请联系运维人员，在服务器上用 administrators_recover "
    "命令补建一位。"
)
NOBODY = "其他系统管理员的账号或角色都由您参与建立或授予，不能复核您的提议。请改由他们提出，由您复核。"


def administrators() -> list[User]:
    """Everybody whose account is open and whose role of system administrator holds now."""
    people = User.objects.filter(
        is_active=True, role_grants__role=Role.SYSTEM_ADMIN, role_grants__ended_at=None
    ).distinct()
    return [person for person in people.order_by("pk") if person.has_role(Role.SYSTEM_ADMIN)]


def seconds_for(proposer: User, person: User) -> list[User]:
    """Who may confirm a grant for `person` that `proposer` proposes."""
    others = [other for other in administrators() if other.pk not in (proposer.pk, person.pk)]
    return [other for other in others if proposer.pk not in other.came_from]


def check_somebody_can(proposer: User, person: User) -> None:
    """Raises ValidationError, with the way out, when a proposal would wait for nobody."""
    if seconds_for(proposer, person):
        return
    others = [other for other in administrators() if other.pk not in (proposer.pk, person.pk)]
    raise ValidationError(NOBODY if others else ALONE, code="nobody_second")


def for_second(user: User) -> "QuerySet[GrantProposal]":
    """Proposals that this administrator may confirm now."""
    if not user.has_role(Role.SYSTEM_ADMIN):
        return GrantProposal.objects.none()
    rows = GrantProposal.objects.open_at(real_now()).exclude(proposed_by__in=[user.pk, *user.came_from])
    return rows.exclude(user=user).order_by("proposed_at", "pk")


def check_second(proposal: GrantProposal, actor: User) -> None:
    """Raises ValidationError when `actor` (as locked) may not be the second of this proposal."""
    if actor.pk == proposal.proposed_by_id:
        raise ValidationError("您是提议人，须由另一位系统管理员复核。", code="same_person")
    if actor.pk == proposal.user_id:
        raise ValidationError("不能复核授予自己的角色，请由另一位系统管理员办理。", code="self")
    if problems := made_by_problems(actor, proposal.proposed_by_id):
        note_refused(problems)
        raise ValidationError(problems[0], code="made_by_first")
