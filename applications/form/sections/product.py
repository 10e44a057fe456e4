from typing import TYPE_CHECKING

from django import forms

from applications.cases.sections.section import Section, SectionForm, register
from applications.programmes.names import names_of
from applications.programmes.reach import product_problems, sector_label
from tianfu.text.fields import QuantityField, TextField, WholeField

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class ProductForm(SectionForm):
    description = TextField(
        label="产品（服务）简介",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="用途、主要特点，消费者看得懂的话；授权后在公开页面展示。",
    )
    production_started = WholeField(label="投产年份", min_value=1900, max_value=2100, help_text="四位数年份，如 2018。")
    annual_output = QuantityField(label="年产量（服务量）", max_length=60, help_text="数量和单位，如 12 万套。")
    main_markets = TextField(label="主要销售地区", max_length=200)
    key_advantage = TextField(
        label="质量优势",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="与同类产品相比好在哪里。",
    )


@register
class Product(Section):
    key = "product"
    always = True
    title = "产品信息"
    hint = "本次申报的产品（服务）。名称、型号、产业等取自产品档案。"
    form_class = ProductForm
    facts = ("name", "models_text", "sector", "industry", "region", "trademark", "trademark_number")
    couples = (frozenset({"sector", "industry"}),)

    def missing(self, application: "Application") -> list[str]:
        product, content = application.product_version, names_of(application.programme_version_id).content
        return [*super().missing(application), *product_problems(content, product.sector, product.industry)]

    def rows(self, application: "Application") -> list[dict[str, str]]:
        product, content = application.product_version, names_of(application.programme_version_id).content
        fixed = [
            {"key": "product_name", "label": "产品（服务）名称", "value": product.name},
            {"key": "models_text", "label": "型号规格", "value": product.models_text},
            {"key": "sector", "label": "领域", "value": sector_label(content, product.sector)},
            {"key": "industry", "label": "产业", "value": product.industry.filed_name},
            {
                "key": "product_region",
                "label": f"产地{product.region.get_kind_display()}",
                "value": product.region.name,
            },
            {"key": "trademark", "label": "商标", "value": product.trademark},
            {"key": "trademark_number", "label": "商标注册号", "value": product.trademark_number},
        ]
        return fixed + super().rows(application)
