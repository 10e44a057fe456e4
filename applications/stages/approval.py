"""准予决定: two different people of the province, neither of whom reviewed this filing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from applications.screening import screen
from applications.stage import Stage, StageForm, register
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.models import Application


class ApprovalForm(StageForm):
    opinion = forms.CharField(
        label="决定意见",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "请写明决定意见。"},
    )


@register
class Approval(Stage):
    key = "approval"
    label = "准予决定"
    applicant_label = "正在作出决定"
    desk = "省市场监督管理局"
    roles = (Role.PROVINCE_OFFICER,)
    second_roles = (Role.PROVINCE_APPROVER,)
    verb_label = "准予授权"
    clause = "设计：四眼原则"
    form_class = ApprovalForm

    def problems(self, application: "Application") -> list[str]:
        return screen(application)

    def objections(self, application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        reviewed = application.reviews.filter(reviewed_by=actor, filing__version=application.round)
        if reviewed.exclude(stage=self.key).exists():
            return ["您参与过本件的审查，须由未参与审查的人员作出决定。"]
        return []
