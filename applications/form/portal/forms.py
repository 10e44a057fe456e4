"""Forms of the portal that are not sections: opening, signing, honours."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from applications.enterprises.models import Enterprise, Product
from applications.form.models import Honor
from applications.programmes.models.programme import Batch
from applications.programmes.names import ways_of
from applications.programmes.reach import regions_above
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import TextField, formfield
from tianfu.workflow import clock


def open_calls(enterprise: Enterprise) -> QuerySet[Batch]:
    """The calls that are open today of the programmes that take an enterprise with this seat."""
    today, regions = clock.today(), regions_above(enterprise.registered_region)
    return Batch.objects.filter(opens_on__lte=today, closes_on__gte=today, programme__region__in=regions)


class OpenForm(forms.Form):
    """Which product, which batch, which route."""

    batch = forms.ModelChoiceField(label="申报批次", queryset=Batch.objects.none(), empty_label=None)
    product = forms.ModelChoiceField(label="产品", queryset=Product.objects.none(), empty_label="请选择")
    route = forms.ChoiceField(label="申报方式", widget=forms.RadioSelect)
    blank = forms.BooleanField(
        label="不带入上一次申报的内容，从空白开始",
        required=False,
        help_text="不勾选时，同一产品带入上一次填写的内容和材料，其他产品带入企业信息和质量荣誉；声明与承诺不带入。",
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calls = open_calls(enterprise)
        self.fields["batch"].queryset = calls.select_related("programme")  # type: ignore[attr-defined]
        self.fields["product"].queryset = enterprise.products.all()  # type: ignore[attr-defined]
        ways = ways_of(calls)
        self.fields["route"].choices = [(key, label) for key, (label, _) in ways.items()]  # type: ignore[attr-defined]
        self.fields["route"].help_text = "".join(f"{label}：{summary}" for label, summary in ways.values())


class SignForm(PrintedForm, forms.Form):
    """A signature: who signs in what role, proven by password or code."""

    signatory_name = TextField(label="签署人姓名", max_length=60)
    signatory_role = TextField(label="签署身份", max_length=60, help_text="如：法定代表人、授权代表。")
    agreed = forms.BooleanField(
        label="我已阅读全文，有权代表本企业签署", error_messages={"required": "请阅读全文并确认您有权签署。"}
    )
    password_or_code = TextField(
        label="登录密码或 6 位动态验证码",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="签署具有法律效力，请再次确认是您本人。",
    )


class HonorForm(PrintedForm, forms.ModelForm):
    file = forms.FileField(label="证明文件", help_text="证书或文件的 PDF、JPG、PNG。")

    class Meta:
        model = Honor
        formfield_callback = formfield
        fields = ("name", "level", "awarded_by", "year")
        help_texts = {"year": "四位数年份。"}

    def __init__(self, *args: Any, content: dict[str, Any], **kwargs: Any) -> None:
        """`content`: what the case's programme says, with the honours and levels it knows."""
        super().__init__(*args, **kwargs)
        honors = content["honors"]
        self.fields["name"].help_text = f"如：{'、'.join(honors['named'])}。"
        level = self.fields["level"]
        level.choices = [choice for choice in level.choices if not choice[0] or choice[0] in honors["levels"]]  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not 1980 <= year <= clock.today().year:
            raise forms.ValidationError("请填写获奖年度，不能晚于今年。")
        return int(year)
