"""From the word of the team to the published result: concluded, looked at by another, published within its term."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from supervision.draws.results.picks import finish
from supervision.draws.states import Outcome
from supervision.inspections.messages import (
    tell_of_result,
    tell_of_return,
    tell_of_unpublished,
    tell_of_word,
    tell_reviewers,
)
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.log import log_result
from supervision.inspections.results.objections import objection_term
from supervision.inspections.states import TaskState
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days, count_working_days
from tianfu.workflow.door import SYSTEM, NotPossible, advance
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each
from tianfu.workflow.signatures.shown import Shown, refuse_changed

MARKS = (5, 2, 0)  # working days before the end of the term: days 15, 18 and 20 of twenty


def latest_limit() -> date:
    """The last day that may be set for putting things right."""
    return clock.today() + timedelta(days=int(policy("inspection.rectify_days")))


def conclude(
    task: InspectionTask, *, user: Any, seen: int, word: str, explanation: str = "", rectify_by: date | None = None
) -> InspectionTask:
    """One word, what stands behind it, and the limit where something is to be put right.

    The term of the publication runs from today (企业信息公示暂行条例 art. 6).
    """
    term = add_working_days(clock.today(), int(policy("spotcheck.publish_days")))
    with transaction.atomic():
        done = advance(
            task,
            "conclude",
            actor=user,
            seen=seen,
            word=word,
            explanation=explanation.strip(),
            rectify_by=rectify_by,
            latest=latest_limit(),
            publish_by=term.date,
        )
        tell_reviewers(done)
    return done


def conclusion_facts(task: InspectionTask) -> dict[str, Any]:
    """What the reviewer reads, for `tianfu.workflow.signatures.shown`."""
    record = task.record  # a concluded task has one
    found = task.findings.filter(taken_back_at=None).order_by("pk")
    again = [[row.first_note, row.answers] for row in task.rechecks.counting()]
    return ({"核实记录": again} if again else {}) | {
        "检查结果": task.get_word_display(),
        "情况说明": task.explanation,
        "整改期限": task.rectify_by,
        "现场记录": record.answers,
        "签字": record.get_signing_display(),
        "发现的问题": [row.text for row in found],
    }


def review(task: InspectionTask, *, user: Any, seen: int, shown: Shown, note: str = "") -> InspectionTask:
    """Another person than the team agrees with what the page stamped `shown` said. The draw counts the pick as done."""
    with transaction.atomic():
        done = advance(task, "review", actor=user, seen=seen, note=note, objection_until=objection_term(task.word))
        refuse_changed(shown, conclusion_facts(done))
        if done.pick is not None:
            finish(done.pick, Outcome.VISITED)
        tell_of_word(done)
    return done


def send_back(task: InspectionTask, *, user: Any, seen: int, note: str) -> InspectionTask:
    """To the team, which concludes anew."""
    with transaction.atomic():
        done = advance(task, "send_back", actor=user, seen=seen, note=note)
        tell_of_return(done, note)
    return done


def publish(task: InspectionTask, *, user: Any, seen: int) -> InspectionTask:
    """The word becomes public. With a limit the case waits for the reinspection, without one it is over."""
    with transaction.atomic():
        done = advance(task, "publish", actor=user, seen=seen)
        log_result(done)
        tell_of_result(done)
        after = "close" if done.rectify_by is None else "order"
        return advance(done, after, actor=SYSTEM, seen=done.revision)


def close(task: InspectionTask, *, user: Any, seen: int, note: str) -> InspectionTask:
    """After a reinspection that failed: an organiser says what follows (a sanction is certification's), and the case ends."""
    if not note.strip():
        raise NotPossible(["请写明后续处理，例如已建议运营机构暂停授权。"])
    return advance(task, "close", actor=user, seen=seen, note=note)


def warn_of_unpublished(day: date) -> int:
    """Organisers hear on day 15, 18 and 20 of the term, each once, also when a day's round did not run."""
    waiting = InspectionTask.objects.filter(
        state__in=(TaskState.CONCLUDED, TaskState.REVIEWED), publish_by__isnull=False
    )
    rows = waiting.select_related("plan", "pick", "object__region").order_by("publish_by", "pk")
    return each("unpublished result", rows, lambda task: _warn(task, day))


def _warn(task: InspectionTask, day: date) -> bool:
    due: date = task.publish_by  # type: ignore[assignment]  # filtered
    left = count_working_days(day, due) if day < due else 0
    reached = [mark for mark in MARKS if left <= mark]
    if reached:
        tell_of_unpublished(task, min(reached))
    return bool(reached)
