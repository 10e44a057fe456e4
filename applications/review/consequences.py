"""What passing a stage sets off that cannot be taken back: said on a page of its own before it is done."""

from typing import Any

from applications.cases.deadlines import allowed_days
from applications.cases.models.application import Application
from applications.cases.stage import stage
from applications.cases.states import STAGES, ApplicationState
from tianfu.workflow import clock

S = ApplicationState


def final_pass(application: Application, user: Any) -> dict[str, str] | None:
    """What happens, who is told, what becomes public, whether it can be undone, when this person's act passes the stage
    for good; None when it only proposes, or when the case can still be sent back quietly."""
    if application.state not in STAGES or application.state not in application.stage_order:
        return None
    if stage(application.state).second_roles and application.open_endorsement("pass_stage") is None:
        return None
    order = application.stage_order
    onward = order[order.index(application.state) + 1 :]
    if application.state == S.APPROVAL:
        return _approved(bool(onward))
    return _published(application) if onward and onward[0] == S.PUBLIC_NOTICE else None


def _approved(agreement_follows: bool) -> dict[str, str]:
    follows = "企业随后签署授权协议，双方签署后制作证书和标识。" if agreement_follows else "随即制作证书和标识。"
    return {
        "what": f"作出准予授权的决定，生成决定书。{follows}",
        "told": "企业有查看权限的成员（站内消息和邮件）",
        "public": "协议签署、证书制作完成后，公开授权信息和对比表",
        "undo": "不能撤回；此后只能依规定暂停、撤销或注销授权。",
    }


def _published(application: Application) -> dict[str, str]:
    days = allowed_days(application, "stage.public_notice.days", clock.today())
    return {
        "what": f"立即发布公示，公示期 {days} 个工作日，期间任何单位和个人可以提出异议。",
        "told": "企业有查看权限的成员（站内消息和邮件）",
        "public": "企业名称、产品、执行标准和对比表，当日起在公示栏公开",
        "undo": "发布后不能收回；有异议的，核查后退回或不予授权，公示记录保留。",
    }


AGREED = {
    "what": "运营机构签署协议，授权即时成立，系统开始制作证书和标识。",
    "told": "企业有查看权限的成员（站内消息和邮件）",
    "public": "证书制作完成后，公开授权信息、对比表和登记日志条目",
    "undo": "不能撤回；此后只能依规定暂停、撤销或注销授权。",
}
