"""Forms around a change: what the holder asks for by kind, what the desk answers, the visit of a new site."""

from typing import Any

from django import forms

from certification.authorizations.models.authorization import Authorization
from certification.certificates.models import QualityCertificate
from certification.changes.commitment import CommittedForm
from certification.changes.requests.acts import KINDS
from certification.changes.requests.content import FIELDS, current
from certification.changes.requests.kinds import WAYS
from certification.changes.requests.problems import MISSING
from certification.changes.requests.states import ChangeKind
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import UNCHOSEN, TextField

_FIELDS: dict[str, tuple[str, int, str]] = {
    "models_text": ("变更后的型号规格", 300, "写全变更后的所有型号，多个的用顿号隔开。"),
    "standard_number": ("变更后的执行标准编号", 60, "如：GB/T 1234—2020。"),
    "standard_title": ("变更后的执行标准名称", 200, ""),
    "trademark": ("变更后的商标", 80, "与商标注册证一致。"),
    "site": ("变更后的生产场所", 200, "写明厂名和地址；品质认证的，与质量认证证书载明的一致。"),
}


def field(name: str) -> TextField:
    """As the mark's own column takes it."""
    label, longest, hint = _FIELDS[name]
    return TextField(label=label, max_length=longest, help_text=hint, error_messages={"required": MISSING[name]})


class ChangeForm(PrintedForm, CommittedForm):
    """One kind of change; its fields begin with what the mark says today."""

    def __init__(
        self,
        *args: Any,
        authorization: Authorization,
        kind: str,
        megabytes: int,
        again: bool = False,
        said: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        way = WAYS[kind]
        for name in FIELDS[kind]:
            self.fields[name] = field(name)
            start = said.get(name, "") if said else "" if name.startswith("standard") else current(authorization, name)
            self.initial.setdefault(name, start)
        names = [*FIELDS[kind]]
        if way.on_certificate and authorization.basis == "certificate":
            self.fields["certificate"] = _certificates(authorization)
            self.initial.setdefault("certificate", authorization.certificate_id)
            names.append("certificate")
        if kind != ChangeKind.NAME:
            self.fields["text"] = TextField(
                label="变更的原因",
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"required": "请写明变更的原因。"},
            )
            self.fields["files"] = _evidence(way.evidence, megabytes, again)
            names += ["text", "files"]
        self.last(*names)

    def chosen(self) -> QualityCertificate | None:
        """The certificate that bears the change."""
        key = self.cleaned_data.get("certificate")
        return QualityCertificate.objects.get(pk=key) if key else None


def _certificates(authorization: Authorization) -> forms.ChoiceField:
    held = QualityCertificate.objects.held_by(authorization.enterprise).select_related("body__organisation")
    return forms.ChoiceField(
        label="载明变更后内容的质量认证证书",
        choices=[("", UNCHOSEN), *((str(row.pk), f"{row.number}（{row.body}）") for row in held)],
        help_text="没有看到换发的证书，请联系发证机构录入。",
        error_messages={"required": "请选择载明变更后内容的质量认证证书；列表中没有的，请联系发证机构录入。"},
    )


def _evidence(what: str, megabytes: int, again: bool) -> FilesField:
    kinds = list(KINDS)
    field = FilesField(label="证明材料", required=False)
    before = "以前上传的材料仍然有效，需要补充时再上传。" if again else ""
    field.help_text = f"{before}{what}可以一次选择多份：{in_words(kinds)}，每份不超过 {megabytes} MB。"
    field.widget.attrs["accept"] = accept_attribute(kinds)
    return field


class SiteCheckForm(forms.Form):
    """现场核查 as it was found."""

    visited_on = forms.DateField(
        label="核查日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写核查日期。", "invalid": "日期不正确，请重新选择。"},
    )
    place = TextField(label="核查地点", max_length=200, error_messages={"required": "请写明核查地点。"})
    finding = TextField(
        label="核查情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="场所与申请是否一致、生产和检验条件是否具备、参加人员。",
        error_messages={"required": "请写明核查情况。"},
    )
    conforms = forms.ChoiceField(
        label="结论",
        choices=[("yes", "符合"), ("no", "不符合")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核查结论。", "invalid_choice": "请选择核查结论。"},
    )
