"""资料审核: the scheme's checklist answered and every row of the comparison table verified."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from applications.cases.stages.stage import register
from applications.form.arithmetic import Verdict
from applications.review.acts.checklist import ChecklistForm, ChecklistStage
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class DocumentReviewForm(ChecklistForm):
    checklist_key = "document_review"


@register
class DocumentReview(ChecklistStage):
    key = "document_review"
    label = "资料审核"
    applicant_label = "正在审核资料"
    roles = (Role.OPERATOR_OFFICER,)
    may_correct = True
    verb_label = "审核通过"
    todo = "请审核资料和对比表。"
    clause = "川质强省发〔2021〕1号 三（二）"
    form_class = DocumentReviewForm
    rests_on = ("subject", "product", "standard", "comparison", "evidence", "certificate", "honors")

    def questions(self, application: "Application") -> dict[str, str]:
        """The scheme's list, and every row of the comparison table."""
        rows = {
            f"comparison:{row.pk}": f"对比表“{row.indicator}”与检测报告、标准原文一致"
            for row in application.comparison.all()
        }
        return {**super().questions(application), **rows}

    def kept(self, application: "Application", answers: Mapping[str, Any]) -> dict[str, Any]:
        scheme = {"indicator_scheme": application.programme_version.payload["indicator_scheme"]}
        return {**super().kept(application, answers), **scheme}

    def problems(self, application: "Application") -> list[str]:
        worse = [row.indicator for row in application.comparison.all() if row.verdict == Verdict.WORSE]
        return [f"对比表中“{'”、“'.join(worse)}”低于对比值，不能通过。"] if worse else []
