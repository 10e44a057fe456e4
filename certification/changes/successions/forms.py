"""Forms around a succession: the holder's request, the successor's answer."""

from typing import Any

from django import forms

from certification.authorizations.models.authorization import Authorization
from certification.certificates.models import QualityCertificate
from certification.changes.commitment import CommittedForm
from certification.changes.successions.acts import KINDS, NO_TRADE
from certification.changes.successions.models import Succession
from certification.changes.successions.states import SuccessionWay
from tianfu.accounts.organisations.uscc import UsccField
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import UNCHOSEN, TextField

TRADE = "trade"


class SuccessionForm(PrintedForm, CommittedForm):
    """Who shall hold the mark and why. Selling is a choice so that whoever means it reads why it cannot be."""

    way = forms.ChoiceField(
        label="授权为什么要由其他企业持有",
        choices=[*SuccessionWay.choices, (TRADE, "转让、买卖、出租或者出借")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择继受方式。", "invalid_choice": "请选择继受方式。"},
    )
    uscc = UsccField(
        label="继受企业的统一社会信用代码",
        help_text="继受企业须已在平台认领并通过核验，并由其在线确认。",
        error_messages={"required": "请填写继受企业的统一社会信用代码。"},
    )
    text = TextField(
        label="合并或者分立的情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="如：合并或者分立的日期，产品、人员、设备和质量责任怎样承接。",
        error_messages={"required": "请写明合并或者分立的情况。"},
    )
    files = FilesField(label="合并、分立的证明材料", required=False)

    def __init__(self, *args: Any, megabytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(KINDS)
        self.fields["files"].help_text = (
            "如：合并或者分立协议、公告、登记机关的变更或注销登记证明。"
            f"可以一次选择多份：{in_words(kinds)}，每份不超过 {megabytes} MB。"
        )
        self.fields["files"].widget.attrs["accept"] = accept_attribute(kinds)
        self.last("way", "uscc", "text", "files")

    def clean_way(self) -> str:
        way = str(self.cleaned_data["way"])
        if way == TRADE:
            raise forms.ValidationError(NO_TRADE)
        return way


class ConfirmForm(CommittedForm):
    """The successor takes it over, with its own certificate where the mark rests on one."""

    def __init__(self, *args: Any, succession: Succession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark: Authorization = succession.authorization
        if mark.basis == "certificate":
            held = QualityCertificate.objects.held_by(succession.successor).select_related("body__organisation")
            self.fields["certificate"] = forms.ChoiceField(
                label="以本企业为持证人的质量认证证书",
                choices=[("", UNCHOSEN), *((str(row.pk), f"{row.number}（{row.body}）") for row in held)],
                help_text="没有看到换发的证书，请联系发证机构录入。",
                error_messages={"required": "请选择质量认证证书；列表中没有的，请联系发证机构录入。"},
            )
        self.last("certificate")

    def chosen(self) -> QualityCertificate | None:
        """The certificate that bears the mark from then on."""
        key = self.cleaned_data.get("certificate")
        return QualityCertificate.objects.get(pk=key) if key else None
