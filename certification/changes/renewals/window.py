"""When an authorization may be renewed, and what stands against it on a day (domain 2.3, 8.4; policies renewal.*)."""

from dataclasses import dataclass
from datetime import date, timedelta

from applications.cases.states import LIVE as LIVE_CASES
from applications.models import Application
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.open_matters import open_matters, register_open
from certification.authorizations.states import AuthorizationState
from certification.authorizations.term.continuity import continuation
from tianfu.text.moments import full_day
from tianfu.workflow.policies.values import policy_values

OPEN_KEY = "renewals"
S = AuthorizationState


@dataclass(frozen=True)
class Window:
    """First and last day on which a renewal may be handed in, both included."""

    opens_on: date
    closes_on: date

    def __str__(self) -> str:
        return f"{full_day(self.opens_on)}至 {full_day(self.closes_on)}"


def window(authorization: Authorization, day: date) -> Window:
    """By the policies that hold on `day`, in calendar days before the last valid day."""
    scope, end = authorization.programme_slug, authorization.ends_on
    opens, closes = policy_values(["renewal.opens_days", "renewal.closes_days"], scope=scope, on=day).values()
    return Window(end - timedelta(days=int(opens)), end - timedelta(days=int(closes)))


def renewable(authorization: Authorization) -> bool:
    """Whether the programme, as it is now, says how this way is renewed."""
    return authorization.programme.current_version().renews(authorization.route)


def open_case(authorization: Authorization) -> Application | None:
    """The renewal that is being drawn up or looked at."""
    rows = Application.objects.filter(renews=authorization.application_id, state__in=LIVE_CASES)
    return rows.order_by("-pk").first()


def start_problems(authorization: Authorization, day: date) -> list[str]:
    """Why no renewal may be begun on `day`, each with what it means; empty = may be."""
    case = open_case(authorization)
    if case is not None:
        return [f"该授权的续期（{case}）正在申报，请继续办理那一份；不再需要的，请先撤回或删除。"]
    return filing_problems(authorization, day)


def filing_problems(authorization: Authorization, day: date) -> list[str]:
    """Why a renewal may not be handed in on `day`, whichever draft it is."""
    following = continuation(authorization)
    if following is not None:
        since = full_day(following.starts_on)
        return [f"该授权已续期：新授权 {following.number or '正在制证'}，自 {since}起生效，不需要再次续期。"]
    found = _state_problems(authorization, day)
    if found:
        return found
    if not renewable(authorization):
        return ["本项目没有规定这种方式的续期，到期后请重新申报。"]
    return [*_window_problems(authorization, day), *open_matters(authorization, but=OPEN_KEY)]


def _state_problems(authorization: Authorization, day: date) -> list[str]:
    state = authorization.effective_on(day)
    if state == S.ACTIVE:
        return []
    if state == S.PENDING:
        return ["授权尚未生效，不能续期。"]
    if state == S.EXPIRED:
        ended = full_day(authorization.ends_on)
        return [f"授权已于 {ended}到期，不能再续期。您可以随时重新申报，准予后是一项新的授权。"]
    if state == S.SUSPENDED:
        causes = "、".join(row.get_cause_display() for row in authorization.suspensions.filter(lifted_at=None))
        return [f"授权暂停期间（{causes}）不能续期。请先消除暂停原因；到期前未恢复的，授权到期失效，届时可以重新申报。"]
    return [f"授权已{state.label}，不能续期。"]


def _window_problems(authorization: Authorization, day: date) -> list[str]:
    days = window(authorization, day)
    if day < days.opens_on:
        return [f"申报续期的时间为 {days}，还没有开始；到时会有消息提醒您。"]
    if day > days.closes_on:
        ended = full_day(authorization.ends_on)
        return [f"申报续期的时间（{days}）已过。授权有效至 {ended}，之后不得使用标识；到期后您可以随时重新申报。"]
    return []


def _open_renewal(authorization: Authorization) -> str:
    """For `open_matters`: nothing else is changed beside a renewal, nor between its decision and its first day."""
    case = open_case(authorization)
    if case is not None:
        return f"该授权的续期（{case}）正在申报，请先办结；不再需要的，请先撤回或删除草稿。"
    following = continuation(authorization)
    if following is not None and following.state == S.PENDING:
        return f"该授权已续期，新授权自 {full_day(following.starts_on)}起生效，请在生效后就新授权提出。"
    return ""


register_open(OPEN_KEY, _open_renewal)
