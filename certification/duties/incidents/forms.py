"""The form of an incident report, and what the operator answers."""

from typing import Any

from django import forms

from certification.authorizations.models.authorization import Authorization
from certification.duties.incidents.acts import KINDS, fact_problems
from certification.duties.incidents.states import IncidentKind
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.text.fields import TextField

_AREA = {"rows": 4}


def _day(label: str, hint: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-12-04 的格式填写日期。"},
    )


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别",
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择报告的类别。", "invalid_choice": "请选择列出的类别。"},
    )
    happened_on = _day("发生日期", "事故发生、决定召回、出具不合格结果或失效的日期。")
    learned_on = _day("获知日期", "报告期限从这一天起算。")
    affected = TextField(
        label="涉及的批次和数量", required=False, max_length=200, help_text="如：20270301 批，320 套。"
    )
    text = TextField(label="情况", required=False, max_length=2000, widget=forms.Textarea(attrs=_AREA))
    measures = TextField(
        label="已采取的措施",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
        help_text="如：停止销售、通知经销商、封存库存、通知消费者。",
    )
    files = FilesField(label="证明材料", required=False)

    def __init__(self, *args: Any, authorization: Authorization, megabytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorization = authorization
        kinds = list(KINDS)
        self.fields["files"].help_text = f"可以一次选择多份：{in_words(kinds)}，每份不超过 {megabytes} MB。"
        self.fields["files"].widget.attrs["accept"] = accept_attribute(kinds)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, problem in fact_problems(self.authorization, data).items():
            if name not in self.errors:
                self.add_error(name or None, problem)
        return data


class TakeBackForm(forms.Form):
    """Why the holder takes a report back."""

    reason = TextField(
        label="撤回的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：批号看错，不是本产品。会告知运营机构。",
        error_messages={"required": "请写明撤回的理由：会告知运营机构。"},
    )


class AnswerForm(forms.Form):
    """The operator's words on a report."""

    note = TextField(
        label="核收意见",
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
        help_text="写明还要企业做什么；不需要的，请写明。会告知企业。",
        error_messages={"required": "请写明核收意见：会告知企业。"},
    )
