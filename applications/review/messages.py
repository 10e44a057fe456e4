"""What the enterprise is told about its case, and when: on every event that means something to it (peers 12).

Called in the event's own transaction; `notify` writes the inbox message and stores the mail.
"""

from typing import Any

from applications.cases.deadlines import case_clock
from applications.cases.models.application import Application
from applications.cases.recipients import tell_desk, tell_enterprise
from applications.cases.rules.acceptance import accepted
from applications.cases.stages.stage import registered, stage
from applications.cases.standing.desks import desk_of, stage_label
from applications.cases.standing.remedies import remedy
from applications.cases.standing.sentences import asked_at
from applications.cases.states import DECISION, INTAKE
from applications.cases.states import ApplicationState as S
from tianfu.inbox.wording import readable
from tianfu.workflow import clock


def tell_passage(application: Application, change: Any, inputs: Any) -> None:
    """The message of one passage through the door, if it has one."""
    teller = _TELLERS.get(change.transition)
    if teller is not None:
        teller(application, change, inputs)


def _submitted(application: Application, change: Any, inputs: Any) -> None:
    tell_enterprise(
        application,
        "application_submitted",
        route=application.get_route_display(),
        submitted_at=change.at,
        desk=desk_of(application, application.state),
        due=_due(application),
    )


def _due(application: Application) -> Any:
    """The date with 「可能顺延」 where it is provisional."""
    due = case_clock(application)
    return due if due is not None and due.date is not None else ""


def _passed(application: Application, change: Any, inputs: Any) -> None:
    onward = {
        "desk": desk_of(application, application.state),
        "next_stage": stage_label(application, application.state),
        "due": _due(application),
    }
    if change.source in INTAKE and not accepted(application, before=change):
        tell_enterprise(application, "application_accepted", accepted_on=clock.in_beijing(change.at), **onward)
    elif change.source in DECISION:
        _approved(application, change)
    elif not stage(application.state).tell_arrived(application) and not stage(change.source).passes_silently:
        tell_enterprise(application, "stage_passed", stage=stage_label(application, change.source), **onward)


def _approved(application: Application, change: Any) -> None:
    """The decision, and what follows it: the agreement, another stage, or the certificate at once."""
    content = application.programme_version.content
    tell_enterprise(
        application,
        "decision_approved",
        authority=content["authority"],
        brand=content["name"],
        grant=content["words"]["grant"],
        mark=content["words"]["mark"],
        decided_on=clock.in_beijing(change.at),
        follows=_follows(application, content["words"]["mark"]),
    )


def _follows(application: Application, mark: str) -> str:
    """What comes after the decision, and by when."""
    if application.finished:
        return f"平台正在制发证书和{mark}，完成后会在这里告知您。您现在不需要再做其他操作。"
    due = readable(_due(application))
    by = f"，最迟 {due}" if due else ""
    if own := stage(application.state).after_decision(application, by):
        return own
    onward = f"{desk_of(application, application.state)}办理{stage_label(application, application.state)}"
    return f"接下来由{onward}{by}。全部办结后，平台制发证书和{mark}；在此之前请勿使用{mark}。"


def _correction(application: Application, change: Any, inputs: Any) -> None:
    correction = application.corrections.get(closed_at=None)
    tell_enterprise(
        application,
        "correction_requested",
        desk=desk_of(application, change.source),
        gaps=[item.text for item in correction.items.all()],
        due=_due(application),
    )


def _answered(application: Application, change: Any, inputs: Any) -> None:
    """To the desk that acts now; where the correction led further back, also to the desk that asked and to the enterprise."""
    state = application.state
    tell_desk(application, state, "correction_answered", answered_at=change.at, due=_due(application))
    if state == application.asked_at:
        return
    facts = {"changed": "、".join(inputs["changed"]), "stage": stage_label(application, state)}
    tell_desk(application, application.asked_at, "correction_led_back", **facts)
    tell_enterprise(
        application, "application_returned", desk=desk_of(application, state), due=_due(application), **facts
    )


def _deemed(application: Application, change: Any, inputs: Any) -> None:
    """Silence counted: to both sides."""
    facts = {
        "silent_until": inputs["due"],
        "next_stage": stage_label(application, application.state),
        "due": _due(application),
    }
    tell_desk(application, change.source, "silence_counted", **facts)
    desks = {"desk": desk_of(application, change.source), "next_desk": desk_of(application, application.state)}
    tell_enterprise(application, "application_deemed_accepted", **facts, **desks)


def _retracted(application: Application, change: Any, inputs: Any) -> None:
    """To the desk where the case was; a draft was on nobody's."""
    room = registered().get(change.source)
    at = application.asked_at if change.source == S.CORRECTION_REQUIRED else change.source
    facts = {
        "stage": stage_label(application, at),
        "retracted_at": change.at,
        "notice": room.retraction if room else "",
    }
    tell_desk(application, at, "application_retracted", **facts)


def _reasons(change: Any) -> list[str]:
    """Coded reasons in words; the letter carries the clauses as well."""
    coded = [f"{entry['code']} {entry['text']}" for entry in change.inputs.get("reasons", [])]
    return coded or [change.note]


def _declined(application: Application, change: Any, inputs: Any) -> None:
    tell_enterprise(
        application,
        "application_not_accepted",
        desk=desk_of(application, change.source),
        decided_on=clock.in_beijing(change.at),
        reasons=_reasons(change),
        remedy=remedy(application, clock.in_beijing(change.at)).message,
    )


def _rejected(application: Application, change: Any, inputs: Any) -> None:
    tell_enterprise(
        application,
        "decision_rejected",
        authority=desk_of(application, change.source) or application.programme_version.content["authority"],
        grant=application.programme_version.content["words"]["grant"],
        decided_on=clock.in_beijing(change.at),
        reasons=_reasons(change),
        remedy=remedy(application, clock.in_beijing(change.at)).message,
    )


def _lapsed(application: Application, change: Any, inputs: Any) -> None:
    asked = asked_at(change.source)
    tell_enterprise(application, "application_lapsed", due=inputs["due"], missed=asked[1] if asked else "")


def _authorized(application: Application, change: Any, inputs: Any) -> None:
    if stage(change.source).tell_authorized(application, change):
        return
    # Told already where the decision was passed before the last stage.
    if change.source in DECISION or not any(key in DECISION for key in application.stage_order):
        _approved(application, change)


def _terminated(application: Application, change: Any, inputs: Any) -> None:
    tell_enterprise(
        application,
        "application_terminated",
        authority=application.programme_version.content["authority"],
        decided_on=clock.in_beijing(change.at),
        reason=change.note,
        remedy=remedy(application, clock.in_beijing(change.at)).message,
    )


_TELLERS = {
    "submit": _submitted,
    "pass_stage": _passed,
    "ask_correction": _correction,
    "resubmit": _answered,
    "deem_accepted": _deemed,
    "retract": _retracted,
    "decline": _declined,
    "reject": _rejected,
    "lapse": _lapsed,
    "authorize": _authorized,
    "terminate": _terminated,
}


def tell_correction_due(application: Application, correction_id: int, days_left: int) -> None:
    """Once per correction, however often the clock looks."""
    due = application.due_on
    tell_enterprise(
        application, "correction_due_soon", days_left=days_left, due=due, once=f"correction:{correction_id}"
    )
