"""The notice's period in the public's words, with its arithmetic."""

from dataclasses import dataclass
from datetime import date

from applications.cases.states import ApplicationState as S
from applications.review.stages.public_notice.models import PublicNotice
from applications.review.stages.public_notice.period import notice_period, upheld_at
from tianfu.text.moments import long_day

# How the case left its notice → what the public reads. A public page tells no reason of a refusal.
_LEFT = {
    "retract": "申报已撤回，公示终止。",
    "reject": "公示已终止，本件不予授权。",
    "send_back": "公示已终止，申报退回重新审查；再次公示时另行公布。",
    "terminate": "公示已终止，本件终止办理。",
}


@dataclass(frozen=True)
class Period:
    """`running`: objections may be raised; `paused`: one is being looked into; `span`: first and last day in words."""

    running: bool
    paused: bool
    sentence: str
    span: str
    arithmetic: list[str]


def period(notice: PublicNotice, today: date) -> Period:
    application = notice.application
    objections = list(notice.objections.all())
    found = notice_period(notice, objections)
    if application.state != S.PUBLIC_NOTICE:
        return Period(False, False, _over(notice), "", [])
    if upheld_at(notice, objections) is not None:
        return Period(False, False, "有异议经核查成立，公示终止，本件等待作出决定。", "", [])
    if found.last is None:
        sentence = "收到异议，正在核查，公示期中止计算。中止期间仍可提出异议。"
        return Period(True, True, sentence, found.in_words, found.arithmetic)
    if found.over(today):
        return Period(
            False, False, f"公示期已于 {long_day(found.last)}届满，不再接收异议。", found.in_words, found.arithmetic
        )
    sentence = f"公示期为 {found.in_words}，任何单位和个人可以提出异议。"
    return Period(True, False, sentence, found.in_words, found.arithmetic)


def _over(notice: PublicNotice) -> str:
    """How it ended: by the last passage out of the notice."""
    last = notice.application.changes.filter(source=S.PUBLIC_NOTICE).order_by("-revision").first()
    if last is not None and last.transition in _LEFT:
        return _LEFT[last.transition]
    return f"公示期已于 {long_day(notice.ends_on)}届满。" if notice.ends_on else "公示已结束。"
