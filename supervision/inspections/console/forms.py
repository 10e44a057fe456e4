"""The field form and the forms of the acts after it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from supervision.directories.console.pages import DayInput
from supervision.directories.models import InspectionItem
from supervision.directories.states import Method
from supervision.inspections.models import FieldRecord, InspectionTask
from supervision.inspections.records.acts import stored_values
from supervision.inspections.states import Answer, ResultWord, Signing
from tianfu.text.fields import TextField
from tianfu.workflow.signatures.basis import BasedForm

_BOX = {"rows": 3}


def text_field(label: str, longest: int, *, lines: bool = False, hint: str = "") -> TextField:
    widget = forms.Textarea(attrs=_BOX) if lines else forms.TextInput()
    return TextField(label=label, max_length=longest, required=False, widget=widget, help_text=hint)


def _answers(item: InspectionItem) -> list[tuple[str, str]]:
    """A test is waited for only where the item is inspected by one."""
    sampled = Method.SAMPLING in item.methods
    return [(key, label) for key, label in Answer.choices if key != Answer.SAMPLED or sampled]


class RecordForm(BasedForm, forms.Form):
    """One field for each item of the task, and the record's own; every field may be left for later."""

    def __init__(self, data: Any = None, *, task: InspectionTask, record: FieldRecord | None) -> None:
        self._stored = stored_values(task, record)
        super().__init__(data, initial=self._stored)
        self.items = list(task.items.order_by("code"))
        self.fields["visited_on"] = forms.DateField(label="检查日期", required=False, widget=DayInput())
        self.fields["met"] = text_field("现场接待人及职务", 120)
        for item in self.items:
            self.fields[f"answer-{item.pk}"] = forms.ChoiceField(
                label=item.name, choices=_answers(item), required=False, widget=forms.RadioSelect
            )
            self.fields[f"note-{item.pk}"] = text_field(f"说明：{item.name}", 1000, lines=True)
        self.fields["remarks"] = text_field("其他情况", 2000, lines=True)
        self.fields["signing"] = forms.ChoiceField(
            label="被检查方签字", choices=Signing.choices, required=False, widget=forms.RadioSelect
        )
        self.fields["signatory"] = text_field("签字人姓名", 60)
        self.fields["unsigned_reason"] = text_field(
            "未签字的理由", 500, lines=True, hint="拒绝签字或现场无人的，请写明情况。"
        )
        self.fields["witnesses"] = text_field("见证人及单位", 120)
        self.fields["witnesses"].help_text = "被检查方拒绝签字或不在现场时，可以请人见证，例如所在社区、物业的人员。"

    def clean(self) -> dict[str, Any]:
        known = {str(item.pk) for item in self.items}
        posted = {name.partition("-")[2] for name in self.data if name.startswith(("answer-", "note-"))}
        if posted - known:
            raise ValidationError("表单中有不属于本次检查的事项，未保存。请重新打开页面后填写。")
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """What is saved, by the names of `stored_values`."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


class ConclusionForm(forms.Form):
    word = forms.ChoiceField(
        label="检查结果", choices=ResultWord.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择一个检查结果。"},
    )  # fmt: skip
    explanation = text_field("情况说明", 2000, lines=True, hint="除“未发现问题”外必须填写；会告知被检查对象，不公开。")
    rectify_by = forms.DateField(label="整改期限", required=False, widget=DayInput(), help_text="责令改正的必须填写。")


class ReinspectionForm(forms.Form):
    on = forms.DateField(label="复查日期", widget=DayInput(), error_messages={"required": "请填写复查日期。"})
    passed = forms.ChoiceField(
        label="整改结果", choices=(("yes", "合格"), ("no", "不合格")), widget=forms.RadioSelect,
        error_messages={"required": "请选择整改结果。"},
    )  # fmt: skip
    findings = TextField(label="复查情况", max_length=2000, widget=forms.Textarea(attrs=_BOX))


class CorrectionForm(forms.Form):
    word = forms.ChoiceField(
        label="更正后的检查结果", choices=ResultWord.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择更正后的检查结果。"},
    )  # fmt: skip
    explanation = text_field(
        "更正后的情况说明", 2000, lines=True, hint="除“未发现问题”外必须填写；会告知被检查对象，不公开。"
    )
    reason = TextField(
        label="更正的理由", max_length=2000, widget=forms.Textarea(attrs=_BOX),
        error_messages={"required": "请写明更正的理由：会告知被检查对象。"},
    )  # fmt: skip
