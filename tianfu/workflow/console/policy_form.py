"""The form of a new value of a policy."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.models import Policy, PolicyProposal
from tianfu.workflow.policies.catalogue import takes_two
from tianfu.workflow.policies.closures import EXAMPLE
from tianfu.workflow.policies.proposals import propose_policy
from tianfu.workflow.policies.units import Unit, read_value
from tianfu.workflow.policies.values import set_policy

_EXAMPLES = {
    Unit.DAY_LIST: "从大到小，用逗号分隔，例如 180,90,60",
    Unit.DATE_WINDOW: "起止月日，例如 01-01,06-30",
    Unit.TIME_OF_DAY: "24 小时制的时刻，例如 17:30",
    Unit.YES_NO: "填“是”或“否”",
    Unit.TEXT: "一行文字，会原样出现在公示页和文书上",
    Unit.CLOSURES: f"每段休市的起止日期，最后写明已知的最后一天，例如 {EXAMPLE}。在现行取值后面补充，不要删去以前的年份",
}


class NewValueForm(forms.Form):
    """Value, source and the day from which it holds."""

    value = TextField(label="新值", max_length=2000, error_messages={"required": "请填写新值。"})
    source = TextField(
        label="依据",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="文件名称、文号和条款",
        error_messages={"required": "请写明依据，例如文件名称和文号。"},
    )
    valid_from = forms.DateField(
        label="生效日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="今天或以后。已经开始的环节仍按开始时的取值计算",
        error_messages={"required": "请填写生效日期。", "invalid": "请填写日期，例如 2027-01-01。"},
    )
    proposal = forms.BooleanField(label="这是建议值，尚无公开规定", required=False)

    def __init__(self, *args: Any, row: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        value = self.fields["value"]
        value.help_text = _EXAMPLES.get(Unit(row.unit), "整数")
        value.width = "short"  # type: ignore[attr-defined]  read by the field's template
        if row.unit == Unit.CLOSURES:
            value.widget, value.width = forms.Textarea(attrs={"rows": 4}), ""  # type: ignore[attr-defined]
            value.initial = row.in_words
        if row.unit not in _EXAMPLES:
            value.unit = row.get_unit_display()  # type: ignore[attr-defined]
        self.fields["valid_from"].width = "medium"  # type: ignore[attr-defined]
        self.fields["valid_from"].widget.attrs["min"] = clock.today().isoformat()

    def clean_value(self) -> Any:
        return read_value(self.row.unit, self.cleaned_data["value"])

    def save(self, actor: Any, shown: str) -> Policy | PolicyProposal | None:
        """The new row, or where it takes two its proposal; None when the rules refuse it, and then the fields say why."""
        data = self.cleaned_data
        act: Callable[..., Policy | PolicyProposal] = propose_policy if takes_two(self.row.key) else set_policy
        try:
            return act(
                self.row.key,
                data["value"],
                source=data["source"],
                valid_from=data["valid_from"],
                proposal=data["proposal"],
                scope=self.row.scope,
                actor=actor,
                shown=shown,
            )
        except ValidationError as error:
            self.add_error(None, error)
            return None
