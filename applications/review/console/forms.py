"""Forms of the acts that have a page of their own."""

from typing import Any

from django import forms

from applications.cases.models.application import Application
from applications.cases.models.correction import CorrectionItem
from applications.cases.rules.corrections import AROSE_MISSING
from applications.cases.sections.scope import fact_label
from applications.cases.sections.section import section
from applications.cases.states import INTAKE
from applications.programmes.clauses import clause
from tianfu.text.fields import TextField


class ReasonsForm(forms.Form):
    """Coded reasons of the programme, and the facts in words."""

    codes = forms.MultipleChoiceField(
        label="理由（可多选，决定书逐条载明）",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项理由。"},
    )
    note = TextField(
        label="事实和依据",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明事实和依据，企业会在决定书中看到。"},
    )

    def __init__(self, *args: Any, application: Application, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = application.programme_version.payload["reasons"][verb]
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (entry["code"], f"{entry['code']} {entry['text']}（{clause(entry['clause'])}）") for entry in reasons
        ]


class RemarkForm(forms.Form):
    """The second person confirms what the first one proposed; his own words stay on the file."""

    note = TextField(
        label="复核意见（选填）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="记入案卷。决定书只载明提出人写明的理由、事实和依据。",
    )


class TerminationForm(forms.Form):
    """Why the case is ended; the enterprise reads it in the notice."""

    note = TextField(
        label="理由和依据",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明终止办理的理由和依据，企业会在通知书中看到。"},
    )


class SendBackForm(forms.Form):
    target = forms.ChoiceField(label="退回到", widget=forms.RadioSelect)
    note = TextField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明退回的理由。"},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = application.stage_order
        earlier = order[: order.index(application.state)] if application.state in order else []
        names = dict(Application._meta.get_field("state").flatchoices)
        self.fields["target"].choices = [(key, names[key]) for key in reversed(earlier)]  # type: ignore[attr-defined]


class GapForm(forms.Form):
    """One gap: where it is, what kind, and what to do."""

    use_required_attribute = False
    place = forms.ChoiceField(label="位置", required=False)
    kind = forms.ChoiceField(label="类型", choices=CorrectionItem.Kind.choices, required=False)
    text = TextField(label="缺什么、怎么补", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = _places(application)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("place") and not data.get("text", "").strip():
            self.add_error("text", "请写明缺什么、怎么补。")
        if data.get("text", "").strip() and not data.get("place"):
            self.add_error("place", "请选择位置。")
        return data

    def gap(self) -> dict[str, Any] | None:
        """As `correcting.ask_correction` takes it; None for an empty row."""
        data = self.cleaned_data
        if not data.get("place"):
            return None
        kind, _, rest = data["place"].partition(":")
        gap: dict[str, Any] = {"section": rest, "kind": data["kind"], "text": data["text"]}
        if kind == "field":
            gap["section"], _, gap["field"] = rest.partition("/")
        if kind == "file":
            gap["section"], gap["evidence"] = "evidence", int(rest)
        return gap


def _places(application: Application) -> list[Any]:
    """Sections, their fields, and the filed evidence, as grouped choices."""
    choices: list[Any] = [("", "请选择")]
    for key in application.sections:
        part = section(key)
        rows: list[tuple[str, str]] = [(f"section:{key}", f"{part.title}（整体）")]
        rows += [(f"field:{key}/{name}", fact_label(name)) for name in part.facts]
        if part.form_class is not None:
            rows += [(f"field:{key}/{name}", str(field.label)) for name, field in part.form_class.base_fields.items()]
        if key == "evidence":
            current = application.evidence.filter(removed_at=None).select_related("file")
            rows += [(f"file:{row.pk}", f"文件：{row.file.name}") for row in current]
        choices.append((part.title, rows))
    return choices


class MessageForm(forms.Form):
    """What goes before the gaps; after acceptance also what newly arose (`review.correction_rules`)."""

    arose = TextField(
        label="本环节新出现的问题",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="受理后只能就审查意见新需要的内容要求补正：请写明新出现了什么，为什么此前没有提出。",
        error_messages={"required": AROSE_MISSING},
    )
    message = TextField(
        label="总体说明（选填）", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if application.state in INTAKE:
            del self.fields["arose"]
