"""休市日期 as the value of a policy: periods in which nothing is drawn, and the last day for which they are known.

{"closed": [["2026-02-14", "2026-02-23"], …], "until": "2027-01-31"}; typed and read aloud as
“2026-02-14 至 2026-02-23，2026-10-01 至 2026-10-04；已知至 2027-01-31”.
"""

import re
import unicodedata
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

EXAMPLE = "2026-02-14 至 2026-02-23，2026-10-01 至 2026-10-04；已知至 2027-01-31"
_FORM = f"请写明每段休市的起止日期和已知的最后一天，例如 {EXAMPLE}。"
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?").pattern
_PERIOD = re.compile(rf"{_DAY}(?:至|到|~|--?){_DAY}")
_UNTIL = re.compile(rf"(?:已知至|截至|至){_DAY}")


def read_closures(text: str) -> dict[str, Any]:
    """What a person typed. ValidationError in Chinese."""
    plain = re.sub("[‐-―−]", "-", unicodedata.normalize("NFKC", text))
    parts = [part for part in (re.sub(r"\s+", "", part) for part in re.split("[,，、;；]", plain)) if part]
    closed, until = [], []
    for part in parts:
        if period := _PERIOD.fullmatch(part):
            numbers = period.groups()
            closed.append([_day(*numbers[:3]), _day(*numbers[3:])])
        elif last := _UNTIL.fullmatch(part):
            until.append(_day(*last.groups()))
        else:
            raise ValidationError(f"“{part[:40]}”不是休市日期。{_FORM}")
    if len(until) != 1:
        raise ValidationError(_FORM)
    return {"closed": closed, "until": until[0]}


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise ValidationError(f"没有 {year}-{month}-{day} 这一天。{_FORM}") from None


def check_closures(value: Any) -> None:
    """Periods in order, none into another, none after the last known day, and no known year without its closures."""
    try:
        periods = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in value["closed"]]
        until = date.fromisoformat(value["until"])
    except (KeyError, TypeError, ValueError):
        raise ValidationError(_FORM) from None
    if set(value) != {"closed", "until"} or not periods:
        raise ValidationError(_FORM)
    before: date | None = None
    for first, last in periods:
        if first > last or (before is not None and first <= before):
            raise ValidationError(f"休市日期应从早到晚、互不重叠：请核对 {first} 至 {last}。")
        before = last
    if before is not None and before > until:
        raise ValidationError("已知的最后一天不能早于最后一段休市的末日。")
    _check_years({first.year for first, _ in periods}, until)


def _check_years(closed: set[int], until: date) -> None:
    """Lotteries rest at Spring Festival, at the latest in February: a year known beyond it has a closure."""
    last = until.year if until.month > 2 else until.year - 1
    bare = [str(year) for year in range(min(closed), last + 1) if year not in closed]
    if bare:
        raise ValidationError(f"{'、'.join(bare)} 年没有休市日期：春节、国庆休市须一并填写，或把已知的最后一天改早。")


def write_closures(value: Any) -> str:
    """As it may be typed again."""
    periods = "，".join(f"{first} 至 {last}" for first, last in value["closed"])
    return f"{periods}；已知至 {value['until']}"
