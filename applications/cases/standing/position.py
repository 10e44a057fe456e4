"""Where a case stands, in words, for both sides: one sentence, who acts, by when, and how the day was computed.

Officers' words and applicants' words live in this one table (look.md, Wording).
"""

from datetime import date
from typing import Any

from applications.cases.deadlines import case_clock
from applications.cases.models.application import Application
from applications.cases.models.words import state_label
from applications.cases.stages.readers import Reader, Standing
from applications.cases.stages.stage import registered
from applications.cases.standing.desks import desk_of
from applications.cases.standing.offices import office_of
from applications.cases.standing.progress import correction_words
from applications.cases.standing.sentences import sentence, waits_for
from applications.cases.states import FINAL, ApplicationState
from applications.programmes.names import Names, names_of
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import Due
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.policies.clauses import clause_of

S = ApplicationState

# What a passage means to the applicant; the source stage is named where it helps.
_EVENTS: dict[str, str] = {
    "submit": "提交申报",
    "resubmit": "提交补正",
    "ask_correction": "要求补正，审查期限中止",
    "deem_accepted": "形式审查期限届满，视为受理",
    "send_back": "退回重新审查",
    "decline": "作出不予受理决定",
    "reject": "作出不予{grant}决定",
    "discard": "删除草稿",
    "retract": "企业撤回申报",
    "lapse": "逾期失效",
    "terminate": "终止办理",
}


def due_in_words(due_on: date, today: date, days: Calendar | None = None) -> str:
    """还有 6 个工作日 / 今天到期 / 已超期 2 个工作日. A list hands in one calendar for all its rows."""
    days = days or calendar()
    if due_on == today:
        return "今天到期"
    if due_on > today:
        return f"还有 {days.count(today, due_on)} 个工作日"
    late = days.count(due_on, today)
    return f"已超期 {late} 个工作日" if late else "已到期"


def due_tone(due_on: date | None, today: date, days: Calendar) -> str:
    """over / soon (two working days) / "" for a work list."""
    if due_on is None:
        return ""
    if due_on < today:
        return "over"
    return "soon" if days.count(today, due_on) <= 2 else ""


def stands(application: Application, *, officer: bool = False) -> dict[str, Any]:
    """Context of components/where_it_stands.html."""
    today, days = clock.today(), calendar()
    due = case_clock(application, days)
    reader = Reader.OFFICER if officer else Reader.ENTERPRISE
    standing = standing_of(application, due, today)
    context: dict[str, Any] = {
        "sentence": sentence(standing, reader),
        "who": waits_for(standing, reader),
        "due": None,
        "due_words": "",
        "tone": _tone(application),
    }
    worked_on = "" if officer else correction_words(application)
    if worked_on:
        # The words a person acts on come first: nothing reaches the office before it is handed in.
        context["sentence"] = f"{worked_on}。答复和修改都要点“提交补正”才会送达。{context['sentence']}"
    if due is not None and due.rests is not None:
        context["basis"] = clause_of(*due.rests, application.programme_slug)
    context |= {"provisional": bool(due and due.provisional), "arithmetic": due.arithmetic if due else []}
    if due is not None and due.date is not None:
        context |= {"due": due.date, "due_words": due_in_words(due.date, today, days)}
        if due.date < today:
            context["tone"] = "over"
    return context


def standing_of(application: Application, due: Due | None, today: date) -> Standing:
    """The facts of the case that its sentence needs."""
    state = application.state
    room = registered().get(state)
    day = due.date if due is not None else None
    since, cause = room.pause(application) if room is not None and due is not None and day is None else (None, "")
    over = day is not None and day < today
    office = office_of(application, state, today) if over else None
    return Standing(
        state=state,
        label=application.get_state_display(),
        desk=desk_of(application, state),
        due=day,
        provisional=bool(due and due.provisional),
        over=over,
        late=calendar().count(day, today) if day is not None and over else 0,
        paused=cause,
        paused_since=since,
        phone=office.phone if office is not None else "",
        answered=room is not None and room.asked is not None and not room.waits_for_enterprise(application),
        to_decide=room is not None and room.to_decide(application),
        grant=names_of(application.programme_version_id).grant,
    )


def _tone(application: Application) -> str:
    if application.state == S.CORRECTION_REQUIRED:
        return "wait"
    if application.state in (S.NOT_ACCEPTED, S.REJECTED, S.LAPSED, S.TERMINATED):
        return "bad"
    return ""


def rail(application: Application) -> list[dict[str, Any]]:
    """Context of components/stage_rail.html: the programme's order with what is done."""
    order, names = application.stage_order, names_of(application.programme_version_id)
    passed: dict[str, Any] = {}
    for change in application.changes.all():
        if change.source in order and change.transition in ("pass_stage", "deem_accepted", "authorize"):
            passed[change.source] = change.at
        # Sent back, or led back by a correction: what comes from there on is to be done again.
        for key in order[order.index(change.target) :] if change.target in order else []:
            passed.pop(key, None)
    here = application.correction_stage if application.state == S.CORRECTION_REQUIRED else application.state
    rows = []
    for key in order:
        row: dict[str, Any] = {"label": state_label(names, key), "state": "todo", "date": None, "due": None, "note": ""}
        if key in passed:
            row |= {"state": "done", "date": passed[key]}
        elif key == here:
            row |= {"state": "now", "due": application.due_on}
            if application.state == S.CORRECTION_REQUIRED:
                row |= {"state": "paused", "due": None, "note": "待补正"}
        rows.append(row)
    if application.state in FINAL and application.state != S.AUTHORIZED:
        stop = next((row for row in rows if row["state"] == "todo"), None)
        if stop is not None:
            stop["state"] = "stopped"
    return rows


def timeline(application: Application, *, officer: bool = False) -> list[dict[str, Any]]:
    """Context of components/timeline.html, newest first. The applicant reads desks, officers read names and notes."""
    events = []
    names = names_of(application.programme_version_id)
    for change in application.changes.all():
        what = _EVENTS.get(change.transition, "").format(grant=names.grant) or _passed(change, names)
        if change.transition == "resubmit" and change.inputs.get("changed"):
            changed, target = "、".join(change.inputs["changed"]), state_label(names, change.target)
            what = f"提交补正，改动了“{changed}”，回到{target}重新办理"
        if change.transition == "send_back" and not officer:
            what = f"退回{state_label(names, change.target)}重新办理"
        shown_note = officer or change.transition in (
            "ask_correction",
            "deem_accepted",
            "decline",
            "reject",
            "terminate",
        )
        events.append(
            {
                "at": change.at,
                "who": _who(application, change, officer),
                "what": what,
                "note": change.note if shown_note else "",
                "tone": {"ask_correction": "wait", "reject": "bad", "decline": "bad"}.get(change.transition, ""),
                "url": "",
                "url_label": "",
            }
        )
    return events[::-1]


def _passed(change: Any, names: Names) -> str:
    """By the stage's own words; what ends the case also says how."""
    room = registered().get(change.source)
    own = room.passed_words if room is not None else ""
    if change.transition == "authorize":
        return f"{own}，准予{names.grant}" if own else f"准予{names.grant}"
    return own or f"通过{state_label(names, change.source)}"


def _who(application: Application, change: Any, officer: bool) -> str:
    if change.actor_id is None:
        return "系统"
    if change.transition in ("submit", "resubmit", "retract", "discard"):
        return str(change.actor) if officer else "企业"
    desk = desk_of(application, change.source) or "主管部门"
    return f"{change.actor} · {desk}" if officer else desk
