"""Where a case stands, in one sentence, built from a few patterns (look.md, Sentences).

Pure: facts in, words out. Three readers: the enterprise (您), an officer, the public (who learns neither dates nor causes
that are not public). One organ is named once; a date that has passed is never called 最迟.
"""

from applications.cases.stages.readers import Reader, Standing
from applications.cases.stages.stage import registered
from applications.cases.states import ApplicationState as S
from tianfu.text.moments import long_day

# state → (enterprise, officer, public)
_SETTLED: dict[str, tuple[str, str, str]] = {
    S.DRAFT: ("草稿，尚未提交。内容会自动保存。", "草稿，尚未提交。", "尚未提交。"),
    S.AUTHORIZED: ("已准予{grant}。", "已准予{grant}。", "已准予{grant}。"),
    S.NOT_ACCEPTED: ("不予受理，理由和救济途径见决定书。", "已作出不予受理决定。", "不予受理。"),
    S.REJECTED: ("不予{grant}，理由和救济途径见决定书。", "已作出不予{grant}决定。", "不予{grant}。"),
    S.RETRACTED: ("您已撤回申报。", "企业已撤回申报。", "申报已撤回。"),
    S.LAPSED: ("逾期未办理，申报已失效。您可以在受理期内重新申报。", "企业逾期未办理，申报已失效。", "申报已失效。"),
    S.TERMINATED: ("办理已终止，理由见通知书。", "已终止办理。", "已终止办理。"),
    S.DISCARDED: ("草稿已删除。", "草稿已删除。", "草稿已删除。"),
}
# What a correction waits for the enterprise to do: (to the enterprise, said of it). A stage says its own (`Stage.asked`).
_CORRECTION = ("按补正通知修改并重新提交", "重新提交补正后的申报")


def asked_at(state: str) -> tuple[str, str] | None:
    """What a case in this state asks of the enterprise, to it and of it; None = nothing."""
    if state == S.CORRECTION_REQUIRED:
        return _CORRECTION
    room = registered().get(state)
    return room.asked if room is not None else None


def _waits(standing: Standing) -> bool:
    return asked_at(standing.state) is not None and not standing.answered


def _own(standing: Standing) -> str:
    """What the stage itself says while it waits for what it is there for; "" = the usual pattern."""
    room = registered().get(standing.state)
    return room.sentence(standing) if room is not None and not standing.to_decide else ""


def sentence(standing: Standing, reader: Reader) -> str:
    """The sentence of this case for this reader."""
    if standing.state in _SETTLED:
        return _SETTLED[standing.state][list(Reader).index(reader)].format(grant=standing.grant)
    if reader is Reader.PUBLIC:
        return _public(standing)
    if _waits(standing):
        return _asked(standing, reader)
    if own := _own(standing):
        return own
    if standing.paused:
        return f"{standing.label}已中止计时：{standing.paused}{standing.since_words}。"
    return _worked_on(standing, reader)


def waits_for(standing: Standing, reader: Reader) -> str:
    """Who acts next: 您, 企业, or the desk; "" when nobody does."""
    if standing.state == S.DRAFT:
        return "您" if reader is Reader.ENTERPRISE else "企业"
    if standing.state in _SETTLED:
        return ""
    if _waits(standing):
        return "您" if reader is Reader.ENTERPRISE else "企业"
    return standing.desk


def _by(standing: Standing) -> str:
    """最迟 2026 年 12 月 4 日（周五）, with what may still move it."""
    if standing.due is None:
        return ""
    return f"最迟 {long_day(standing.due)}" + ("（暂定）" if standing.provisional else "")


def _too_late(standing: Standing) -> str:
    if standing.late:
        return f"已超过期限 {standing.late} 个工作日"
    return f"期限 {long_day(standing.due)}已过" if standing.due else "期限已过"


def _asked(standing: Standing, reader: Reader) -> str:
    to_you, of_it = asked_at(standing.state) or ("", "")
    if reader is Reader.ENTERPRISE:
        if standing.over:
            return f"{_too_late(standing)}，您还没有{of_it}。"
        return f"等待您{to_you}" + (f"，请在 {long_day(standing.due)}前完成。" if standing.due else "。")
    if standing.over:
        return f"{_too_late(standing)}，企业还没有{of_it}。"
    by = _by(standing)
    return f"等待企业{of_it}，{by}。" if by else f"等待企业{of_it}。"


def _worked_on(standing: Standing, reader: Reader) -> str:
    if standing.over:
        asked = f"；您可以致电 {standing.phone}" if reader is Reader.ENTERPRISE and standing.phone else ""
        return f"{standing.label}{_too_late(standing)}，{standing.desk}正在办理{asked}。"
    by = _by(standing)
    answer = f"，{by}{'答复' if reader is Reader.ENTERPRISE else '办结'}" if by else ""
    what = "申报" if reader is Reader.ENTERPRISE else "本件"
    return f"{what}正由{standing.desk}办理{standing.label}{answer}。"


def _public(standing: Standing) -> str:
    if _waits(standing):
        return "等待企业办理。"
    return _own(standing) or f"正在办理{standing.label}。"
