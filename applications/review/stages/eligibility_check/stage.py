"""资格核验 (route 自我声明): an award or equal recognised, and a clean record (seed 000, 三(三))."""

from typing import TYPE_CHECKING

from applications.cases.rules.obstacles import screen
from applications.cases.stages.stage import register
from applications.review.acts.checklist import ChecklistForm, ChecklistStage
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class EligibilityForm(ChecklistForm):
    checklist_key = "eligibility_check"


@register
class EligibilityCheck(ChecklistStage):
    key = "eligibility_check"
    needs_sections = ("honors",)
    label = "资格核验"
    applicant_label = "正在核验自我声明资格"
    roles = (Role.OPERATOR_OFFICER,)
    may_correct = True
    verb_label = "资格符合"
    todo = "请核验自我声明资格。"
    clause = "川质强省发〔2021〕1号 三（三）"
    form_class = EligibilityForm
    rests_on = ("honors", "subject.uscc")

    def problems(self, application: "Application") -> list[str]:
        missing = [] if application.honors.exists() else ["没有可以认可的质量荣誉。"]
        return missing + screen(application)
