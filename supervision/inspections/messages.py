"""Who is told what of a check; the texts stand in `message_kinds.py`. No message names an inspector."""

from typing import Any

from django.urls import reverse

from supervision.inspections.holder import holder_of
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify


def _about(task: InspectionTask) -> str:
    return f"inspection:{task.pk}"


def _page(task: InspectionTask) -> str:
    return reverse("console:inspection", args=[task.pk])


def _portal(task: InspectionTask) -> str:
    return reverse("portal:inspection", args=[task.pk])


def team_users(task: InspectionTask) -> list[User]:
    """Accounts of the team as it stands; an inspector without an account has none."""
    rows = task.members.filter(replaced_at=None, inspector__user__isnull=False).select_related("inspector__user")
    return [row.inspector.user for row in rows if row.inspector.user is not None]


def _tell_users(task: InspectionTask, key: str, users: list[User], occasion: str, **context: Any) -> None:
    if users:
        notify(
            key,
            users=users,
            context={"what": str(task), "object": str(task.object), **context},
            link=_page(task),
            about=_about(task),
            once=f"{task.pk}:{occasion}",
        )


def tell_team(task: InspectionTask) -> None:
    """Each inspector once for each task."""
    _tell_users(task, "inspection_assigned", team_users(task), "assigned", since=task.since, due=task.due_on)


def tell_reviewers(task: InspectionTask) -> None:
    """The organisers of the object's region: a conclusion waits for its second pair of eyes."""
    people = [one for one in _organisers(task) if one.pk != task.concluded_by_id]
    _tell_users(task, "inspection_to_review", people, f"review:{task.revision}", due=task.publish_by)


def tell_of_return(task: InspectionTask, reason: str) -> None:
    _tell_users(task, "inspection_sent_back", team_users(task), f"back:{task.revision}", reason=reason)


def tell_of_unpublished(task: InspectionTask, mark: int) -> None:
    """On day 15, 18 and 20 of the term, each once."""
    _tell_users(task, "inspection_unpublished", _organisers(task), f"unpublished:{mark}", due=task.publish_by)


def _organisers(task: InspectionTask) -> list[User]:
    return desk([Role.SPOTCHECK_MANAGER], task.object.region_id)


def _tell_holder(task: InspectionTask, key: str, occasion: str, link: str = "", **context: Any) -> None:
    holder = holder_of(task)
    if holder is not None:
        notify(
            key,
            organisation=holder,
            context={"what": str(task), "object": str(task.object), **context},
            link=link,
            about=_about(task),
            once=f"{task.pk}:{occasion}",
        )


def tell_object(task: InspectionTask) -> None:
    """The notice of the check. The caller has asked whether the object may know."""
    items = "、".join(task.items.values_list("name", flat=True))
    _tell_holder(task, "inspection_notice", "notice", since=task.since, until=task.due_on, items=items)


def tell_of_word(task: InspectionTask) -> None:
    """Before it is public: the word, and until when the object may object."""
    if task.objection_until is None:
        return
    _tell_holder(
        task,
        "inspection_word",
        f"word:{task.revision}",
        link=_portal(task),
        word=task.get_word_display(),
        explanation=task.explanation,
        until=task.objection_until,
    )


def tell_of_objection(task: InspectionTask, pk: int, deciders: list[User]) -> None:
    """To who may decide it; when nobody is left, to the administrators, who name another organiser of the province."""
    occasion = f"objection:{pk}"
    if deciders:
        _tell_users(task, "inspection_objection", deciders, occasion, due=task.publish_by)
    else:
        _tell_users(task, "inspection_objection_unheard", desk([Role.SYSTEM_ADMIN]), occasion)


def tell_of_decision(task: InspectionTask, pk: int, *, upheld: bool, answer: str) -> None:
    """To the object; when it was right also to the team, which concludes anew, or to who corrects a published word."""
    words = "成立" if upheld else "不成立"
    link = _portal(task)
    _tell_holder(task, "inspection_objection_decided", f"decided:{pk}", link=link, decision=words, answer=answer)
    if upheld and task.published_at is None:
        tell_of_return(task, f"异议成立：{answer}")
    elif upheld:
        _tell_users(task, "inspection_to_correct", _organisers(task), f"correct:{pk}", answer=answer)


def tell_of_result(task: InspectionTask) -> None:
    """With its publication; the limit where something is to be put right, and where to report it."""
    _tell_holder(
        task,
        "inspection_result",
        "result",
        link=_portal(task),
        word=task.get_word_display(),
        explanation=task.explanation,
        rectify_by=task.rectify_by,
    )


def tell_of_limit(task: InspectionTask, step: int, left: str) -> None:
    """Once for each step of the policy, and on the last day."""
    occasion = f"limit:{task.rectify_by}:{step}"
    _tell_holder(task, "rectification_due_soon", occasion, link=_portal(task), due=task.rectify_by, left=left)


def tell_of_missed_limit(task: InspectionTask) -> None:
    """The limit has passed without a report: the object, its team and the organisers hear of it, each once."""
    due, occasion = task.rectify_by, f"late:{task.rectify_by}"
    _tell_holder(task, "rectification_overdue", occasion, link=_portal(task), due=due)
    _tell_users(task, "rectification_overdue_desk", _readers(task), occasion, due=due)


def _readers(task: InspectionTask) -> list[User]:
    """Team and organisers, each once."""
    return list({one.pk: one for one in [*team_users(task), *_organisers(task)]}.values())


def tell_of_report(task: InspectionTask, pk: int) -> None:
    _tell_users(task, "rectification_filed", _readers(task), f"report:{pk}", limit=task.rectify_by)


def tell_of_answer(task: InspectionTask, report: Any) -> None:
    """Accepted with the last day of the reinspection, which the team hears too; or returned with the reason."""
    key = "rectification_accepted" if report.accepted else "rectification_returned"
    occasion, more = f"answer:{report.pk}", {"answer": report.answer}
    if report.accepted:
        more["due"] = report.reinspect_by
        _tell_users(task, "reinspection_ordered", team_users(task), occasion, due=report.reinspect_by)
    else:
        more["limit"] = task.rectify_by
    _tell_holder(task, key, occasion, link=_portal(task), **more)


def tell_of_reinspection(task: InspectionTask) -> None:
    """What the team found when it looked again."""
    outcome = "合格" if task.rectified else "不合格"
    more = {"on": task.reinspected_on, "outcome": outcome, "findings": task.reinspection_note}
    _tell_holder(task, "reinspection_result", f"reinspected:{task.revision}", link=_portal(task), **more)


def tell_of_correction(task: InspectionTask, row: Any) -> None:
    """The object, with the reason, and until when it may object to what still stands against it."""
    words = {"before": row.get_before_display(), "word": row.get_word_display(), "reason": row.first_note}
    more = {**words, "explanation": row.explanation, "until": task.objection_until}
    _tell_holder(task, "inspection_corrected", f"corrected:{row.pk}", link=_portal(task), **more)


def tell_operator(task: InspectionTask, occasion: str, why: str) -> int:
    """The operator's desk is asked, once for each occasion."""
    mark = task.object.authorization
    written = notify(
        "inspection_to_sanction",
        context={"what": str(task), "object": str(task.object), "why": why, "word": _final(task)},
        programme=mark.programme_slug if mark is not None else None,
        link=_page(task),
        about=_about(task),
        once=f"{task.pk}:{occasion}",
    )
    return len(written)


def _final(task: InspectionTask) -> str:
    return str(ResultWord(task.final_word).label)


def tell_of_sanction(task: InspectionTask, occasion: str, outcome: str, reason: str) -> None:
    """The organisers hear what the operator made of the result."""
    _tell_users(task, "inspection_sanction_settled", _organisers(task), occasion, outcome=outcome, reason=reason)


def tell_of_stop(task: InspectionTask, *, announced: bool, why: str = "抽查已作废。") -> None:
    """To the team, and to the object if it had been told of the check."""
    _tell_users(task, "inspection_stopped", team_users(task), "stopped", why=why)
    if announced and not task.hidden:
        _tell_holder(task, "inspection_called_off", "stopped", why=why)


def tell_of_keeping(task: InspectionTask) -> None:
    """The number behind the draw was corrected; this check had begun and goes on. To its team and, if it knows of the
    check, to the object."""
    occasion = f"kept:{task.pick_id}"
    _tell_users(task, "inspection_goes_on", team_users(task), occasion)
    if not task.hidden or task.visited_on is not None:
        _tell_holder(task, "inspection_goes_on_notice", occasion, link=_portal(task))
