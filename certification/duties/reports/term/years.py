"""For which years an authorization owes a report, and between which days each is filed: policies, never literals."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from certification.authorizations.states import AuthorizationState
from tianfu.workflow import clock
from tianfu.workflow.policies.values import policy, policy_values

WINDOW, LEAST, NOTICE, REMINDERS = (
    "annual_report.window",
    "annual_report.least_days",
    "annual_report.notice_days",
    "annual_report.reminders",
)
OWING = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)


class Mark(Protocol):
    """What is asked of an authorization here."""

    starts_on: date
    ends_on: date

    @property
    def previous(self) -> "Mark | None": ...

    @property
    def programme_slug(self) -> str: ...

    def effective_on(self, day: date) -> AuthorizationState: ...


@dataclass(frozen=True)
class Window:
    """First and last day, inclusive, on which the report for `year` is filed in time."""

    year: int
    opens: date
    closes: date


def _on(year: int, month_day: str) -> date:
    """02-29 is the last day of February in every year."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def _window(year: int, first: str, last: str) -> Window:
    """In the year after `year`; a window over New Year ends in the one after that."""
    opens, closes = _on(year + 1, first), _on(year + 1, last)
    return Window(year, opens, closes if closes >= opens else _on(year + 2, last))


def window_of(year: int, slug: str, on: date) -> Window:
    """By the policy of the day `on`, for the programme `slug`."""
    return _window(year, *policy(WINDOW, scope=slug, on=on))


def newest_window(slug: str, day: date) -> Window:
    """The last one that has opened by `day`."""
    first, last = policy(WINDOW, scope=slug, on=day)
    this = _window(day.year - 1, first, last)
    return this if this.opens <= day else _window(day.year - 2, first, last)


def latest_start(year: int, slug: str, on: date) -> date:
    """The last day on which an authorization may begin and still owe a report for `year`: for fewer days than the policy
    says there is none, the next report speaks of them."""
    return date(year, 12, 31) - timedelta(days=max(int(policy(LEAST, scope=slug, on=on)), 1) - 1)


def first_year(authorization: Mark) -> int:
    """The first year for which this authorization owes a report. One that continues another begins with the first year
    whose window opens after the other's end, and speaks of the whole of it: the mark was in use before."""
    start, slug, today = authorization.starts_on, authorization.programme_slug, clock.today()
    previous = authorization.previous
    if previous is None:
        return start.year if start <= latest_start(start.year, slug, today) else start.year + 1
    ended = newest_window(slug, previous.ends_on).year
    return max(first_year(previous), ended + 1)


def last_day(authorization: Mark, window: Window, opened: date) -> date:
    """Opened after its window began, there is still the notice of the policy; never after the authorization's own end."""
    notice = int(policy(NOTICE, scope=authorization.programme_slug, on=opened))
    return min(max(window.closes, opened + timedelta(days=notice)), authorization.ends_on)


def longest_wait(slug: str, on: date) -> int:
    """Days after the last one before a suspension may be proposed: the last of the reminders."""
    return max((int(days) for days in policy(REMINDERS, scope=slug, on=on)), default=0)


def next_report(authorization: Mark, day: date) -> Window | None:
    """The next window that opens after `day` and before the authorization's end; None when there is none."""
    slug = authorization.programme_slug
    values = policy_values([WINDOW], scope=slug, on=day)
    for year in range(max(first_year(authorization), day.year - 2), authorization.ends_on.year):
        window = _window(year, *values[WINDOW])
        if day < window.opens <= authorization.ends_on:
            return window
    return None


def opening_problems(authorization: Mark, year: int, day: date) -> list[str]:
    """Why no report for `year` can be filed on `day`; [] while it can."""
    state = authorization.effective_on(day)
    if state not in OWING:
        return [f"授权当前为“{state.label}”，不再报送年度自查报告。"]
    window = window_of(year, authorization.programme_slug, day)
    if year < first_year(authorization):
        return [f"授权自 {authorization.starts_on.isoformat()} 起，不需要报送 {year} 年度的自查报告。"]
    if day < window.opens:
        return [f"{year} 年度自查报告自 {window.opens.isoformat()} 起报送，请届时再来填写。"]
    if window.opens > authorization.ends_on:
        return [f"授权有效期至 {authorization.ends_on.isoformat()} 止，不需要报送 {year} 年度的自查报告。"]
    return []
