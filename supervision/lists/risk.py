"""Reckoning the risk class from facts: published checks, suspensions by fault, 撤销, the blacklist. Every number is a policy.

The more points, the higher the risk. Each fact of the last `risk.months` counts once; the letter is the highest whose
threshold the sum reaches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from certification.models import AuthorizationChange, Suspension
from certification.states import AuthorizationState, Cause
from supervision.directories.models import InspectionObject
from supervision.directories.states import ObjectKind
from supervision.inspections.facts import facts_of
from supervision.inspections.states import ResultWord
from supervision.lists.models import BlacklistEntry, RiskClass
from tianfu.text.moments import numeric_day
from tianfu.workflow import clock
from tianfu.workflow.due import add_months
from tianfu.workflow.policies import policy_values
from tianfu.workflow.rounds import each

KEYS = (
    "risk.months", "risk.found", "risk.grave", "risk.late", "risk.suspended", "risk.withdrawn", "risk.blacklisted",
    "risk.from_b", "risk.from_c", "risk.from_d",
)  # fmt: skip
_CLEAN = (ResultWord.NORMAL, ResultWord.NOT_ENGAGED)
_GRAVE = (ResultWord.FALSE_DISCLOSURE, ResultWord.UNCOOPERATIVE)
# The holder's own wish and what befell a certification body say nothing about the holder.
_FAULTS = (Cause.MISUSE, Cause.QUALITY, Cause.CERTIFICATE)


@dataclass(frozen=True)
class Reason:
    text: str
    points: int


def reckon(uscc: str, day: date) -> tuple[str, list[Reason]]:
    """(letter, reasons) of this enterprise as the facts stand on `day`; the newest facts first."""
    values = {key: int(value) for key, value in policy_values(KEYS, on=day).items()}
    since = add_months(day, -values["risk.months"])
    reasons = [*_checks(uscc, since, values), *_marks(uscc, since, values)]
    if BlacklistEntry.objects.filter(uscc=uscc).standing(day).exists():
        reasons.append(Reason("在品牌黑名单中", values["risk.blacklisted"]))
    total = sum(reason.points for reason in reasons)
    letter = next((one for one in "DCB" if total >= values[f"risk.from_{one.lower()}"]), "A")
    return letter, reasons


def _checks(uscc: str, since: date, values: dict[str, int]) -> Iterator[Reason]:
    for fact in facts_of(uscc, since):
        if fact.word in _CLEAN:
            continue
        points = values["risk.grave"] if fact.word in _GRAVE else values["risk.found"]
        yield Reason(f"{numeric_day(fact.visited_on)} 检查：{ResultWord(fact.word).label}", points)
        if fact.late:
            yield Reason(f"{numeric_day(fact.visited_on)} 检查要求的整改逾期", values["risk.late"])


def _marks(uscc: str, since: date, values: dict[str, int]) -> Iterator[Reason]:
    begin = clock.start_of(since)
    faults = Suspension.objects.filter(authorization__holder_uscc=uscc, cause__in=_FAULTS, since__gte=begin)
    for row in faults.select_related("authorization").order_by("-since"):
        words = f"{numeric_day(row.began_on)} 授权 {row.authorization} 暂停：{row.get_cause_display()}"
        yield Reason(words, values["risk.suspended"])
    ends = AuthorizationChange.objects.filter(
        subject__holder_uscc=uscc, target=AuthorizationState.WITHDRAWN, at__gte=begin
    )
    for change in ends.select_related("subject").order_by("-at"):
        yield Reason(f"{numeric_day(change.at)} 授权 {change.subject} 被撤销", values["risk.withdrawn"])


def classify(uscc: str, day: date) -> bool:
    """Reckon and keep; the class before stays in the history. True when the letter or a reason changed."""
    letter, reasons = reckon(uscc, day)
    kept = [{"text": reason.text, "points": reason.points} for reason in reasons]
    with transaction.atomic():
        standing = RiskClass.objects.select_for_update().filter(uscc=uscc, superseded_at=None).first()
        if standing is not None and (standing.letter, standing.reasons) == (letter, kept):
            standing.looked_on = day
            standing.save(update_fields=["looked_on"])
            return False
        if standing is not None:
            standing.superseded_at = clock.now()
            standing.save(update_fields=["superseded_at"])
        points = sum(reason.points for reason in reasons)
        RiskClass.objects.create(uscc=uscc, letter=letter, points=points, reasons=kept, since=day, looked_on=day)
    return True


def refresh_monthly(day: date) -> int:
    """Every holder in the directory that was not looked at since this month began; may run twice, and makes good."""
    first = day - timedelta(days=day.day - 1)
    done = RiskClass.objects.filter(superseded_at=None, looked_on__gte=first).values("uscc")
    objects = InspectionObject.objects.filter(kind=ObjectKind.AUTHORIZATION, left_on=None).exclude(uscc="")
    codes = objects.exclude(uscc__in=done).order_by("uscc").values_list("uscc", flat=True).distinct()
    return each("risk class", list(codes), lambda uscc: classify(uscc, day))


def class_of(obj: InspectionObject, day: date) -> tuple[str, str]:
    """(key, label) of an object for the strata of a draw: not public, so that no open draw may be divided by it."""
    row = RiskClass.objects.filter(uscc=obj.uscc, superseded_at=None).first() if obj.uscc else None
    return (row.letter, row.get_letter_display()) if row is not None else ("NONE", "未评定")
