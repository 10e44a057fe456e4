"""核实记录: the team looks again and writes what is true, so that an upheld objection or a return can be followed.

What both sides signed stays as it is. A problem that is no longer one is taken back, with who and when; a new one is
registered as every finding is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from supervision.directories.models import InspectionItem
from supervision.inspections.models import Finding, InspectionTask, Recheck
from supervision.inspections.rules import in_team
from supervision.inspections.states import Answer, TaskState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock, refuse_stale

CHOICES = (Answer.PASS, Answer.FAIL, Answer.NONE)
_RETURNS = ("uphold", "send_back")


def recheck_problems(task: InspectionTask) -> list[str]:
    """Why the team cannot write what it found on looking again; [] while it can."""
    if task.state != TaskState.VISITED or not task.changes.filter(transition__in=_RETURNS).exists():
        return ["结论被退回或异议成立后，才能登记核实记录。"]
    return ["已登记核实记录，请作出结论。"] if task.rechecks.filter(round=task.revision).exists() else []


def items_to_recheck(task: InspectionTask) -> list[InspectionItem]:
    """All but those whose result is a laboratory's."""
    tested = {key for key, one in task.answers.items() if one.get("answer") == Answer.SAMPLED}
    return [item for item in task.items.order_by("code") if str(item.pk) not in tested]


def file_recheck(
    task: InspectionTask, *, user: Any, seen: int, checked_on: date, reason: str, answers: Mapping[int, tuple[str, str]]
) -> Recheck:
    """`answers`: (answer, note) by key of the item, for each of `items_to_recheck`. For an item that now fails and has no
    finding, the note becomes the finding. Raises NotAllowed, NotPossible with every reason, Overtaken."""
    with transaction.atomic():
        fresh = lock(task)
        if not in_team(fresh, user):
            raise NotAllowed("核实记录由检查组登记。")
        refuse_stale(fresh, seen)
        items = items_to_recheck(fresh)
        problems = recheck_problems(fresh) or _wrong(fresh, items, checked_on, reason, answers)
        if problems:
            raise NotPossible(problems)
        whole = dict(fresh.answers)
        whole |= {str(item.pk): dict(zip(("answer", "note"), answers[item.pk], strict=True)) for item in items}
        try:
            with transaction.atomic():
                row = Recheck.objects.create(
                    task=fresh, round=fresh.revision, checked_on=checked_on, reason=reason.strip(), answers=whole,
                    made_by=user, made_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise NotPossible(["已登记核实记录，请作出结论。"]) from error
        for item in items:
            _follow(fresh, item, *answers[item.pk], user)
        record("inspectiontask.rechecked", actor=user, subject=fresh, reason=reason, data={"recheck": row.pk})
    return row


def _wrong(
    task: InspectionTask, items: list[InspectionItem], day: date, reason: str, answers: Mapping[int, tuple[str, str]]
) -> list[str]:
    problems = [] if reason.strip() else ["请写明核实情况和更正理由。"]
    if not (task.visited_on or day) <= day <= clock.today():
        problems.append("核实日期应不早于检查日期，且不晚于今天。")
    if set(answers) != {item.pk for item in items}:
        problems.append("请逐项填写本次检查的事项，不能多也不能少。")
        return problems
    empty = [item.name for item in items if answers[item.pk][0] not in CHOICES]
    if empty:
        problems.append(f"请选择符合、不符合或不涉及：{'、'.join(empty)}。")
    bare = [
        item.name for item in items
        if answers[item.pk][0] == Answer.FAIL and not answers[item.pk][1].strip() and not _standing(task, item).exists()
    ]  # fmt: skip
    return problems + ([f"选了“不符合”，请在说明中写明发现的问题：{'、'.join(bare)}。"] if bare else [])


def _standing(task: InspectionTask, item: InspectionItem) -> Any:
    return task.findings.filter(item=item, taken_back_at=None)


def _follow(task: InspectionTask, item: InspectionItem, answer: str, note: str, user: Any) -> None:
    """The findings say what the answer says."""
    standing = _standing(task, item)
    if answer != Answer.FAIL:
        standing.update(taken_back_by=user, taken_back_at=clock.now())
    elif not standing.exists():
        Finding.objects.create(task=task, item=item, text=note.strip(), made_by=user, made_at=clock.now())
