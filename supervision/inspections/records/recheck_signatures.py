"""The two signatures under a 核实记录 or 复查记录: registered by one inspector of the team, signed by another, or taken back.

What they sign is written once: the second person reads it as a whole and signs that. The paper follows as a job.
"""

from typing import Any

from django.db import transaction

from supervision.inspections.models import InspectionTask, Recheck
from supervision.inspections.rules import in_team, signing_problems
from supervision.inspections.states import Answer, RecheckAct
from tianfu.accounts.access.separation import made_by_problems
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import NotPossible
from tianfu.workflow.jobs import enqueue
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold, proposer_problems
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

PAPER_JOB = "inspections.recheck_paper"
TEAM_SIGNS = "核实和复查记录由检查组成员登记和签名。"


def waiting_recheck(task: InspectionTask) -> Recheck | None:
    """What waits for the second inspector on the check as it stands."""
    found: Recheck | None = task.rechecks.to_sign().filter(round=task.revision).first()
    return found


def alone_problems(task: InspectionTask, user: Any) -> list[str]:
    """Nobody else of the team could sign: said before anything is typed."""
    others = task.members.filter(replaced_at=None, inspector__user__is_active=True).exclude(inspector__user=user)
    if others.exists():
        return []
    return ["检查组没有另一名可以签名的检查人员，请抽查组织人先在名录中为其开通账户，或补足检查组。"]


def begin(task: InspectionTask, act: RecheckAct, *, user: Any, seen: int) -> InspectionTask:
    """The check, locked, for a member of its team who registers. Call inside a transaction."""
    return taken_up(task, user, seen=seen, may=in_team, refusal=f"{act.label}记录由检查组登记。")


def register(task: InspectionTask, act: RecheckAct, *, user: Any, text: str, **more: Any) -> Recheck:
    """The first signature; the caller holds the lock. Overtaken when another of the team has registered one."""
    row: Recheck = sign_first(Recheck, task, act, user=user, note=text, **more)
    action = "inspectiontask.recheck_proposed" if act == RecheckAct.RECHECK else "inspectiontask.reinspect_proposed"
    record(action, actor=user, subject=task, reason=text, data={"recheck": row.pk})
    return row


def recheck_facts(task: InspectionTask, row: Recheck) -> dict[str, Any]:
    """What the second inspector reads, for `tianfu.workflow.signatures.shown`."""
    facts: dict[str, Any] = {
        "检查对象": str(task.object),
        "记录": row.get_act_display(),
        "日期": row.checked_on,
        "情况": row.first_note,
        "登记人": str(row.first_by),
    }
    if row.act == RecheckAct.REINSPECT:
        facts |= {"整改结果": passed_words(row), "被检查方": signing_words(row)}
    return facts | {f"逐项结果 · {name}": f"{answer}。{note}" for name, answer, note in answer_lines(task, row)}


def passed_words(row: Recheck) -> str:
    return "合格" if row.passed else "不合格"


def signing_words(row: Recheck) -> list[str]:
    """How the inspected side stands to it: the word, who signed or why nobody did, the picture; [] before it was noted."""
    if not row.signing:
        return []
    picture = row.signature.sha256 if row.signature is not None else ""
    return [part for part in (row.get_signing_display(), row.signatory, row.unsigned_reason, picture) if part]


def unsigned(row: Recheck) -> bool:
    """Does it wait for the inspected side?"""
    return row.act == RecheckAct.REINSPECT and bool(signing_problems(row))


def answer_lines(task: InspectionTask, row: Recheck) -> list[tuple[str, str, str]]:
    """Item, answer in words, note: as a 核实记录 says it; a 复查 has none."""
    if row.act == RecheckAct.REINSPECT:
        return []
    words = dict(Answer.choices)
    found = []
    for item in task.items.order_by("code"):
        one = row.answers.get(str(item.pk), {})
        found.append((item.name, str(words.get(one.get("answer", ""), "")), one.get("note", "")))
    return found


def sign(row: Recheck, act: RecheckAct, *, user: Any, seen: int, shown: Shown) -> tuple[InspectionTask, Recheck]:
    """The second signature, and the paper wanted. Call inside a transaction.

    Raises NotAllowed outside the team, NotPossible for who registered it or once it is over, Overtaken, Changed.
    """
    task = taken_up(row.subject, user, seen=seen, may=in_team, refusal=TEAM_SIGNS)
    fresh = hold(row, task)
    if problems := confirming_problems(fresh, user, act):
        raise NotPossible(problems)
    refuse_changed(shown, recheck_facts(task, fresh))
    sign_second(fresh, user)
    enqueue(PAPER_JOB, f"{PAPER_JOB}:{fresh.pk}", {"recheck": fresh.pk})
    return task, fresh


def confirming_problems(row: Recheck, user: Any, act: str) -> list[str]:
    """Why this member of the team cannot sign it.

    Who had registered one that was taken back may sign the other's: of a team of two nobody else could.
    """
    if row.alone or row.act != act:
        return ["该记录不能签名，请刷新页面查看。"]
    if problems := proposer_problems(row, user) or made_by_problems(user, row.first_by_id):
        return problems
    return ["请先登记被检查方是否签字，再由第二名检查人员签名。"] if unsigned(row) else []


def drop_recheck(row: Recheck, *, user: Any, seen: int, reason: str) -> None:
    """Taken back by one of the team, with a reason: it stays on record, and another may be registered."""
    with transaction.atomic():
        task = taken_up(row.subject, user, seen=seen, may=in_team, refusal=TEAM_SIGNS)
        fresh = hold(row, task)
        if not reason.strip():
            raise NotPossible(["撤下记录须写明理由。"])
        record("inspectiontask.recheck_dropped", actor=user, subject=task, reason=reason, data={"recheck": fresh.pk})
        fresh.take_back(user, reason)
