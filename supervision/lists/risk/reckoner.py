"""Reckoning the risk class from facts (`risk_facts`). Every number is a policy.

The more points, the higher the risk. Each fact of the last `risk.months` counts once; the letter is the highest whose
threshold the sum reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from supervision.directories.models import InspectionObject
from supervision.directories.states import ObjectKind
from supervision.inspections.results.facts import FEW
from supervision.lists.models import Letter, RiskClass
from supervision.lists.risk.facts import adverse_facts, fact_kinds
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.policies.values import policy_values
from tianfu.workflow.rounds import each

MONTHS = "risk.months"
THRESHOLDS = {"D": "risk.from_d", "C": "risk.from_c", "B": "risk.from_b"}


@dataclass(frozen=True)
class Reason:
    text: str
    points: int


def formula(day: date) -> dict[str, int]:
    """Months, thresholds and the points of every kind of fact, as they hold on `day`."""
    keys = (MONTHS, *THRESHOLDS.values(), *fact_kinds())
    return {key: int(value) for key, value in policy_values(keys, on=day).items()}


def reckon(uscc: str, day: date) -> tuple[str, list[Reason]]:
    """(letter, reasons) of this enterprise as the facts stand on `day`; the newest facts of a kind first."""
    values = formula(day)
    facts = adverse_facts(uscc, add_months(day, -values[MONTHS]), day)
    reasons = [Reason(fact.text, values[fact.key]) for fact in facts]
    total = sum(reason.points for reason in reasons)
    return next((letter for letter, key in THRESHOLDS.items() if total >= values[key]), "A"), reasons


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


def classes_of(objects: Sequence[InspectionObject], day: date) -> list[tuple[str, str]]:
    """(key, label) of each object for the strata of a draw, in one query: not public, so no open draw is divided by it."""
    codes = {obj.uscc for obj in objects if obj.uscc}
    rows = RiskClass.objects.filter(superseded_at=None)
    if len(codes) <= FEW:
        rows = rows.filter(uscc__in=codes)
    letters = dict(rows.values_list("uscc", "letter"))
    return [
        (letter, str(Letter(letter).label)) if (letter := letters.get(obj.uscc, "")) else ("NONE", "未评定")
        for obj in objects
    ]
