"""Forms of the blacklist."""

from typing import Any

from django import forms

from supervision.lists.blacklist.entries import MONTHS
from supervision.lists.states import Grounds
from tianfu.accounts.organisations.uscc import UsccField
from tianfu.text.fields import TextField, WholeField


class CodeForm(forms.Form):
    """Who it is about."""

    uscc = UsccField(error_messages={"required": "请填写统一社会信用代码。"})


class EntryForm(forms.Form):
    """`fixed`: the platform knows the bearer's name; it is not typed again."""

    name = TextField(label="企业名称", max_length=120, error_messages={"required": "请填写营业执照上的名称。"})
    grounds = forms.ChoiceField(
        label="事由类别（公开）",
        choices=Grounds,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择事由类别。"},
    )
    cause = TextField(
        label="事实和依据（告知企业，不公开）",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明事由：事实、证据和依据会告知企业。"},
    )
    months = WholeField(
        label="期限",
        unit="月",
        min_value=MONTHS[0],
        max_value=MONTHS[1],
        help_text="自复核生效之日起计算；期满自动失效。",
        error_messages={"required": "请填写期限。"},
    )

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].disabled = fixed


class RemovalForm(forms.Form):
    reason = TextField(
        label="移出的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明移出的理由：理由会告知企业。"},
    )
