"""核实记录: the team looks again and writes what is true, so that an upheld objection or a return can be followed.

One inspector registers it, another of the team signs it; then its answers count, a problem that is no longer one is taken
back, with who and when, and a new one is registered as every finding is. What both sides signed stays as it is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionItem
from supervision.inspections.models import Finding, InspectionTask, Recheck
from supervision.inspections.records.recheck_signatures import alone_problems, begin, register, sign
from supervision.inspections.states import Answer, RecheckAct, TaskState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import Shown

CHOICES = (Answer.PASS, Answer.FAIL, Answer.NONE)
_RETURNS = ("uphold", "send_back")


def recheck_problems(task: InspectionTask) -> list[str]:
    """Why the team cannot write what it found on looking again; [] while it can."""
    if task.state != TaskState.VISITED or not task.changes.filter(transition__in=_RETURNS).exists():
        return ["结论被退回或异议成立后，才能登记核实记录。"]
    last = task.rechecks.filter(round=task.revision, withdrawn_at=None).first()
    if last is None:
        return []
    return ["已登记核实记录，请作出结论。" if last.counts else "已登记核实记录，等检查组的另一人签名。"]


def items_to_recheck(task: InspectionTask) -> list[InspectionItem]:
    """All but those whose result is a laboratory's."""
    tested = {key for key, one in task.answers.items() if one.get("answer") == Answer.SAMPLED}
    return [item for item in task.items.order_by("code") if str(item.pk) not in tested]


def file_recheck(
    task: InspectionTask, *, user: Any, seen: int, checked_on: date, reason: str, answers: Mapping[int, tuple[str, str]]
) -> Recheck:
    """The first of two inspectors. `answers`: (answer, note) by key of the item, for each of `items_to_recheck`.

    Raises NotAllowed, NotPossible with every reason, Overtaken."""
    with transaction.atomic():
        fresh = begin(task, RecheckAct.RECHECK, user=user, seen=seen)
        items = items_to_recheck(fresh)
        problems = recheck_problems(fresh) or alone_problems(fresh, user)
        problems = problems or _wrong(fresh, items, checked_on, reason, answers)
        if problems:
            raise NotPossible(problems)
        whole = dict(fresh.answers)
        whole |= {str(item.pk): dict(zip(("answer", "note"), answers[item.pk], strict=True)) for item in items}
        return register(fresh, RecheckAct.RECHECK, user=user, text=reason.strip(), checked_on=checked_on, answers=whole)


def confirm_recheck(row: Recheck, *, user: Any, seen: int, shown: Shown) -> InspectionTask:
    """The second inspector: from now on its answers count. For an item that now fails and has no finding, the note
    becomes the finding. Raises as `recheck_signatures.sign` does."""
    with transaction.atomic():
        task, signed = sign(row, RecheckAct.RECHECK, user=user, seen=seen, shown=shown)
        for item in items_to_recheck(task):
            one = signed.answers.get(str(item.pk), {})
            _follow(task, item, one.get("answer", ""), one.get("note", ""), signed.first_by)
        data = {"recheck": signed.pk}
        record("inspectiontask.rechecked", actor=user, subject=task, reason=signed.first_note, data=data)
    return task


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
