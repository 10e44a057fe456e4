"""Who is told what: the department that it is asked, that its time ends, that nothing is wanted any more; the desk the rest."""

from collections.abc import Sequence
from typing import Any

from applications.cases.deadlines import case_clock
from applications.cases.models.application import Application
from applications.cases.recipients import about, case_words, tell_desk
from applications.cases.standing.desks import desk_of
from applications.review.stages.consultation.invited.departments import people_of
from applications.review.stages.consultation.models import Consultation, ConsultationAnswer
from applications.review.stages.consultation.standing import KEY, answer_text, with_opinion
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def console_path(row: Consultation) -> str:
    return f"/console/consultations/{row.pk}/"


def _tell_department(row: Consultation, key: str, once: str = "", **context: Any) -> None:
    """To everybody who answers for it; where nobody does any more, to the administrators, who find somebody."""
    application, people = row.application, people_of(row.department)
    to: dict[str, Any] = {"users": people} if people else {"roles": [Role.SYSTEM_ADMIN]}
    context |= case_words(application) | {
        "enterprise": application.enterprise.organisation.name,
        "department": row.department.name,
    }
    notify(key, context=context, link=console_path(row), about=about(application), once=once, **to)


def tell_asked(row: Consultation) -> None:
    desk = desk_of(row.application, KEY)
    _tell_department(row, "consultation_asked", desk=desk, question=row.question, due=row.due_on)


def tell_due_soon(row: Consultation) -> None:
    """Once per question, however often the clock looks."""
    _tell_department(row, "consultation_due_soon", once=f"consultation:{row.pk}", due=row.due_on)


def tell_called_off(row: Consultation) -> None:
    _tell_department(row, "consultation_called_off", desk=desk_of(row.application, KEY))


def tell_answered(row: Consultation, answer: ConsultationAnswer) -> None:
    facts: dict[str, Any] = {
        "department": row.department.name,
        "outcome": row.get_outcome_display(),
        "answered_at": answer.answered_at,
        "opinion": answer.text,
    }
    tell_desk(row.application, KEY, "consultation_answered", **facts)


def tell_decision(application: Application, rows: Sequence[Consultation]) -> None:
    """All have answered or let it pass, and somebody has an opinion: the desk decides."""
    opinions = [f"{row.department}：{answer_text(row)}" for row in with_opinion(rows)]
    # Again when further departments were asked since.
    once = f"consultation:{application.pk}:{application.revision}:{len(rows)}"
    tell_desk(application, KEY, "consultation_to_decide", once=once, opinions=opinions, due=case_clock(application))
