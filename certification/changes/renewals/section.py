"""The section 续期说明: what changed since the authorization was granted, and what the platform itself finds different."""

import json
from typing import TYPE_CHECKING, Any

from django import forms

from applications.cases.rules.foundations import changed_facts, facts
from applications.cases.sections.section import Section, SectionForm, register, sections_of
from certification.authorizations.standing.history import changed_words
from certification.authorizations.term.continuity import previous_of
from tianfu.text.fields import TextField
from tianfu.text.moments import full_day

if TYPE_CHECKING:
    from applications.models import Application

YES, NO = "yes", "no"
# What stands on the certificate and the brand page; contacts and yearly figures change by themselves.
_COMPARED = ("product", "standard", "comparison", "honors")
_LONGEST = 2000
_OF_THE_SUBJECT = ("name", "uscc", "region", "address", "legal_representative")


class RenewalForm(SectionForm):
    changed = forms.ChoiceField(
        label="自上次授权以来，申报内容有没有变化",
        choices=[(NO, "没有变化"), (YES, "有变化")],
        widget=forms.RadioSelect,
        help_text="包括企业名称和住所、型号、执行标准、性能指标、生产场所、关键原料和工艺、质量负责人。",
    )
    what = TextField(
        label="变化的内容",
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="逐项写明原来是什么、现在是什么、从何时起。没有变化的可不填。已准予登记的变更由系统填入，请核对、补充。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("changed") == YES and not data.get("what"):
            self.add_error("what", "您选择了“有变化”，请写明变化的内容。")
        different = differences(self.application) if self.application is not None else []
        if data.get("changed") == NO and different:
            self.add_error("changed", f"与上次授权时相比，{'、'.join(different)}不同。请选择“有变化”并说明。")
        return data


@register
class RenewalSection(Section):
    key = "renewal"
    title = "续期说明"
    hint = "与上次授权时相比的变化。只审核变化的内容和继续符合的情况。"
    form_class = RenewalForm
    of_renewals = True

    def initial(self, application: "Application") -> dict[str, Any]:
        """What was granted since: the holder has said it once, and need not say it again."""
        said = granted_words(application)
        return {"changed": YES, "what": said} if said else {}

    def rows(self, application: "Application") -> list[dict[str, str]]:
        previous, different = previous_of(application), differences(application)
        return [
            {"key": "renewed", "label": "续期的授权", "value": str(previous or "")},
            *super().rows(application),
            {"key": "differences", "label": "系统比对", "value": "、".join(different) or "与上次授权时相同"},
        ]


def granted_words(application: "Application") -> str:
    """Each fact of the mark that was changed since it was granted, before and after, and from when on."""
    previous = previous_of(application)
    if previous is None:
        return ""
    passages = previous.changes.filter(inputs__has_key="changed").order_by("revision")
    lines = [
        f"{line}（{full_day(change.at)}准予登记）" for change in passages for line in changed_words(change).splitlines()
    ]
    said = "\n".join(lines)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 20]}……其余见授权的变更记录。"


def differences(application: "Application") -> list[str]:
    """Titles of what the case says otherwise than the filing on which the old authorization was granted."""
    filing = application.renews.filings.order_by("version").last() if application.renews is not None else None
    if filing is None:
        return []
    before = json.loads(filing.content)["sections"]
    now = [part.snapshot(application) for part in sections_of(application) if part.key in (*_COMPARED, "subject")]
    changed = changed_facts(facts(before), facts(now))
    titles = _titles([*before, *now])
    return list(dict.fromkeys(titles[name] for name in sorted(changed) if _counts(name)))


def _counts(name: str) -> bool:
    section, _, row = name.partition(".")
    return section in _COMPARED or (section == "subject" and row in _OF_THE_SUBJECT)


def _titles(parts: list[dict[str, Any]]) -> dict[str, str]:
    """What each fact is called: 产品资料的“型号规格”, 对比表."""
    found = {part["key"]: f"“{part['title']}”" for part in parts}
    for part in parts:
        found |= {f"{part['key']}.{row['key']}": f"“{row['label']}”" for row in part["rows"]}
    return found
