"""Forms of asking, answering, and of what the desk does with an opinion."""

from typing import Any

from django import forms

from applications.cases.models.application import Application
from applications.cases.stages.form import StageForm
from applications.review.stages.consultation.invited.departments import directory
from applications.review.stages.consultation.models import Consultation
from applications.review.stages.consultation.standing import asked
from tianfu.files.fields import FilesField
from tianfu.text.fields import TextField


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HandlingForm(StageForm):
    """What the desk made of the departments' opinions, before it lets the case go on."""

    opinion = TextField(label="部门意见的研究处理情况", widget=area(4), max_length=2000, required=False)


class AskForm(forms.Form):
    """Which departments, and what they are asked; who has been asked already says so."""

    departments = forms.TypedMultipleChoiceField(
        label="征求哪些部门的意见",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一个部门。",
            "invalid_choice": "所选部门不在部门名录中，请重新选择。",
        },
    )
    question = TextField(
        label="征求意见的事项",
        max_length=1000,
        widget=area(4),
        help_text="部门会看到这段话，以及企业、产品、执行标准和对比表。",
        error_messages={"required": "请写明征求意见的事项。"},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = {row.department_id for row in asked(application)}
        self.fields["departments"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.name}（已征求）" if row.pk in before else row.name) for row in directory(application)
        ]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="本部门的意见",
        choices=[(one.value, one.label) for one in (Consultation.Outcome.AGREED, Consultation.Outcome.OPINION)],
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择同意或者有意见。",
            "invalid_choice": "请选择同意或者有意见。",
        },
    )
    text = TextField(
        label="意见和理由（有意见的必填）",
        max_length=2000,
        required=False,
        widget=area(6),
        help_text="办理本件的经办人会看到，企业和公众看不到。",
    )
    files = FilesField(label="附件（选填，可多选）", required=False, help_text="PDF、JPG、PNG、XLSX 或 DOCX。")
