"""准予决定: two different people of the province, neither of whom acted on the case before, in any round."""

from typing import TYPE_CHECKING

from django import forms

from applications.cases.rules.obstacles import screen
from applications.cases.stages.form import StageForm
from applications.cases.stages.phase import Phase
from applications.cases.stages.stage import Stage, register
from tianfu.accounts.roles import Role
from tianfu.text.fields import TextField

if TYPE_CHECKING:
    from applications.cases.models.application import Application


OPINION_MISSING = "请写明决定意见。"


class ApprovalForm(StageForm):
    opinion = TextField(
        label="决定意见",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": OPINION_MISSING},
    )


@register
class Approval(Stage):
    key = "approval"
    phase = Phase.DECISION
    label = "准予决定"
    applicant_label = "正在作出决定"
    roles = (Role.PROVINCE_OFFICER,)
    second_roles = (Role.PROVINCE_APPROVER,)
    verb_label = "准予授权"
    todo = "请提出准予或不予授权的意见。"
    clause = "设计：四眼原则"
    form_class = ApprovalForm
    opinion_missing = OPINION_MISSING
    independent = True
    rests_on = ("*",)

    def problems(self, application: "Application") -> list[str]:
        return screen(application)

    def passing(self, application: "Application") -> dict[str, str]:
        onward = application.stage_order[application.stage_order.index(self.key) + 1 :]
        follows, made = "随即制作证书和标识。", "证书制作完成后"
        if onward:
            follows, made = "企业随后签署授权协议，双方签署后制作证书和标识。", f"协议签署、{made}"
        return {
            "what": f"作出准予授权的决定，生成决定书。{follows}",
            "told": "企业有查看权限的成员（站内消息和邮件）",
            "public": f"{made}，公开授权信息和对比表",
            "undo": "不能撤回；此后只能依规定暂停、撤销或注销授权。",
        }
