"""What is typed after the commitment: the announced numbers, and the record of the dice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from supervision.draws.models import DrawPlan
from supervision.draws.values.entries import format_hint
from tianfu.text.fields import TextField


class ValuesForm(forms.Form):
    """One official's reading of the announcement."""

    url = TextField(
        label="公告地址",
        required=False,
        max_length=500,
        validators=[URLValidator(["https", "http"], message="请填写完整的网址，以 https:// 开头。")],
        widget=forms.URLInput,
        help_text="开奖机构网站上的公告；没有网址时上传公告或现场的照片。",
    )
    evidence = forms.FileField(label="公告照片", required=False)

    def __init__(self, *args: Any, plan: DrawPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = {
            f"value-{row['id']}": TextField(
                label=row["event"],
                max_length=400,
                help_text=f"{format_hint(row['id'])}。",
                error_messages={"required": "请填写公告的号码。"},
                widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
            )
            for row in plan.sources
        }
        self.fields = {**values, **self.fields}
        self.plan = plan

    def typed(self) -> dict[str, str]:
        """By source id."""
        return {row["id"]: self.cleaned_data[f"value-{row['id']}"] for row in self.plan.sources}


class CorrectionForm(ValuesForm):
    """What was announced, beside what was typed, and why it differs."""

    reason = TextField(
        label="更正的理由（确认后公开）",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明更正的理由：理由会公开。"},
    )

    def __init__(self, *args: Any, plan: DrawPlan, standing: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        for row in plan.sources:
            field = self.fields[f"value-{row['id']}"]
            field.help_text = f"现在的号码：{standing.get(row['id'], '')}。{field.help_text}"


class MeetingForm(forms.Form):
    """Who saw the dice: one person a line."""

    held_on = forms.DateTimeField(
        label="掷骰时间", widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = TextField(label="地点", max_length=120)
    witnesses = TextField(
        label="见证人",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一位：姓名，身份。身份公开，姓名只在内部留存。",
    )
    film = forms.FileField(label="现场照片", required=False)
    film_sha256 = TextField(
        label="影像文件的 SHA-256", max_length=64, required=False, help_text="影像另存时填写，64 位十六进制。"
    )

    def clean_witnesses(self) -> list[dict[str, str]]:
        rows = []
        for line in self.cleaned_data["witnesses"].splitlines():
            name, _, role = line.replace(",", "，").partition("，")
            if not name.strip() or not role.strip():
                raise ValidationError("每行写一位见证人：姓名，身份，中间用逗号分开。")
            rows.append({"name": name.strip(), "role": role.strip()})
        return rows

    def clean_film_sha256(self) -> str:
        text = self.cleaned_data["film_sha256"].lower()
        if text and (len(text) != 64 or any(each not in "0123456789abcdef" for each in text)):
            raise ValidationError("SHA-256 是 64 位十六进制数字，请核对后填写。")
        return text
