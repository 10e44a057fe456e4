"""Who may do what to a registered usage: the operator accepts, returns or revokes it, the holder files it again or stops."""

from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from certification.authorizations.states import AuthorizationState
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Rule

_BARRED = {
    AuthorizationState.PENDING: "授权尚未生效，证书和标识制发后才能登记标识使用。",
    AuthorizationState.SUSPENDED: "授权已暂停，暂停期间不得使用标识；恢复后再登记。",
    AuthorizationState.EXPIRED: "授权已过有效期，不得再使用标识，不能登记。",
    AuthorizationState.WITHDRAWN: "授权已被撤销，不得再使用标识，不能登记。",
    AuthorizationState.CANCELLED: "授权已注销，不再使用标识，不能登记。",
    AuthorizationState.SUPERSEDED: "该授权已换证，请在新的授权下登记。",
}


class Usage(Protocol):
    """What the rules ask of a usage."""

    authorization: Any


def standing_problems(authorization: Any) -> list[str]:
    """Why the mark may not be used today, so that no usage is registered or accepted."""
    state = authorization.effective_on(clock.today())
    return [] if state == AuthorizationState.ACTIVE else [_BARRED[state]]


def _in_force(usage: Usage) -> list[str]:
    return standing_problems(usage.authorization)


def _operator(usage: Usage, user: Any) -> bool:
    return operates_on(usage.authorization, user)


def _holder(usage: Usage, user: Any) -> bool:
    return user.can(usage.authorization.enterprise.organisation, "edit")


def _nobody(usage: Usage, user: Any) -> bool:
    return False


RULES: dict[str, Rule] = {
    "approve": Rule("同意登记", _operator, problems=_in_force),
    "hand_back": Rule("退回登记", _operator, note_required=True),
    "carry_on": Rule("接续登记", _nobody, problems=_in_force, by_system=True),
    "take_back": Rule("撤回登记", _holder),
    "resubmit": Rule("重新提交登记", _holder, problems=_in_force),
    "revoke": Rule("撤销登记", _operator, note_required=True),
    "stop": Rule("停止使用", _holder),
    "close": Rule("随授权终止停用", _nobody, by_system=True),
}
