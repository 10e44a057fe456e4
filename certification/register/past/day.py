"""Was this number valid on a day that is over? Answered from the history alone, as it held at the end of that day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.history import changed_words, took_effect
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.causes import WORDS as CAUSE_WORDS
from certification.register.proofs.proof import Edition, editions_of
from certification.register.verification import WORDS, Answer
from tianfu.text import moments
from tianfu.workflow import clock

S = AuthorizationState
TOO_LATE = "日期不能晚于今天：以后的状态还没有发生。今天的状态就是本页的结论。"
NO_DAY = "请填写日期，如 2026-05-01。"


@dataclass(frozen=True)
class DayState:
    """`since`: when what held at the end of `day` had begun, None before the first valid day. `reasons`: public words of
    each cause that kept it suspended. `edition`: the version of the certificate that counted then, None where none did.
    `moved`: what else happened on that very day; `later`: what was changed of its content since, old and new."""

    day: date
    answer: Answer
    sentence: str
    since: datetime | None
    reasons: tuple[str, ...]
    edition: Edition | None
    moved: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def word(self) -> str:
        return WORDS[self.answer][0]

    @property
    def valid(self) -> bool:
        return self.answer == Answer.ACTIVE


def state_on(authorization: Authorization, day: date) -> DayState:
    """Of a published authorization, on today or an earlier day; four queries at most."""
    until = min(clock.end_of(day), clock.now()) if day >= clock.today() else clock.end_of(day)
    passages = sorted(
        ((took_effect(authorization, change), change) for change in authorization.changes.all()),
        key=lambda pair: (pair[0], pair[1].revision),
    )
    before = [(at, change) for at, change in passages if _holds(at, until, day)]
    state, since = _last(authorization, before, day)
    answer = Answer.NOT_YET if state == S.PENDING else Answer(state.value)
    return DayState(
        day=day,
        answer=answer,
        sentence=_sentence(authorization, answer),
        since=since,
        reasons=_reasons(authorization, until) if state == S.SUSPENDED else (),
        edition=_edition(authorization, until) if since is not None else None,
        moved=tuple(_moved(authorization, before, day)),
        later=tuple(
            words for at, change in passages if (at, change) not in before and (words := changed_words(change))
        ),
    )


def _holds(at: datetime, until: datetime, day: date) -> bool:
    # An expiry takes effect with the first instant of the next day: not yet on the last one.
    return at < until or (at == until and day >= clock.today())


def _last(authorization: Authorization, before: list[tuple[datetime, Any]], day: date) -> tuple[S, datetime | None]:
    """The state at the end of the day, and since when; an end of term counts though no job wrote it down yet."""
    states = [(at, S(change.target)) for at, change in before]
    if not states:
        return S.PENDING, None
    at, state = states[-1]
    if state in (S.ACTIVE, S.SUSPENDED) and authorization.ends_on < day:
        return S.EXPIRED, clock.end_of(authorization.ends_on)
    # A passage that leaves the state as it is (a change of content) does not begin it.
    for earlier, found in reversed(states):
        if found != state:
            break
        at = earlier
    return state, at


def _sentence(authorization: Authorization, answer: Answer) -> str:
    first, last = moments.full_day(authorization.starts_on), moments.full_day(authorization.ends_on)
    if answer == Answer.NOT_YET:
        return f"该日授权尚未生效，有效期自 {first}起。"
    words = {
        Answer.ACTIVE: "该日授权有效。",
        Answer.SUSPENDED: "该日授权暂停，不得使用标识。",
        Answer.WITHDRAWN: "该日授权已被撤销，不得使用标识。",
        Answer.CANCELLED: "该日授权已注销，不再使用标识。",
        Answer.EXPIRED: f"该日授权已过有效期，有效期至 {last}。",
        Answer.SUPERSEDED: "该日证书已换发，以新证书为准。",
    }
    return words[answer]


def _reasons(authorization: Authorization, until: datetime) -> tuple[str, ...]:
    """Causes that stood at that moment; the officers' own words stay inside."""
    rows = authorization.suspensions.filter(since__lt=until).order_by("since", "pk")
    return tuple(CAUSE_WORDS[row.cause].public for row in rows if row.lifted_at is None or row.lifted_at >= until)


def _edition(authorization: Authorization, until: datetime) -> Edition | None:
    return next((row for row in editions_of(authorization) if row.issued < until), None)


_DONE = {
    "activate": "生效",
    "suspend": "暂停",
    "reinstate": "恢复",
    "withdraw": "撤销",
    "cancel": "注销",
    "expire": "到期",
    "amend": "内容变更",
}


def _moved(authorization: Authorization, before: list[tuple[datetime, Any]], day: date) -> list[str]:
    """What happened on the day itself, in order, with the time."""
    return [
        f"{moments.numeric_moment(at)} {_DONE[change.transition]}"
        for at, change in before
        if clock.in_beijing(at) == day
    ]
