"""The form of a 整改报告."""

from typing import Any

from django import forms

from supervision.inspections.consequences.rectifications import KINDS, LONGEST, MOST
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.text.fields import TextField


class ReportForm(forms.Form):
    text = TextField(
        label="整改情况",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="逐项写明采取了什么措施、何时完成。",
        error_messages={"required": "请写明整改情况。"},
    )

    def __init__(self, *args: Any, megabytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, files = list(KINDS), FilesField(label="证明材料", required=False)
        files.help_text = f"可以一次选择多份，最多 {MOST} 份：{in_words(kinds)}，每份不超过 {megabytes} MB。"
        files.widget.attrs["accept"] = accept_attribute(kinds)
        self.fields["files"] = files
