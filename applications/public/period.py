"""The notice's period in the public's words, with its arithmetic."""

from dataclasses import dataclass

from applications.deadlines import pauses_since
from applications.models import PublicNotice
from applications.states import ApplicationState
from tianfu.text.moments import long_day
from tianfu.workflow.due import due_date


@dataclass(frozen=True)
class Period:
    """`running` = still in notice; `paused` = an objection is being looked into."""

    running: bool
    paused: bool
    sentence: str
    arithmetic: list[str]


def period(notice: PublicNotice) -> Period:
    application = notice.application
    if application.state != ApplicationState.PUBLIC_NOTICE:
        return Period(False, False, "公示已结束。", [])
    due = due_date(notice.published_at, notice.days, pauses_since(application, notice.published_at))
    if due.date is None:
        return Period(True, True, "收到异议，正在核查，公示期中止计算。", due.arithmetic)
    return Period(True, False, f"公示至 {long_day(due.date)}，任何单位和个人可以提出异议。", due.arithmetic)
