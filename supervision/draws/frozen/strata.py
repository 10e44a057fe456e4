"""分层: by which public attribute the objects of a draw are divided, and what each part looks like now.

Other subjects add attributes (`lists` the risk class, used only as trust.md A.7 allows). An attribute gives every object
an ASCII key for the file and a Chinese label for people.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from applications.programmes.models.reference import Sector
from applications.programmes.names import route_choices
from supervision.directories.models import InspectionObject
from tianfu.workflow.calendar.due import add_months

# (key, label) of one object on a day; or of each of many, for an attribute that is kept in a table of its own.
Value = Callable[[InspectionObject, date], tuple[str, str]]
Values = Callable[[Sequence[InspectionObject], date], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Attribute:
    """`public`: everybody can see the attribute of every object anyway, so that the file gives nothing away."""

    key: str
    label: str
    values: Values
    public: bool = True


_attributes: dict[str, Attribute] = {}


def register_attribute(key: str, label: str, values: Values, *, public: bool = True) -> None:
    """Called from `ready()` of whoever owns the attribute. `values` answers for all objects of a draw at once."""
    _attributes[key] = Attribute(key, label, values, public)


def for_each(value: Value) -> Values:
    """For an attribute that the object's own row tells."""
    return lambda objects, day: [value(obj, day) for obj in objects]


def attributes() -> list[Attribute]:
    """What a planner may choose: the public ones, in the order of their registering (trust.md A.7)."""
    return [one for one in _attributes.values() if one.public]


def attribute(key: str) -> Attribute | None:
    """The one of this key, None when nobody registered it."""
    return _attributes.get(key)


def values_of(objects: Sequence[InspectionObject], key: str, day: date) -> Sequence[tuple[str, str]]:
    """(key, label) of each object by this attribute, in their order; one part for all where nobody registered it."""
    found = _attributes.get(key) or _attributes["all"]
    return found.values(objects, day)


@dataclass(frozen=True)
class Part:
    """One stratum as the directory stands: `listed` objects, of which `eligible` can be drawn."""

    key: str
    label: str
    listed: int
    eligible: int


def divide(rows: list[tuple[InspectionObject, str]], key: str, day: date) -> list[Part]:
    """The parts of `rows` (object, exclusion code), by label."""
    listed, eligible, labels = Counter[str](), Counter[str](), {}
    for (_, excluded), (part, label) in zip(rows, values_of([obj for obj, _ in rows], key, day), strict=True):
        labels[part] = label
        listed[part] += 1
        eligible[part] += not excluded
    return [Part(part, labels[part], listed[part], eligible[part]) for part in sorted(listed)]


def _everything(obj: InspectionObject, day: date) -> tuple[str, str]:
    return "ALL", "全部对象"


def _route(obj: InspectionObject, day: date) -> tuple[str, str]:
    words = {"quality_certification": ("QC", "品质认证"), "self_declaration": ("SD", "自我声明")}
    if obj.route and obj.route not in words:
        return obj.route.upper().replace("_", "-"), dict(route_choices()).get(obj.route, obj.route)
    return words.get(obj.route, ("NONE", "无方式"))


def _sector(obj: InspectionObject, day: date) -> tuple[str, str]:
    return (obj.sector or "none").upper(), dict(Sector.choices).get(obj.sector, obj.sector) or "未分领域"


def _since_check(obj: InspectionObject, day: date) -> tuple[str, str]:
    if obj.last_checked_on is None:
        return "NEVER", "从未检查"
    if obj.last_checked_on < add_months(day, -24):
        return "OVER24M", "两年以上未检查"
    if obj.last_checked_on < add_months(day, -12):
        return "OVER12M", "一年以上未检查"
    return "RECENT", "一年内检查过"


def _region(obj: InspectionObject, day: date) -> tuple[str, str]:
    return obj.region_id or "000000", str(obj.region) if obj.region_id else "未登记地区"


register_attribute("all", "不分层", for_each(_everything))
register_attribute("since_check", "距上次检查的时间", for_each(_since_check))
register_attribute("route", "授权方式", for_each(_route))
register_attribute("sector", "产品领域", for_each(_sector))
register_attribute("region", "市（州）", for_each(_region))
