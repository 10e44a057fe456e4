"""The form of a yearly report; units stand at the fields, last year's figures under them."""

from typing import Any

from django import forms

from certification.duties.reports.filings.drafts import KINDS
from certification.duties.reports.models import figures
from certification.duties.reports.models.figures import SUMMARY, TEXT, UNITS, Figures
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.text.fields import NumberField, TextField, WholeField

_AREA = {"rows": 4}


def _text(label: str, hint: str, longest: int = TEXT) -> TextField:
    return TextField(
        label=label, required=False, max_length=longest, help_text=hint, widget=forms.Textarea(attrs=_AREA)
    )


def _count(name: str, hint: str = "") -> WholeField:
    return WholeField(label=figures.label_of(name), required=False, unit=UNITS[name], help_text=hint)


class ReportForm(forms.Form):
    """What is empty may be left for later; what cannot be is refused at its field."""

    revenue = NumberField(
        label=figures.label_of("revenue"),
        required=False,
        unit=UNITS["revenue"],
        max_digits=12,
        decimal_places=2,
        help_text="只填本授权产品当年的销售收入，可以有两位小数。",
    )
    output = NumberField(
        label=figures.label_of("output"),
        required=False,
        max_digits=16,
        decimal_places=3,
        help_text="数字，单位填在下一栏，如 12.6 和“万套”。",
    )
    output_unit = TextField(
        label=figures.label_of("output_unit"), required=False, max_length=20, help_text="如：万套、吨。"
    )
    complaints = _count("complaints", "当年收到的本产品投诉，包括平台和 12315 转来的；没有的填 0。")
    complaints_settled = _count("complaints_settled")
    tests = _count("tests", "当年的出厂检验以外的送检、抽检和监督检验；没有的填 0。")
    tests_passed = _count("tests_passed")
    mark_use = _text("标识使用情况", "标识用在哪些包装、说明书、场所和广告上，是否与授权的产品和型号一致。")
    improvements = _text("质量改进和问题整改", "当年做了哪些改进；发现的问题怎样整改。没有的请写“无”。")
    summary = _text("公开摘要", f"报告接受后在品牌页面公开，不超过 {SUMMARY} 字；请不要写个人信息和商业秘密。", SUMMARY)
    explanation = _text("数字变动说明", "收入或产量与上年相差很大时填写。")
    files = FilesField(label="证明材料", required=False)

    def __init__(self, *args: Any, last: Figures | None, megabytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(KINDS)
        upload = self.fields["files"]
        upload.help_text = f"可以一次选择多份：{in_words(kinds)}，每份不超过 {megabytes} MB。报送时至少须有一份。"
        upload.widget.attrs["accept"] = accept_attribute(kinds)
        for name in figures.NUMBERS if last is not None else ():
            told = figures.shown(last, name) if last is not None else ""
            self.fields[name].help_text += f" 上年度报送：{told or '未填写'}。请改为本年度的数字。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, problem in figures.impossible(data).items():
            self.add_error(name, problem)
        return data


class DecisionForm(forms.Form):
    """What the operator answers; to return a report it has to say why."""

    note = TextField(
        label="审查意见",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
        help_text="退回时须写明要补正什么；会告知企业。",
    )
