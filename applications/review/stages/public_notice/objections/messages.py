"""Who is told what about an objection. The applicant reads the checked summary and the finding, never the objection."""

from typing import Any

from applications.cases.models.application import Application
from applications.cases.recipients import about
from applications.cases.stages.stage import stage
from applications.cases.standing.desks import desk_of
from applications.cases.states import LIVE
from applications.cases.states import ApplicationState as S
from applications.review.stages.public_notice.models import Objection, ObjectionAnswer
from applications.review.stages.public_notice.objections.limits import answer_due, decision_due, investigation_due
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify
from tianfu.text.moments import beijing_day


def portal_path(objection: Objection) -> str:
    return f"/portal/applications/{objection.notice.application_id}/objections/{objection.pk}/"


def console_path(objection: Objection) -> str:
    return f"/console/applications/{objection.notice.application_id}/objections/{objection.pk}/"


def _case(application: Application) -> dict[str, Any]:
    return {"number": application.number, "product": application.product_version.name}


def _tell_desk(objection: Objection, key: str, *, without: Any = None, **context: Any) -> None:
    application = objection.notice.application
    people = desk(stage(S.PUBLIC_NOTICE).roles, programme=application.programme_slug)
    people = [person for person in people if person.pk != without]
    context |= _case(application) | {"enterprise": application.enterprise.organisation.name}
    # With nobody else at the desk the administrators have to send a second person.
    to: dict[str, Any] = {"users": people} if people else {"roles": [Role.SYSTEM_ADMIN]}
    notify(key, context=context, link=console_path(objection), about=about(application), **to)


def _tell_enterprise(objection: Objection, key: str, **context: Any) -> None:
    application = objection.notice.application
    notify(
        key,
        organisation=application.enterprise.organisation,
        context=_case(application) | context,
        link=portal_path(objection),
        about=about(application),
    )


def tell_summary_to_check(objection: Objection) -> None:
    """To everybody of the desk but the writer."""
    _tell_desk(
        objection,
        "objection_summary_to_check",
        without=objection.summary_by_id,
        writer=str(objection.summary_by),
        due=investigation_due(objection),
    )


def tell_enterprise(objection: Objection) -> None:
    _tell_enterprise(
        objection,
        "objection_recorded",
        desk=desk_of(objection.notice.application, S.PUBLIC_NOTICE),
        recorded_on=beijing_day(objection.recorded_at),
        summary=objection.summary,
        due=answer_due(objection),
    )


def tell_answered(objection: Objection, answer: ObjectionAnswer) -> None:
    _tell_desk(objection, "objection_answered", answered_at=answer.answered_at, due=investigation_due(objection))


def tell_closed(objection: Objection, application: Application, *, running: bool) -> None:
    """The applicant, if he was told of it at all; the desk where a decision is now due. `running`: its publication was."""
    upheld = objection.outcome == Objection.Outcome.UPHELD
    if objection.summary_checked_at is not None and application.state in LIVE and objection.closed_at:
        _tell_enterprise(
            objection,
            "objection_closed",
            closed_on=beijing_day(objection.closed_at),
            outcome=objection.get_outcome_display(),
            reason=objection.finding,
            ends_on=objection.notice.ends_on if running and not upheld and objection.notice.ends_on else "",
        )
    if upheld and running:
        _tell_desk(objection, "objection_upheld", due=decision_due(objection))
