"""What a holder says of a usage, and what can be wrong with it: asked by the form for its fields and by every act."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from certification.authorizations.models.authorization import Authorization
from certification.duties.usages.states import OPEN
from certification.issuing.data import model_list
from tianfu.text import moments
from tianfu.workflow.policies.values import policy

LONGEST_PLACE, LONGEST_NOTE = 200, 500


@dataclass(frozen=True, kw_only=True)
class UsageFacts:
    """`model_names` empty only for an authorization that names none; `ends_on` None: as long as the authorization."""

    carrier: str
    place: str
    starts_on: date
    ends_on: date | None = None
    model_names: list[str] = field(default_factory=list)
    note: str = ""

    def __str__(self) -> str:
        span = f"{self.starts_on} 至 {self.ends_on or '授权终止'}"
        return "；".join(
            part for part in (self.carrier, "、".join(self.model_names), self.place, span, self.note) if part
        )


def carriers(authorization: Authorization) -> list[str]:
    """Where the mark may stand, by the programme's version of its case."""
    return list(authorization.application.programme_version.content["mark"]["carriers"])


def facts_problems(authorization: Authorization, facts: UsageFacts) -> dict[str, str]:
    """Field → sentence; {} when nothing is wrong."""
    problems: dict[str, str] = {}
    allowed = carriers(authorization)
    if facts.carrier not in allowed:
        problems["carrier"] = f"“{facts.carrier}”不是可以使用标识的载体，请选择：{'、'.join(allowed)}。"
    if wrong := _models_problem(authorization, facts.model_names):
        problems["model_names"] = wrong
    if not facts.place.strip():
        problems["place"] = "请写明使用标识的地点或媒体。"
    return problems | _dates_problems(authorization, facts)


def _models_problem(authorization: Authorization, chosen: list[str]) -> str:
    granted = model_list(authorization.models_text)
    foreign = [name for name in chosen if name not in granted]
    if foreign:
        words = f"授权的型号为：{'、'.join(granted)}" if granted else "该授权不区分型号"
        return f"型号“{'、'.join(foreign)}”不在授权范围内，不得使用标识。{words}。"
    return "请选择使用标识的型号。" if granted and not chosen else ""


def _dates_problems(authorization: Authorization, facts: UsageFacts) -> dict[str, str]:
    problems = {}
    span = f"{moments.full_day(authorization.starts_on)} 至 {moments.full_day(authorization.ends_on)}"
    if not authorization.starts_on <= facts.starts_on <= authorization.ends_on:
        problems["starts_on"] = f"开始使用日期应在授权有效期内（{span}）。"
    if facts.ends_on is not None:
        if facts.ends_on < facts.starts_on:
            problems["ends_on"] = "使用至的日期早于开始使用日期，请核对。"
        elif facts.ends_on > authorization.ends_on:
            problems["ends_on"] = f"使用至的日期应在授权有效期内（{span}）；随授权有效期使用的，请留空。"
    return problems


def picture_problem(count: int, scope: str) -> str:
    """Why a submission with so many pictures is refused; `scope`: the programme's slug."""
    most = int(policy("usage.pictures", scope=scope))
    if not count:
        return "请至少上传一张样图：能看清标识和编号的照片或设计稿。"
    return f"样图最多 {most} 张，这次有 {count} 张，请减少后提交。" if count > most else ""


def room_problems(authorization: Authorization) -> list[str]:
    """Why no further usage can be registered; asked under the authorization's lock."""
    most = int(policy("usage.most", scope=authorization.application.programme_slug))
    standing = authorization.usages.filter(state__in=OPEN).count()
    if standing >= most:
        return [f"该授权已有 {standing} 项使用登记，最多 {most} 项。请先停用不再使用的，或合并登记。"]
    return []


def facts_of(usage: Any) -> UsageFacts:
    """Those of a usage as it stands."""
    return UsageFacts(
        carrier=usage.carrier,
        model_names=list(usage.model_names),
        place=usage.place,
        starts_on=usage.starts_on,
        ends_on=usage.ends_on,
        note=usage.note,
    )
