"""Forms of binding an enterprise, joining one, and deciding a claim."""

from typing import Any

from django import forms
from django.utils.html import escape

from tianfu.accounts.models import Region
from tianfu.accounts.organisations.uscc import UsccField
from tianfu.accounts.organisations.uscc_confirmation import ConfirmedUscc
from tianfu.accounts.regions.choices import places
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import TextField

KEPT = "licence_kept"


def seats() -> Any:
    return Region.objects.seats()


class BindForm(PrintedForm, ConfirmedUscc, forms.Form):
    """The first claim of an enterprise, or the search for one already bound."""

    code = UsccField(help_text="18 位，见营业执照；可以输入小写字母和空格。")
    name = TextField(label="企业名称", max_length=120, help_text="与营业执照完全一致。")
    region = forms.ModelChoiceField(label="登记地市（州）", queryset=Region.objects.none(), empty_label="请选择")
    licence = forms.FileField(label="营业执照", help_text="PDF、JPG 或 PNG，清晰完整。由登记地市场监管局核验。")
    # Hidden inputs that components/form.html writes.
    based_on: list[tuple[str, str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = seats()  # type: ignore[attr-defined]
        self.fields["region"].label = f"登记地{places().kind}"

    def keeps(self, name: str, reference: str) -> None:
        """The licence given before is there: another one may be chosen, none need be."""
        self.fields["licence"].required = False
        # The bound field has taken the words already when the form was validated.
        self["licence"].help_text = f"已收到“{escape(name)}”，无需再次选择；需要更换时再选文件。"
        self.based_on = [(KEPT, reference)]


class JoinForm(forms.Form):
    code = UsccField(help_text="要加入的企业的代码。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whether the last digit fits matters only for a code of nobody: `find_enterprise` says so.
        self.fields["code"].confirmed = True  # type: ignore[attr-defined]


class ClaimDecisionForm(forms.Form):
    reason = TextField(label="不予通过的理由", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
