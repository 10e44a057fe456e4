"""Whether a person may hold a role at all: asked of the proposal and again of the confirmation."""

from django.core.exceptions import PermissionDenied, ValidationError

from tianfu.accounts.access.both_sides import BothSides, note_refused
from tianfu.accounts.access.separation import staff_problems
from tianfu.accounts.factors import step_up
from tianfu.accounts.grants.start import waiting_words
from tianfu.accounts.models import Region, User
from tianfu.accounts.programmes import EVERY, programme_names, seat
from tianfu.accounts.roles import PROGRAMME_OPTIONAL, REGION_OPTIONAL, REGION_REQUIRED, SEPARATED_KINDS, Role, conflicts
from tianfu.accounts.titles import title

CONFIRMED = step_up.WAYS
"""What `stepup.confirm_identity` returns; a person granting access hands it on as `identity`."""


def check_administrator(actor: User | None) -> None:
    """Raises PermissionDenied unless the actor is the system, or a system administrator whose role holds and who is, from
    before this was refused, no member of an enterprise or body."""
    if actor is None:
        return
    if not actor.has_role(Role.SYSTEM_ADMIN):
        raise PermissionDenied(f"只有系统管理员可以办理。{waiting_words(actor)}")
    if problems := staff_problems(actor):
        note_refused(problems)
        raise PermissionDenied(problems[0])


def check_identity(actor: User | None, identity: str) -> None:
    """Raises PermissionDenied unless the actor may and has just confirmed who they are."""
    check_administrator(actor)
    if actor is not None and identity not in CONFIRMED:
        raise PermissionDenied("办理前请再次验证身份。")


def needed(reason: str) -> str:
    """The reason, stripped; ValidationError when there is none."""
    if not reason.strip():
        raise ValidationError("请填写理由。", code="reason")
    return reason.strip()


def check_fit(person: User, role: Role, region: Region | None, programme: str = "") -> None:
    """Raises ValidationError with what stands against this role in this person, as locked."""
    if not person.is_active:
        raise ValidationError("账号已停用，请先恢复账号再授予角色。", code="disabled")
    name = title(role, programme, region)
    if role in REGION_REQUIRED and region is None:
        raise ValidationError(f"“{name}”须选择负责的{seat(programme)}。", code="region_required")
    if region is not None and role not in REGION_REQUIRED | REGION_OPTIONAL:
        raise ValidationError(f"“{name}”不分地区，请不要选择地区。", code="region_refused")
    if programme and role not in PROGRAMME_OPTIONAL:
        raise ValidationError(f"“{name}”的职责不分品牌项目，请选择“{EVERY}”。", code="programme_refused")
    if programme and programme not in programme_names():
        raise ValidationError("请从列表中选择品牌项目。", code="programme_unknown")
    if clash := conflicts(role, person.granted_roles):
        names = "、".join(f"“{title(other)}”" for other in clash)
        raise ValidationError(f"“{name}”与已有角色{names}不能由同一人担任，请先终止已有角色。", code="conflict")
    if person.role_grants.active().filter(role=role, region=region, programme=programme).exists():
        raise ValidationError("该用户已经在这个地区担任此角色。", code="held")
    _check_memberships(person)


def _check_memberships(person: User) -> None:
    # 回避: who files for an enterprise, or certifies its products, does not decide on applications.
    sides = person.memberships.live().filter(organisation__kind__in=SEPARATED_KINDS).select_related("organisation")
    if side := sides.first():
        kind = side.organisation.get_kind_display()
        sentence = (
            f"该用户是{kind}成员（“{side.organisation}”，{side.get_status_display()}），不能担任监管岗位；"
            "请使用另外的账号，或先结束其成员身份。"
        )
        note_refused([BothSides(sentence, person.pk)])
        raise ValidationError(sentence, code=f"{side.organisation.kind}_member")
