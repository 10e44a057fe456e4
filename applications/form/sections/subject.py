from typing import TYPE_CHECKING, Any

from django import forms

from applications.cases.sections.section import Section, SectionForm, register
from tianfu.text.fields import EmailField, NumberField, PhoneField, TextField, WholeField

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class SubjectForm(SectionForm):
    legal_representative = TextField(label="法定代表人", max_length=60, help_text="与营业执照一致。")
    address = TextField(label="住所", max_length=200, help_text="营业执照上的住所。")
    established_on = forms.DateField(
        label="成立日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="营业执照上的成立日期，如 2009-05-18。",
    )
    employees = WholeField(label="从业人数", unit="人", min_value=1, max_value=9_999_999)
    revenue = NumberField(
        label="上年度营业收入",
        unit="万元",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="单位：万元，可保留两位小数。",
    )
    quality_officer = TextField(label="首席质量官", max_length=60, required=False, help_text="没有设置可不填。")
    contact_name = TextField(label="联系人", max_length=60)
    contact_phone = PhoneField(
        label="联系电话", max_length=30, help_text="手机或带区号的座机，如 028-00001234；分机写“转”。"
    )
    contact_email = EmailField(label="联系邮箱")


@register
class Subject(Section):
    key = "subject"
    always = True
    title = "主体信息"
    hint = "企业的基本情况和本次申报的联系人。"
    form_class = SubjectForm

    def initial(self, application: "Application") -> dict[str, Any]:
        enterprise = application.enterprise
        return {
            "legal_representative": enterprise.legal_representative,
            "address": enterprise.address,
            "established_on": enterprise.established_on.isoformat() if enterprise.established_on else "",
            "quality_officer": enterprise.quality_officer,
            "contact_name": enterprise.contact_name,
            "contact_phone": enterprise.contact_phone,
        }

    def rows(self, application: "Application") -> list[dict[str, str]]:
        enterprise = application.enterprise
        fixed = [
            {"key": "name", "label": "企业名称", "value": enterprise.organisation.name},
            {"key": "uscc", "label": "统一社会信用代码", "value": enterprise.uscc},
            {
                "key": "region",
                "label": f"登记{enterprise.registered_region.get_kind_display()}",
                "value": enterprise.registered_region.name,
            },
        ]
        return fixed + super().rows(application)
