"""The form of an officer's opinion on what a holder asked for."""

from django import forms

from tianfu.text.fields import TextField


class AnswerForm(forms.Form):
    """The first person's opinion on it."""

    reason = TextField(
        label="核查情况和理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明核查情况和理由：会告知企业。"},
    )
