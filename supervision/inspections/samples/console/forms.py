"""Forms of the laboratory and of its report."""

from typing import Any

from django import forms

from supervision.directories.console.pages import DayInput
from supervision.inspections.samples.acts import REPORTS
from supervision.inspections.samples.states import Verdict
from tianfu.files.kinds import accept_attribute
from tianfu.text.fields import TextField
from tianfu.workflow.policies.upload_size import most_megabytes


class LaboratoryForm(forms.Form):
    laboratory = TextField(label="检验机构", max_length=120)
    accreditation = TextField(label="资质认定编号", max_length=60, help_text="检验报告首页印有该编号。")


class ReportForm(forms.Form):
    report_number = TextField(label="检验报告编号", max_length=80)
    reported_on = forms.DateField(
        label="报告日期", widget=DayInput(), error_messages={"required": "请填写报告日期。"}
    )  # fmt: skip
    verdict = forms.ChoiceField(
        label="检验结论", choices=Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择检验结论。"},
    )  # fmt: skip
    measured = TextField(
        label="检验情况", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不合格的，请写明项目、标准要求和实测值；会告知企业，不公开。",
    )  # fmt: skip
    upload = forms.FileField(
        label="检验报告",
        widget=forms.FileInput(attrs={"accept": accept_attribute(REPORTS)}),
        error_messages={"required": "请上传检验报告。", "empty": "文件是空的，请重新选择。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = f"PDF、JPEG 或 PNG，最大 {most_megabytes()} MB。"

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        if data.get("verdict") == Verdict.FAIL and not data.get("measured"):
            self.add_error("measured", "不合格的，请写明不合格的项目和实测值。")
        return data
