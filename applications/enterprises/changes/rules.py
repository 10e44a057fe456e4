"""Who may do what to a change of an enterprise, and when it may take effect. A leaf.

Decided by the city where the enterprise is registered; a move to another city by the city it moves to, which keeps
the register from then on; the city it leaves is told.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from tianfu.accounts.roles import Role
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Rule


class Asked(Protocol):
    """What the rules ask of a change."""

    deciding_region_id: Any
    enterprise: Any
    valid_from: date


def _officer(change: Asked, user: Any) -> bool:
    return user.has_role(Role.PREFECTURE_OFFICER, change.deciding_region_id)


def _signer(change: Asked, user: Any) -> bool:
    return user.can(change.enterprise.organisation, "sign")


def _nobody(change: Asked, user: Any) -> bool:
    return False


def _not_its_own(change: Asked, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    members = change.enterprise.organisation.memberships
    if members.filter(user=actor, status="active").exists():
        return ["您是该企业的成员，不能办理本企业的变更，请由其他经办人办理。"]
    return []


def _too_early(change: Asked) -> list[str]:
    if clock.today() < change.valid_from:
        return [f"变更自 {moments.long_day(change.valid_from)}起生效，尚未到日。"]
    return []


RULES: dict[str, Rule] = {
    "approve": Rule("同意变更", _officer, objections=_not_its_own),
    "return_it": Rule("退回补充", _officer, objections=_not_its_own, note_required=True),
    "refuse": Rule("不予变更", _officer, objections=_not_its_own, note_required=True),
    "hand_in_again": Rule("再次提交", _signer),
    "take_back": Rule("撤回变更申请", _signer),
    "take_effect": Rule("变更生效", _nobody, problems=_too_early, by_system=True),
}
