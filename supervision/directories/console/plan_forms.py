"""Forms of the yearly plan."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from supervision.directories.console.pages import DayInput
from supervision.directories.models import InspectionItem, PlannedBatch, YearlyPlan
from supervision.directories.objects.register import register_sources
from supervision.directories.plans.acts import default_cap, plan_title
from supervision.directories.plans.rules import may_write
from supervision.directories.provinces import home_province
from supervision.directories.states import ObjectKind
from tianfu.accounts.models import Region
from tianfu.text.fields import UNCHOSEN, TextField, WholeField, formfield
from tianfu.workflow import clock
from tianfu.workflow.signatures.basis import BasedForm

MONTHS = [(number, f"{number} 月") for number in range(1, 13)]


class PlanForm(BasedForm, forms.ModelForm):
    """Year, authority and cap; the title follows from them unless one is written."""

    year = WholeField(label="年度", unit="年")
    region = forms.ChoiceField(label="编制机关", required=False)
    title = TextField(label="名称", max_length=120, required=False, help_text="留空则按机关和年度自动命名。")
    yearly_cap = WholeField(
        label="每家企业年度检查次数上限", unit="次", help_text="达到上限的企业不再抽取；建议值来自政策参数。"
    )

    class Meta:
        model = YearlyPlan
        formfield_callback = formfield
        fields = ("year", "title", "yearly_cap", "note")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        rows = Region.objects.served().order_by("code")
        home = home_province()
        self.places = {"" if row.pk == home.pk else row.code: row for row in rows}
        choices = [(code, f"{row.name}市场监督管理局") for code, row in self.places.items()]
        allowed = [choice for choice in choices if may_write(actor, choice[0] or None)]
        self.fields["region"].choices = allowed  # type: ignore[attr-defined]
        self.fields["note"].required = False
        if self.instance.pk is not None:
            self.fields["year"].disabled = True
            del self.fields["region"]
            self.fields["title"].required = True
        else:
            later = today.year + 1 if today.month == 12 else today.year
            self.initial |= {"year": later, "yearly_cap": default_cap(today)}

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        this = clock.today().year
        if self.instance.pk is None and year not in (this, this + 1):
            raise ValidationError(f"只能编制 {this} 年度或 {this + 1} 年度的计划。")
        return year

    def clean_yearly_cap(self) -> int:
        cap: int = self.cleaned_data["yearly_cap"]
        if not 1 <= cap <= 52:
            raise ValidationError("次数上限应在 1 至 52 之间。")
        return cap

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk is None and "region" in data and data.get("year"):
            place = self.places[data["region"]]
            self.instance.region = place if data["region"] else None
            data["title"] = data.get("title") or plan_title(data["year"], place.name)
        return data


class BatchForm(BasedForm, forms.ModelForm):
    """One batch; only published items are offered, and those already chosen."""

    month = forms.TypedChoiceField(label="实施月份", choices=[("", UNCHOSEN), *MONTHS], coerce=int)
    items = forms.ModelMultipleChoiceField(
        label="检查事项",
        queryset=InspectionItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="只列出已公布的事项；未公布的事项不得检查。",
        error_messages={
            "required": "请至少选择一个检查事项。",
            "invalid_choice": "所选事项未公布或已停用，请重新选择。",
        },
    )

    class Meta:
        model = PlannedBatch
        formfield_callback = formfield
        fields = ("title", "kind", "object_kind", "month", "ratio", "items", "note")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"ratio": "例如 A 类 5%、B 类 10%，每层至少 1 家。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(source.kind, ObjectKind(source.kind).label) for source in register_sources()]
        self.fields["object_kind"].choices = [("", UNCHOSEN), *kinds]  # type: ignore[attr-defined]
        published = InspectionItem.objects.published(clock.today()).values("pk")
        chosen = InspectionItem.objects.filter(batches=self.instance.pk).values("pk") if self.instance.pk else published
        rows = InspectionItem.objects.filter(pk__in=published) | InspectionItem.objects.filter(pk__in=chosen)
        self.fields["items"].queryset = rows.order_by("code", "version")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, items = data.get("object_kind"), data.get("items")
        if kind and items is not None:
            label = dict(PlannedBatch._meta.get_field("object_kind").flatchoices)[kind]
            others = [item.name for item in items if kind not in item.object_kinds]
            if others:
                self.add_error("items", f"这些事项不适用于{label}：{'、'.join(others)}。请去掉，或另设批次。")
        return data


class FilingForm(forms.Form):
    """With the upper bureau."""

    filed_with = TextField(label="备案机关", max_length=120)
    filed_on = forms.DateField(label="备案日期", widget=DayInput)
    filed_number = TextField(label="备案文号", max_length=80, help_text="例如 川市监函〔2026〕12号。")
