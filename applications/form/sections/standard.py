from typing import TYPE_CHECKING

from django import forms

from applications.cases.sections.section import Section, SectionForm, register
from applications.enterprises.products.standards import standard_gap
from tianfu.text.fields import TextField

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class StandardForm(SectionForm):
    role = forms.ChoiceField(
        label="企业在标准中的角色",
        choices=[("lead", "主导起草"), ("join", "参与起草"), ("execute", "执行")],
        widget=forms.RadioSelect,
    )
    disclosed = forms.ChoiceField(
        label="标准是否已在公共服务平台自我声明公开",
        choices=[("yes", "已公开"), ("no", "未公开")],
        widget=forms.RadioSelect,
        help_text="标准化法第二十七条：企业应当公开执行的标准编号和名称。",
    )
    leading_points = TextField(
        label="高于国家标准或行业标准的内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


@register
class Standard(Section):
    key = "standard"
    always = True
    title = "执行标准"
    hint = "产品执行的团体标准或企业标准。编号和名称取自产品档案。"
    form_class = StandardForm
    facts = ("standard_number", "standard_title", "standard_note")
    couples = (frozenset(facts),)

    def missing(self, application: "Application") -> list[str]:
        product = application.product_version
        gap = standard_gap(product.standard_number, product.standard_note)
        return [*super().missing(application), *([gap] if gap else [])]

    def gap_fields(self, application: "Application") -> set[str]:
        product = application.product_version
        superseded = standard_gap(product.standard_number, product.standard_note)
        return super().gap_fields(application) | (set(self.facts) if superseded else set())

    def rows(self, application: "Application") -> list[dict[str, str]]:
        product = application.product_version
        fixed = [
            {"key": "standard_number", "label": "执行标准编号", "value": product.standard_number},
            {"key": "standard_title", "label": "执行标准名称", "value": product.standard_title},
        ]
        if product.standard_note:
            fixed.append({"key": "standard_note", "label": "执行标准说明", "value": product.standard_note})
        return fixed + super().rows(application)
