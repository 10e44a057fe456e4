"""更正 of a published result: proposed by one organiser, confirmed by another; the first word stays beside the new one.

One that still holds something against the object gives it its objection again; until that is over no 暂停 or 撤销 rests on it.
"""

from typing import Any

from django.db import transaction

from supervision.inspections.messages import tell_of_correction
from supervision.inspections.models import InspectionTask, ResultCorrection
from supervision.inspections.results.log import log_result
from supervision.inspections.results.objections import objection_term
from supervision.inspections.rules import correction_problems, oversees
from supervision.inspections.states import ResultWord
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold, second_problems, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

_ORGANISERS_ACT = "检查结果的更正由抽查组织人办理。"


def open_correction(task: InspectionTask) -> ResultCorrection | None:
    """What waits for the second person on the result as it stands."""
    return task.corrections.standing().filter(round=task.revision).first()


def propose_correction(
    task: InspectionTask, *, user: Any, seen: int, word: str, explanation: str = "", reason: str
) -> ResultCorrection:
    """The first of two people. Raises NotAllowed, NotPossible, Overtaken."""
    with transaction.atomic():
        locked = taken_up(task, user, seen=seen, may=oversees, refusal=_ORGANISERS_ACT)
        problems = correction_problems(locked, word)
        problems += [] if reason.strip() else ["请写明更正的理由：理由会告知被检查对象。"]
        if word != ResultWord.NORMAL and not explanation.strip():
            problems.append("请写明更正后的情况说明。")
        if problems:
            raise NotPossible(problems)
        row: ResultCorrection = sign_first(
            ResultCorrection,
            locked,
            "correct",
            user=user,
            note=reason,
            before=locked.final_word,
            word=word,
            explanation=explanation.strip(),
        )
        record("inspectiontask.correction_proposed", actor=user, subject=locked, reason=reason, data={"word": word})
    return row


def correction_facts(task: InspectionTask, row: ResultCorrection) -> dict[str, Any]:
    """What the second person reads, for `tianfu.workflow.signatures.shown`."""
    return {
        "检查对象": str(task.object),
        "公布的检查结果": task.get_word_display(),
        "更正前": row.get_before_display(),
        "更正后": row.get_word_display(),
        "更正后的情况说明": row.explanation,
        "理由": row.first_note,
        "提出人": str(row.first_by),
    }


def confirm_problems(task: InspectionTask, row: ResultCorrection, user: Any) -> list[str]:
    """Why this person cannot be the second one: besides what counts everywhere, he made or reviewed the result."""
    if user.pk in (task.concluded_by_id, task.reviewed_by_id):
        return ["您作出或复核了原结果，须由另一位抽查组织人确认。"]
    return second_problems(row, user)


def confirm_correction(row: ResultCorrection, *, user: Any, seen: int, shown: Shown, note: str = "") -> InspectionTask:
    """The second person, who neither made nor reviewed the result; told, logged and public at once."""
    with transaction.atomic():
        locked = taken_up(row.subject, user, seen=seen, may=oversees, refusal=_ORGANISERS_ACT)
        fresh = hold(row, locked)
        if problems := confirm_problems(locked, fresh, user):
            raise NotPossible(problems)
        refuse_changed(shown, correction_facts(locked, fresh))
        sign_second(fresh, user, note)
        until = objection_term(fresh.word)
        done = advance(
            locked, "correct", actor=user, seen=seen, note=fresh.first_note, endorsement=fresh, objection_until=until
        )
        log_result(done)
        tell_of_correction(done, fresh)
    return done


def drop_correction(row: ResultCorrection, *, user: Any, reason: str) -> None:
    """Taken back by an organiser, with a reason; it stays on record."""
    with transaction.atomic():
        locked = lock(row.subject)
        if not oversees(locked, user):
            raise NotAllowed(_ORGANISERS_ACT)
        action = "inspectiontask.correction_dropped"
        take_back(row, locked, user=user, reason=reason, action=action, must_say=True, outlives=True)
