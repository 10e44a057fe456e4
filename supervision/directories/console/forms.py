"""Forms of the roll of inspectors: what people type and choose, in words."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from supervision.directories.console.pages import DayInput
from supervision.directories.inspectors.numbers import read_number
from supervision.directories.inspectors.roll import certificate_problems, leave_problems, may_keep, recusal_problems
from supervision.directories.models import Inspector
from supervision.directories.vocabulary import area_labels, tag_labels
from tianfu.accounts.models import Organisation, OrganisationKind, Region, User
from tianfu.accounts.roles import Role
from tianfu.text.fields import TextField, formfield
from tianfu.workflow import clock
from tianfu.workflow.signatures.basis import BasedForm

_ALL = [("", "全部")]
STANDINGS = {"available": "可抽取", "expired": "执法证已到期", "left": "已移出", "all": "全部"}


class InspectorFilter(forms.Form):
    """The filters as they stand in the address."""

    q = TextField(label="执法证号或姓名", required=False, max_length=200)
    region = forms.ChoiceField(label="单位所在地", required=False)
    lead = forms.ChoiceField(label="主检人", required=False, choices=[*_ALL, ("yes", "可任"), ("no", "不可任")])
    standing = forms.ChoiceField(label="状态", required=False, choices=[("", "在名录"), *STANDINGS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.served().order_by("code").values_list("code", "name")
        self.fields["region"].choices = [*_ALL, *regions]  # type: ignore[attr-defined]


class InspectorForm(BasedForm, forms.ModelForm):
    """One entry. Only authorities of the planner's regions are offered."""

    areas = forms.MultipleChoiceField(
        label="检查区域", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选择一个检查区域。"}
    )
    home = forms.ChoiceField(label="常驻地区", help_text="异地抽查时，不派往常驻地区的检查对象。")
    tags = forms.MultipleChoiceField(label="业务专长", required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Inspector
        formfield_callback = formfield
        fields = ("number", "name", "unit", "user", "valid_from", "valid_until", "areas", "home", "tags", "lead")
        widgets = {"valid_from": DayInput(), "valid_until": DayInput()}
        help_texts = {
            "name": "只在工作台内部使用，不公开。",
            "user": "选填。本人用此账号查看任务、登记休假和回避。",
            "lead": "每组至少一名主检人。",
        }

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        units = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).select_related("region").order_by("name")
        allowed = [unit.pk for unit in units if may_keep(actor, unit)]
        self.fields["unit"].queryset = units.filter(pk__in=allowed)  # type: ignore[attr-defined]
        self.fields["unit"].error_messages["invalid_choice"] = (
            "只有监管部门可以登记检查人员，且须在您的辖区，请重新选择。"
        )
        held = Q(role_grants__role=Role.INSPECTOR, role_grants__ended_at=None, is_active=True)
        people = User.objects.filter(held | Q(pk=self.instance.user_id)).distinct().order_by("email")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: f"{user}（{user.email}）"  # type: ignore[attr-defined]
        areas = area_labels()
        self.fields["areas"].choices = self.fields["home"].choices = list(areas.items())  # type: ignore[attr-defined]
        self.fields["tags"].choices = list(tag_labels().items())  # type: ignore[attr-defined]
        if self.instance.pk is not None:
            self.fields["number"].disabled = True

    def clean_number(self) -> str:
        number = read_number(self.cleaned_data["number"])
        if Inspector.objects.filter(number=number).exclude(pk=self.instance.pk).exists():
            raise ValidationError("该执法证号已在名录中，请核对；需要更正的，请在名录中修改该人员。")
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last:
            unchanged = self.instance.pk is not None and "valid_until" not in self.changed_data
            problems = certificate_problems(first, last, first if unchanged else clock.today())
            for problem in problems:
                self.add_error("valid_until", problem)
        user = data.get("user")
        taken = Inspector.objects.filter(user=user, left_on=None).exclude(pk=self.instance.pk)
        if user is not None and (other := taken.first()) is not None:
            self.add_error("user", f"该账号已用于执法证号 {other.number}，一个账号只能对应一名检查人员。")
        return data


class LeftForm(forms.Form):
    """Off the roll."""

    on = forms.DateField(label="移出日期", widget=DayInput, help_text="从这一天起不再被抽取。")
    reason = TextField(label="原因", max_length=200, help_text="例如调离、退休。")


class LeaveForm(forms.Form):
    """Days away, both included."""

    since = forms.DateField(label="第一天", widget=DayInput)
    until = forms.DateField(label="最后一天", widget=DayInput)

    def __init__(self, *args: Any, inspector: Inspector, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspector = inspector

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until"):
            for problem in leave_problems(self.inspector, data["since"], data["until"]):
                self.add_error("until", problem)
        return data


class RecusalForm(forms.Form):
    """Against an object or an enterprise."""

    against = TextField(
        label="检查对象编号或企业的统一社会信用代码",
        max_length=64,
        help_text="填编号只回避这一个对象；填信用代码则回避该企业的全部对象。",
    )
    reason = TextField(label="事由", max_length=200, help_text="例如亲属任职、曾在该企业工作。事由不公开。")

    def clean_against(self) -> str:
        against = "".join(unicodedata.normalize("NFKC", self.cleaned_data["against"]).split()).upper()
        if problems := recusal_problems(against):
            raise ValidationError(problems)
        return against


class EndRecusalForm(forms.Form):
    """What is over."""

    reason = TextField(label="终止的理由", max_length=200)
