"""异议 against a reviewed conclusion: by the inspected side within the term, decided by somebody who took no part."""

from typing import Any

from django.db import IntegrityError, transaction

from supervision.inspections.messages import holder_of, tell_of_decision, tell_of_objection
from supervision.inspections.models import InspectionTask, ResultObjection
from supervision.inspections.rules import oversees
from supervision.inspections.states import TaskState
from tianfu.accounts.separation import made_by_problems, staff_problems
from tianfu.ledger.recording import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock

_STANDING = "您已经对该结论提出过异议。"


def objecting_problems(task: InspectionTask) -> list[str]:
    """Why nothing can be said against the conclusion now."""
    if task.state != TaskState.REVIEWED or task.objection_until is None:
        return ["现在没有可以提出异议的检查结论。"]
    if clock.today() > task.objection_until:
        return ["异议期已过。"]
    return [_STANDING] if task.objections.filter(filed_at__gte=task.reviewed_at).exists() else []


def object_to(task: InspectionTask, *, user: Any, text: str) -> ResultObjection:
    """By a member of the inspected side with the right to sign. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        locked = lock(task)
        holder = holder_of(locked)
        if holder is None or not user.can(holder, "sign"):
            raise NotAllowed("异议由有签署权限的成员提出。请联系管理员授予，或由有权限的成员办理。")
        problems = objecting_problems(locked) + ([] if text.strip() else ["请写明异议和理由。"])
        if problems:
            raise NotPossible(problems)
        try:
            with transaction.atomic():
                row = ResultObjection.objects.create(
                    task=locked, text=text.strip(), filed_by=user, filed_at=clock.now()
                )
        except IntegrityError as error:
            raise NotPossible([_STANDING]) from error
        record("inspectiontask.objected", actor=user, subject=locked, reason=text)
        tell_of_objection(locked, row.pk)
    return row


def decide_objection(objection: ResultObjection, *, user: Any, upheld: bool, answer: str) -> InspectionTask:
    """Right: the team concludes anew. Not right: the result may be published."""
    with transaction.atomic():
        task = lock(objection.task)
        fresh = ResultObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        _may_decide(task, fresh, user, answer)
        fresh.upheld, fresh.answer, fresh.decided_by, fresh.decided_at = upheld, answer.strip(), user, clock.now()
        fresh.save()
        if upheld:
            task = advance(task, "uphold", actor=user, seen=task.revision, note=fresh.answer, objection=fresh)
        else:
            record("inspectiontask.objection_dismissed", actor=user, subject=task, reason=answer)
        tell_of_decision(task, fresh.pk, upheld=upheld, answer=fresh.answer)
    return task


def _may_decide(task: InspectionTask, objection: ResultObjection, user: Any, answer: str) -> None:
    if not oversees(task, user):
        raise NotAllowed("异议由抽查组织人处理。")
    problems = staff_problems(user)
    if objection.decided_at is not None or task.state != TaskState.REVIEWED:
        problems.append("该异议已经处理。")
    if user.pk in (task.concluded_by_id, task.reviewed_by_id):
        problems.append("您作出或复核了该结论，须由另一位抽查组织人处理异议。")
    elif task.reviewed_by_id is not None:
        problems += made_by_problems(user, task.reviewed_by_id)
    if not answer.strip():
        problems.append("请写明理由：理由会告知被检查对象。")
    if problems:
        raise NotPossible(problems)
