"""Forms of a certification body's people."""

from typing import Any

from django import forms

from applications.models import Sector
from certification.bodies.models import CertificationBody
from certification.certificates.issued.entry import entry_problems
from certification.certificates.models import QualityCertificate
from tianfu.accounts.organisations.uscc import UsccField
from tianfu.accounts.organisations.uscc_confirmation import ConfirmedUscc
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import UNCHOSEN, TextField


class CertificateForm(PrintedForm, ConfirmedUscc, forms.ModelForm):
    """A quality certificate as issued (认证证书和认证标志管理办法 art. 7)."""

    uscc_field = "holder_uscc"
    holder_uscc = UsccField(label="持证人统一社会信用代码", help_text="18 位；申报企业凭此选到证书。")
    sector = forms.ChoiceField(label="领域", choices=[("", UNCHOSEN), *Sector.choices])
    file = forms.FileField(label="证书文件", help_text="证书的 PDF、JPG 或 PNG。")

    class Meta:
        model = QualityCertificate
        fields = (
            "number",
            "holder_name",
            "holder_uscc",
            "product_name",
            "models_text",
            "standard",
            "scope",
            "sites",
            "sector",
            "issued_on",
            "valid_until",
        )
        widgets = {
            "issued_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "product_name": "与企业产品名称一致。",
            "standard": "认证依据的标准编号和名称。",
            "scope": "证书覆盖的产品或服务范围。",
            "sites": "证书载明的生产厂名称和地址，多处的用分号隔开；没有生产场所的服务不填。",
        }

    def __init__(self, *args: Any, body: CertificationBody, **kwargs: Any) -> None:
        self.body = body
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for field, sentence in entry_problems(self.body, data).items():
            self.add_error(field, sentence)
        return data


class ReasonForm(forms.Form):
    note = TextField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由：理由会告知持证企业和监管部门。"},
    )
