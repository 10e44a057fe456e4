"""Who may do what to an authorization: an operator with a second person, or the system for issue and cascades."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from certification.authorizations.states import AuthorizationState
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import SYSTEM, Rule
from tianfu.workflow.signatures.two_people import by_two


class Mark(Protocol):
    """What the rules ask of an authorization."""

    pk: Any
    revision: int
    certificate: Any
    starts_on: date
    ends_on: date
    previous: Any
    published_at: Any
    suspensions: Any

    @property
    def programme_slug(self) -> str: ...

    def certificate_issued(self) -> bool: ...


def operates_on(authorization: Mark, user: Any) -> bool:
    """One of the operator's people for the programme of this mark."""
    return user.has_role(Role.OPERATOR_OFFICER, programme=authorization.programme_slug)


def _nobody(authorization: Mark, user: Any) -> bool:
    return False


def _certificate_problems(authorization: Mark) -> list[str]:
    certificate = authorization.certificate
    if certificate is not None and not certificate.is_valid(clock.today()):
        return [f"质量认证证书 {certificate.number} 当前“{certificate.effective_label(clock.today())}”，标识不能有效。"]
    return []


def _activation_problems(authorization: Mark) -> list[str]:
    problems = [] if authorization.certificate_issued() else ["授权证书尚未生成。"]
    if authorization.starts_on > clock.today():
        problems.append(f"有效期自 {authorization.starts_on} 起，尚未开始。")
    if lost_its_ground(authorization):
        problems.append(f"所续期的授权 {authorization.previous} 已终止，续期的授权不能生效。")
    return problems + standing_problems(authorization)


def lost_its_ground(authorization: Mark) -> bool:
    """Whether what it was to continue was withdrawn or cancelled before its first day."""
    previous, gone = authorization.previous, (AuthorizationState.WITHDRAWN, AuthorizationState.CANCELLED)
    return previous is not None and authorization.published_at is None and previous.state in gone


def standing_problems(authorization: Mark) -> list[str]:
    """What forbids an authorization to become active today, whether its papers are made or not."""
    return over_problems(authorization) + _certificate_problems(authorization)


def over_problems(authorization: Mark) -> list[str]:
    """After its last day an authorization is 过期 for every act, whether a job has written that down or not."""
    over = authorization.ends_on < clock.today()
    return [f"有效期至 {authorization.ends_on} 止，已经届满，不能再办理。"] if over else []


def _cancellation_problems(authorization: Mark) -> list[str]:
    """One that was never issued may be cancelled at any time: it would block its product for ever."""
    return [] if authorization.published_at is None else over_problems(authorization)


def _reinstatement_problems(authorization: Mark) -> list[str]:
    causes = [row.get_cause_display() for row in authorization.suspensions.filter(lifted_at=None)]
    problems = [f"仍有未消除的暂停原因：{'、'.join(causes)}。"] if causes else []
    return problems + standing_problems(authorization)


def _cancelled_by(authorization: Mark, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    """Two people; the clockwork only where a renewed one lost what it was to continue."""
    if actor is SYSTEM and not lost_its_ground(authorization):
        return ["注销授权须由两人作出：先由一人提出，再由另一人确认。"]
    return by_two("cancel", what="注销授权", by_system=True)(authorization, actor, inputs)


def _amendment_objections(authorization: Mark, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    """`decided`: what the holder asked for and this officer's act has granted a moment ago."""
    decided = inputs.get("decided")
    if decided is None or not decided.grants(authorization, actor):
        return ["变更须由持有人申请、按规定办理后登记。"]
    return []


def _expiry_problems(authorization: Mark) -> list[str]:
    return [] if authorization.ends_on < clock.today() else [f"有效期至 {authorization.ends_on} 止，尚未届满。"]


RULES: dict[str, Rule] = {
    "activate": Rule("启用授权", _nobody, problems=_activation_problems, by_system=True),
    "suspend": Rule(
        "暂停授权",
        operates_on,
        problems=over_problems,
        objections=by_two("suspend", by_system=True),
        note_required=True,
        by_system=True,
    ),
    "reinstate": Rule(
        "恢复授权",
        operates_on,
        problems=_reinstatement_problems,
        objections=by_two("reinstate", "replace", by_system=True),
        note_required=True,
        by_system=True,
    ),
    "expire": Rule("到期失效", _nobody, problems=_expiry_problems, by_system=True),
    "pass_on": Rule(
        "登记继受", operates_on, problems=over_problems, objections=_amendment_objections, note_required=True
    ),
    "amend": Rule(
        "变更授权内容", operates_on, problems=over_problems, objections=_amendment_objections, note_required=True
    ),
    "withdraw": Rule(
        "撤销授权",
        operates_on,
        problems=over_problems,
        objections=by_two("withdraw"),
        note_required=True,
    ),
    "cancel": Rule(
        "注销授权",
        operates_on,
        problems=_cancellation_problems,
        objections=_cancelled_by,
        note_required=True,
        by_system=True,
    ),
}
