"""Forms around an answer of the holder."""

from typing import Any

from django import forms

from certification.authorizations.suspensions.restorations.acts import KINDS, LONGEST
from certification.authorizations.suspensions.restorations.models import Restoration
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.text.fields import TextField


class RestorationForm(forms.Form):
    """陈述意见 or 申请恢复; `evidence`: what the cause asks for (`suspensions.causes`)."""

    kind = forms.ChoiceField(
        label="您要提出",
        choices=Restoration.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择陈述意见或申请恢复。"},
    )
    text = TextField(
        label="事实和理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请写明事实和理由。"},
    )
    files = FilesField(label="证明材料", required=False)

    def __init__(self, *args: Any, megabytes: int, may_ask: bool, evidence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(KINDS)
        least = "申请恢复须至少一份。" if may_ask else ""
        how = f"可以一次选择多份：{in_words(kinds)}，每份不超过 {megabytes} MB。{least}"
        self.fields["files"].help_text = evidence + how
        self.fields["files"].widget.attrs["accept"] = accept_attribute(kinds)
        if not may_ask:
            statement = Restoration.Kind.STATEMENT
            self.fields["kind"].choices = [(statement.value, statement.label)]  # type: ignore[attr-defined]
