"""Forms of a registered usage: the holder's, and what an officer writes and marks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from certification.authorizations.models.authorization import Authorization
from certification.duties.usages.acts import KINDS, Marked
from certification.duties.usages.facts import (
    LONGEST_NOTE,
    LONGEST_PLACE,
    UsageFacts,
    carriers,
    facts_problems,
    picture_problem,
)
from certification.duties.usages.models import UsagePicture
from certification.duties.usages.pictures.areas import read_area
from certification.issuing.data import model_list
from tianfu.files.fields import FilesField
from tianfu.files.kinds import accept_attribute, in_words
from tianfu.text.fields import UNCHOSEN, TextField
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.policies.values import policy

_ISO = "%Y-%m-%d"
# Rows in which an officer may mark something on one return: as many as pictures may be handed in by the first value of
# the policy; a page without a script cannot add rows, and what else is wrong stands in the opinion.
MARKS = 6


class UsageForm(forms.Form):
    """One carrier, its models, where and how long, with sample pictures; `earlier`: those of the last submission."""

    carrier = forms.ChoiceField(label="载体", widget=forms.RadioSelect, error_messages={"required": "请选择载体。"})
    model_names = forms.MultipleChoiceField(
        label="型号规格", widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": "型号“%(value)s”不在授权范围内，不得使用标识，请从列表中选择。"},
    )  # fmt: skip
    place = TextField(
        label="使用地点或媒体",
        max_length=LONGEST_PLACE,
        help_text="包装和说明书写印制或生产地点，经营场所写地址，广告宣传写媒体名称或网址。",
        error_messages={"required": "请写明使用标识的地点或媒体。"},
    )
    starts_on = forms.DateField(
        label="开始使用日期",
        widget=forms.DateInput(attrs={"type": "date"}, format=_ISO),
        error_messages={"required": "请填写开始使用日期。"},
    )
    ends_on = forms.DateField(
        label="使用至",
        widget=forms.DateInput(attrs={"type": "date"}, format=_ISO),
        required=False,
        help_text="随授权有效期使用的，请留空。",
    )
    note = TextField(
        label="使用说明", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如标识的尺寸、颜色和位置。",
    )  # fmt: skip
    keep = forms.MultipleChoiceField(
        label="保留上次的样图", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="没有勾选的不再提交；被标出问题的图片请换成改好的。",
        error_messages={"invalid_choice": "没有这张样图，请从列表中选择。"},
    )  # fmt: skip
    pictures = FilesField(label="样图", required=False)

    # Hidden values of the page: the revision that it showed.
    based_on: Sequence[tuple[str, int]] = ()

    def __init__(
        self, *args: Any, authorization: Authorization, earlier: Sequence[UsagePicture] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.authorization, self.slug = authorization, authorization.application.programme_slug
        self._offer("carrier", [(name, name) for name in carriers(authorization)])
        granted = model_list(authorization.models_text)
        self._offer("model_names", [(name, name) for name in granted])
        if not granted and not self.data.getlist("model_names"):
            del self.fields["model_names"]
        self._offer("keep", [(str(row.pk), f"图片 {row.position}（{row.file.name}）") for row in earlier])
        if not earlier:
            del self.fields["keep"]
        for name in ("ends_on", "note"):
            self.fields[name].optional = True  # type: ignore[attr-defined]
        most, megabytes = int(policy("usage.pictures", scope=self.slug)), most_megabytes(self.slug)
        pictures = self.fields["pictures"]
        pictures.help_text = (
            f"能看清标识和编号的照片或设计稿，{in_words(list(KINDS))}，最多 {most} 张，每张不超过 {megabytes} MB。"
        )
        pictures.widget.attrs["accept"] = accept_attribute(KINDS)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "starts_on" in data and "ends_on" in data:
            wrong = facts_problems(self.authorization, self.facts())
            for name, sentence in wrong.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, ValidationError(sentence))
        count = len(data.get("keep", [])) + len(data.get("pictures", []))
        if sentence := picture_problem(count, self.slug):
            self.add_error("pictures", ValidationError(sentence))
        return data

    def facts(self) -> UsageFacts:
        """What was typed, whether right or wrong; both dates must be readable."""
        data = self.cleaned_data
        return UsageFacts(
            carrier=data.get("carrier", ""),
            model_names=data.get("model_names", []),
            place=data.get("place", ""),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            note=data.get("note", ""),
        )

    def kept(self) -> list[int]:
        """Keys of the pictures that stay."""
        return [int(key) for key in self.cleaned_data.get("keep", [])]


class OpinionForm(forms.Form):
    """What the officer says of it: needed where it is returned or revoked."""

    reason = TextField(
        label="审核意见",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="退回和撤销须写明问题和怎样改正；会告知企业。",
    )


class MarkForm(forms.Form):
    """One thing that is wrong on a picture; a row left empty counts for nothing."""

    picture = forms.ChoiceField(
        label="样图", required=False, error_messages={"invalid_choice": "请选择本次提交的样图。"}
    )
    area = TextField(label="位置", max_length=40, required=False)
    text = TextField(label="问题", max_length=200, required=False)

    def __init__(self, *args: Any, pictures: Sequence[UsagePicture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(row.pk), f"图片 {row.position}") for row in pictures]
        self.fields["picture"].choices = offered if len(offered) == 1 else [("", UNCHOSEN), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("area") or data.get("text")) and not self.errors:
            return data
        if not data.get("picture") and "picture" not in self.errors:
            self.add_error("picture", "请选择样图。")
        if not data.get("text") and "text" not in self.errors:
            self.add_error("text", "请写明这里有什么问题。")
        try:
            data["read"] = read_area(data.get("area", ""))
        except ValidationError as error:
            self.add_error("area", error)
        return data

    def marked(self) -> Marked | None:
        """None for a row left empty."""
        data = self.cleaned_data
        return Marked(int(data["picture"]), data["read"], data["text"]) if "read" in data else None
