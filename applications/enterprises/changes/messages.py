"""Who is told of a change, and when. Called in the event's own transaction."""

from typing import Any

from django.dispatch import receiver

from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.changes.states import ChangeKind
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify
from tianfu.workflow import clock
from tianfu.workflow.door import state_changed

_OUTCOMES = {"approve": "同意变更", "return_it": "退回补充", "refuse": "不予变更"}
_NEXT = {
    "approve": "变更自生效日起办理：在办的申报随之更新，已发的证书和文书保留原来的名称，计时不受影响。",
    "return_it": "请按上述意见补充材料后再次提交；也可以撤回申请。",
    "refuse": "原登记信息保持不变。情况有变化的，可以重新申请。",
}


def in_words(change: EnterpriseChange) -> str:
    """What the change says, in one line."""
    if change.kind == ChangeKind.RENAME:
        return f"企业名称变更为“{change.new_name}”"
    if change.kind == ChangeKind.MOVE:
        return f"登记地变更为{change.new_region}，住所为“{change.new_address}”"
    return f"{change.get_other_role_display()}：{change.other_name}（{change.other_uscc}）"


def portal_path(change: EnterpriseChange) -> str:
    return f"/portal/enterprise/changes/{change.pk}/"


def console_path(change: EnterpriseChange) -> str:
    return f"/console/enterprise-changes/{change.pk}/"


def _facts(change: EnterpriseChange) -> dict[str, Any]:
    return {"enterprise": str(change.enterprise), "what": in_words(change), "valid_from": change.valid_from}


def _about(change: EnterpriseChange) -> str:
    return f"enterprise_change:{change.pk}"


def tell_filed(change: EnterpriseChange) -> None:
    """To the city that decides; a city the enterprise leaves hears of it at the same time."""
    _tell_desk(change, "enterprise_change_to_decide", change.deciding_region_id)
    leaving = change.enterprise.registered_region_id
    if leaving != change.deciding_region_id:
        _tell_desk(change, "enterprise_change_away", leaving, desk=str(change.deciding_region))


def _tell_desk(change: EnterpriseChange, key: str, region: Any, **more: Any) -> None:
    notify(
        key,
        roles=(Role.PREFECTURE_OFFICER,),
        region=region,
        context=_facts(change) | more,
        link=console_path(change),
        about=_about(change),
    )


@receiver(state_changed, sender=EnterpriseChange, dispatch_uid="applications.tell_enterprise_change")
def tell_passage(sender: type[EnterpriseChange], obj: EnterpriseChange, change: Any, **kwargs: Any) -> None:
    """The message of one passage."""
    if change.transition in _OUTCOMES:
        _tell_enterprise(
            obj,
            "enterprise_change_decided",
            outcome=_OUTCOMES[change.transition],
            desk=str(obj.deciding_region),
            decided_on=clock.in_beijing(change.at),
            reason=change.note,
            next_step=_NEXT[change.transition],
        )
    elif change.transition == "hand_in_again":
        _tell_desk(obj, "enterprise_change_to_decide", obj.deciding_region_id)
    elif change.transition == "take_effect":
        _tell_enterprise(obj, "enterprise_change_effective")


def _tell_enterprise(change: EnterpriseChange, key: str, **more: Any) -> None:
    notify(
        key,
        organisation=change.enterprise.organisation,
        context=_facts(change) | more,
        link=portal_path(change),
        about=_about(change),
    )
