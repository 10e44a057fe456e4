"""资料审核: the scheme's checklist answered and every row of the comparison table verified."""

from typing import TYPE_CHECKING, Any

from django import forms

from applications.checklist import ChecklistForm
from applications.comparing import Verdict
from applications.stage import Stage, register
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.models import Application


class DocumentReviewForm(ChecklistForm):
    checklist_key = "document_review"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(self.application.comparison.all())
        for row in self.rows:
            self.fields[f"row_{row.pk}"] = forms.BooleanField(
                label=f"对比表“{row.indicator}”与检测报告、标准原文一致",
                required=True,
                error_messages={"required": f"请核实对比表“{row.indicator}”。"},
            )
        self.order_fields([name for name in self.fields if name != "opinion"] + ["opinion"])

    def answers(self) -> dict[str, Any]:
        verified = {
            f"comparison:{row.pk}": {"text": row.indicator, "answer": bool(self.cleaned_data[f"row_{row.pk}"])}
            for row in self.rows
        }
        scheme = {"indicator_scheme": self.application.programme_version.payload["indicator_scheme"]}
        return {**super().answers(), **verified, **scheme}


@register
class DocumentReview(Stage):
    key = "document_review"
    label = "资料审核"
    applicant_label = "正在审核资料"
    desk = "省市场监督管理学会"
    roles = (Role.OPERATOR_OFFICER,)
    may_correct = True
    verb_label = "审核通过"
    clause = "川质强省发〔2021〕1号 三（二）"
    form_class = DocumentReviewForm

    def problems(self, application: "Application") -> list[str]:
        worse = [row.indicator for row in application.comparison.all() if row.verdict == Verdict.WORSE]
        return [f"对比表中“{'”、“'.join(worse)}”低于对比值，不能通过。"] if worse else []
