"""Forms of the objection's acts."""

from django import forms

from applications.review.stages.public_notice.models import Objection
from tianfu.files.fields import FilesField
from tianfu.text.fields import TextField, formfield

SUMMARY_HINT = "用自己的话概括异议针对什么、依据是什么；不写异议人，不照抄原文。另一人核对后才告知企业。"


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ObjectionForm(forms.ModelForm):
    """登记; the summary may follow later."""

    summary = TextField(
        label="告知企业的摘要（可稍后拟写）", max_length=1000, required=False, widget=area(4), help_text=SUMMARY_HINT
    )

    class Meta:
        model = Objection
        formfield_callback = formfield
        fields = ("source", "objector", "contact", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"objector": "单位名称或个人姓名；不对外公开。", "text": "如实记录；企业和公众都看不到原文。"}


class SummaryForm(forms.Form):
    summary = TextField(
        label="告知企业的摘要",
        max_length=1000,
        widget=area(4),
        help_text=SUMMARY_HINT,
        error_messages={"required": "请写明异议针对什么、依据是什么，不写异议人。"},
    )


class CheckForm(forms.Form):
    note = TextField(label="退改意见（退回时必填）", max_length=500, required=False, widget=area(3))


class FindingForm(forms.Form):
    outcome = forms.ChoiceField(
        label="结论",
        choices=Objection.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    finding = TextField(
        label="核查情况",
        max_length=2000,
        widget=area(5),
        help_text="企业会看到。不写异议人，不照抄异议原文。",
        error_messages={"required": "请写明核查情况，企业会看到。"},
    )


class AnswerForm(forms.Form):
    text = TextField(
        label="您的陈述",
        max_length=3000,
        widget=area(8),
        help_text="写明事实和依据。经办人会逐条核对。",
        error_messages={"required": "请写明对异议的说明。"},
    )
    files = FilesField(label="证明材料（选填，可多选）", required=False, help_text="PDF、JPG、PNG、XLSX 或 DOCX。")
