"""What the enterprise is told about its case, and when: on every event that means something to it (peers 12).

Called in the event's own transaction; `notify` writes the inbox message and stores the mail.
"""

from typing import Any

from applications.deadlines import case_clock
from applications.desks import desk_of, stage_label
from applications.models import Application
from applications.notices.period import notice_period
from applications.remedies import remedy
from applications.signing import ENTERPRISE, standing_signature
from applications.stage import registered
from applications.states import ApplicationState as S
from tianfu.inbox.sending import notify
from tianfu.workflow import clock

# Stages whose passing is told by another message: that of the event that follows at once, or the body's answer.
_SPOKEN_FOR = {S.CERTIFICATE_CHECK, S.APPROVAL}


def case_path(application: Application) -> str:
    """The case in the portal."""
    return f"/portal/applications/{application.pk}/"


def console_path(application: Application) -> str:
    return f"/console/applications/{application.pk}/"


def about(application: Application) -> str:
    return f"application:{application.pk}"


def _case(application: Application) -> dict[str, Any]:
    return {"number": application.number, "product": application.product_version.name}


def _tell(application: Application, key: str, *, once: str = "", **context: Any) -> None:
    notify(
        key,
        organisation=application.enterprise.organisation,
        context=_case(application) | context,
        link=case_path(application),
        about=about(application),
        once=once,
    )


def tell_passage(application: Application, change: Any, inputs: Any) -> None:
    """The message of one passage through the door, if it has one."""
    teller = _TELLERS.get(change.transition)
    if teller is not None:
        teller(application, change, inputs)


def _submitted(application: Application, change: Any, inputs: Any) -> None:
    _tell(
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
        "next_stage": stage_label(application.state),
        "due": _due(application),
    }
    if change.source == S.COMPLETENESS_CHECK:
        _tell(application, "application_accepted", accepted_on=clock.in_beijing(change.at), **onward)
    elif change.source == S.APPROVAL:
        _approved(application, change)
    elif application.state == S.PUBLIC_NOTICE:
        _published(application)
    elif change.source not in _SPOKEN_FOR:
        _tell(application, "stage_passed", stage=stage_label(change.source), **onward)


def _published(application: Application) -> None:
    notice = application.notice
    _tell(
        application,
        "notice_published",
        period=notice_period(notice, list(notice.objections.all())).in_words,
        desk=desk_of(application, S.PUBLIC_NOTICE),
    )


def _approved(application: Application, change: Any) -> None:
    payload = application.programme_version.payload
    _tell(
        application,
        "decision_approved",
        authority=payload["authority"],
        brand=payload["name"],
        decided_on=clock.in_beijing(change.at),
        due=_due(application),
    )


def _correction(application: Application, change: Any, inputs: Any) -> None:
    correction = application.corrections.get(closed_at=None)
    _tell(
        application,
        "correction_requested",
        desk=desk_of(application, change.source),
        gaps=[item.text for item in correction.items.all()],
        due=_due(application),
    )


def _answered(application: Application, change: Any, inputs: Any) -> None:
    """To the desk that asked; the enterprise has just done it itself."""
    room = registered().get(application.state)
    if room is None or not room.roles:
        return
    notify(
        "correction_answered",
        roles=room.roles,
        region=application.region_id if room.regional else None,
        context=_case(application) | {"enterprise": application.enterprise.organisation.name, "answered_at": change.at},
        link=console_path(application),
        about=about(application),
    )


def _reasons(change: Any) -> list[str]:
    """Coded reasons in words; the letter carries the clauses as well."""
    coded = [f"{entry['code']} {entry['text']}" for entry in change.inputs.get("reasons", [])]
    return coded or [change.note]


def _declined(application: Application, change: Any, inputs: Any) -> None:
    _tell(
        application,
        "application_not_accepted",
        desk=desk_of(application, change.source),
        decided_on=clock.in_beijing(change.at),
        reasons=_reasons(change),
        remedy=remedy(application, clock.in_beijing(change.at)).message,
    )


def _rejected(application: Application, change: Any, inputs: Any) -> None:
    _tell(
        application,
        "decision_rejected",
        authority=desk_of(application, change.source) or application.programme_version.payload["authority"],
        decided_on=clock.in_beijing(change.at),
        reasons=_reasons(change),
        remedy=remedy(application, clock.in_beijing(change.at)).message,
    )


def _lapsed(application: Application, change: Any, inputs: Any) -> None:
    missed = "重新提交补正后的申报" if change.source == S.CORRECTION_REQUIRED else "签署授权协议"
    _tell(application, "application_lapsed", due=inputs["due"], missed=missed)


def _authorized(application: Application, change: Any, inputs: Any) -> None:
    if standing_signature(application, "agreement", ENTERPRISE) is None:
        _approved(application, change)  # a programme without an agreement ends with the decision
        return
    _tell(
        application,
        "agreement_signed",
        operator=application.programme_version.payload["issuer"],
        signed_at=change.at,
    )


def _terminated(application: Application, change: Any, inputs: Any) -> None:
    _tell(
        application,
        "application_terminated",
        authority=application.programme_version.payload["authority"],
        decided_on=clock.in_beijing(change.at),
        reason=change.note,
        remedy=remedy(application, clock.in_beijing(change.at)).message,
    )


_TELLERS = {
    "submit": _submitted,
    "pass_stage": _passed,
    "ask_correction": _correction,
    "resubmit": _answered,
    "decline": _declined,
    "reject": _rejected,
    "lapse": _lapsed,
    "authorize": _authorized,
    "terminate": _terminated,
}


def tell_correction_due(application: Application, correction_id: int, days_left: int) -> None:
    """Once per correction, however often the clock looks."""
    due = application.due_on
    _tell(application, "correction_due_soon", days_left=days_left, due=due, once=f"correction:{correction_id}")


def tell_agreement_due(application: Application) -> None:
    """Once per case, to those who may sign."""
    _tell(application, "agreement_to_sign", due=application.due_on, once=f"agreement:{application.pk}")
