"""Which objects may be drawn on a day, and why one that is listed may not: a code that the draw's file shows (trust A.3).

A floor above that knows a reason registers it: `register_exclusion("OPEN_CASE", "有未办结案件", fn)`, where
`fn(objects, day)` answers for many objects at once with the keys (`pk`) of those it excludes. A check that was carried
out is told by `note_check`: from then on the pause between checks and the yearly cap know of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from certification.authorizations.states import AuthorizationState
from certification.models import Authorization
from supervision.directories.models import InspectionObject, ObjectCheck
from supervision.directories.models.plans import YearlyPlan
from supervision.directories.states import PlanState
from tianfu.workflow.policies.values import policy

SUSPENDED, CHECKED, CAP_REACHED, OPEN_CASE = "SUSPENDED", "CHECKED_180D", "CAP_REACHED", "OPEN_CASE"
CHUNK = 10_000
Reason = Callable[[Sequence[InspectionObject], date], Iterable[int]]


@dataclass(frozen=True)
class Exclusion:
    """`code` stands in the file of a draw, `label` on pages; `fn` names the excluded."""

    code: str
    label: str
    fn: Reason


_exclusions: dict[str, Exclusion] = {}


def register_exclusion(code: str, label: str, fn: Reason) -> None:
    """Let `fn(objects, day)` exclude objects under this code. Called at start-up; one function for one code."""
    if code in _exclusions and _exclusions[code].fn is not fn:
        raise ValueError(f"exclusion {code!r} is registered already")
    _exclusions[code] = Exclusion(code, label, fn)


def exclusion_label(code: str) -> str:
    """The Chinese for a code; the code itself when nobody registered it."""
    return _exclusions[code].label if code in _exclusions else code


def listed(kind: str, day: date) -> QuerySet[InspectionObject]:
    """The directory of one kind on `day`, by code; excluded ones are in it."""
    rows = InspectionObject.objects.listed(kind, day)
    return rows.select_related("region").order_by("code")


def exclusion(obj: InspectionObject, day: date) -> str:
    """The code of the first reason against inspecting `obj` on `day`; "" for none."""
    return exclusions([obj], day).get(obj.pk, "")


def exclusions(objects: Iterable[InspectionObject], day: date) -> dict[int, str]:
    """For many objects: key → code of the first reason; those without one are left out. Few queries for each 10,000."""
    rows = list(objects)
    found: dict[int, str] = {}
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        for one in _exclusions.values():
            for pk in one.fn(chunk, day):
                found.setdefault(pk, one.code)
    return found


def note_check(obj: InspectionObject, on: date, ref: str) -> None:
    """A check of `obj` was carried out on this day; `ref` names it ("inspection:12"), so that telling twice counts once."""
    with transaction.atomic():
        _, new = ObjectCheck.objects.get_or_create(ref=ref, defaults={"object": obj, "uscc": obj.uscc, "on": on})
        if new:
            earlier = Q(last_checked_on=None) | Q(last_checked_on__lt=on)
            InspectionObject.objects.filter(earlier, pk=obj.pk).update(last_checked_on=on)


def yearly_cap(day: date, region: str | None = None) -> int:
    """The most checks one enterprise may have in the year of `day`: of the published plan of the province, else by policy.

    With `region`, a published plan of that prefecture may only lower it.
    """
    plans = YearlyPlan.objects.filter(year=day.year, state=PlanState.PUBLISHED)
    caps: dict[str | None, int] = dict(plans.values_list("region", "yearly_cap"))
    whole: int = caps.get(None) or int(policy("spotcheck.yearly_cap", on=day))
    return min(whole, caps.get(region, whole)) if region else whole


def _suspended(objects: Sequence[InspectionObject], day: date) -> Iterable[int]:
    owners: dict[int, list[int]] = {}
    for row in objects:
        if row.authorization_id is not None:
            owners.setdefault(row.authorization_id, []).append(row.pk)
    stopped = Authorization.objects.filter(state=AuthorizationState.SUSPENDED)
    if len(owners) <= CHUNK // 10:
        stopped = stopped.filter(pk__in=list(owners))
    return [one for pk in stopped.values_list("pk", flat=True) for one in owners.get(pk, [])]


def _checked(objects: Sequence[InspectionObject], day: date) -> Iterable[int]:
    since = day - timedelta(days=int(policy("spotcheck.pause_days", on=day)))
    return [row.pk for row in objects if row.last_checked_on is not None and since < row.last_checked_on <= day]


def _capped(objects: Sequence[InspectionObject], day: date) -> Iterable[int]:
    done = ObjectCheck.objects.filter(on__year=day.year, on__lte=day).exclude(uscc="")
    if len(objects) <= CHUNK // 10:
        done = done.filter(uscc__in={row.uscc for row in objects})
    counted = dict(done.order_by().values_list("uscc").annotate(n=Count("pk")))
    if not counted:
        return []
    caps = {region: yearly_cap(day, region) for region in {row.region_id for row in objects if row.uscc in counted}}
    return [row.pk for row in objects if row.uscc in counted and counted[row.uscc] >= caps[row.region_id]]


register_exclusion(SUSPENDED, "授权已暂停", _suspended)
register_exclusion(CHECKED, "近期已检查", _checked)
register_exclusion(CAP_REACHED, "已达年度检查次数上限", _capped)
