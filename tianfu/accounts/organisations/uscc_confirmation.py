"""The tick 营业执照上确实如此 beside a credit code whose last digit does not fit."""

from typing import Any

from django import forms

from tianfu.accounts.organisations.uscc import CONFIRM, UsccField, is_doubtful, normalise


class ConfirmedUscc(forms.BaseForm):
    """Mixin: the form asks for the tick only when it is needed; `code_confirmed` says whether it was given."""

    uscc_field = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get(self.add_prefix(self.uscc_field), "")) if self.is_bound else ""
        if not is_doubtful(normalise(typed)):
            return
        field = self.fields[self.uscc_field]
        assert isinstance(field, UsccField)
        names = list(self.fields)
        self.fields["code_confirmed"] = forms.BooleanField(label=f"{CONFIRM}（我已逐位核对）", required=False)
        names.insert(names.index(self.uscc_field) + 1, "code_confirmed")
        self.order_fields(names)
        field.confirmed = bool(self.data.get(self.add_prefix("code_confirmed")))

    @property
    def code_confirmed(self) -> bool:
        """Whether the person has confirmed the digit."""
        return "code_confirmed" in self.fields and bool(self.data.get(self.add_prefix("code_confirmed")))

    def add_error(self, field: str | None, error: Any) -> None:
        """The refusal of the digit says how to go on."""
        if field == self.uscc_field and getattr(error, "code", "") == "check_digit":
            error.message = f"{error.message}{CONFIRM}的，请勾选下面一项后再提交，由核验人员核对。"
        super().add_error(field, error)
