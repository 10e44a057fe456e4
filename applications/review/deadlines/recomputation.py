"""Due dates anew when the calendar or a policy changes, and the comparison of every stored one with the pure function.

`due_on` is a projection. For the enterprise (correction, agreement; the public notice keeps its promised day itself) a new calendar may move it
later, never earlier (design 4); then the stored date is the one that counts.
"""

from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from applications.cases.deadlines import case_clock
from applications.cases.models.application import Application
from applications.cases.stages.stage import registered
from applications.cases.states import LAPSING, LIVE
from applications.cases.states import ApplicationState as S
from tianfu.ledger.audit.records import record
from tianfu.workflow.calendar.due import later_of
from tianfu.workflow.jobs import enqueue, handler
from tianfu.workflow.models import Job

RECOMPUTE_JOB = "recompute_deadlines"


def want_recomputing(cause: str) -> None:
    """In the transaction of the cause (calendar, policy); nothing to do on a new installation."""
    # The calendar is loaded after `migrate` of the floor below, when our tables may not exist yet.
    if Application._meta.db_table in connection.introspection.table_names() and running().exists():
        enqueue(RECOMPUTE_JOB, f"deadlines:{cause}", {"cause": cause})


@handler(RECOMPUTE_JOB, label="重新计算期限")
def recompute(job: Job) -> None:
    recompute_all()


def running() -> QuerySet[Application]:
    """Cases on which a clock may run."""
    return Application.objects.filter(state__in=LIVE).exclude(state=S.DRAFT)


def _of_stages(what: str) -> list[str]:
    return [name for room in registered().values() for name in getattr(room, what)]


def _with_events(cases: QuerySet[Application]) -> QuerySet[Application]:
    related = cases.select_related("programme_version__programme", *_of_stages("reads_rows"))
    return related.prefetch_related("corrections", *_of_stages("reads_sets"))


def recompute_all() -> int:
    """Bring every stored due date up to the calendar; returns how many changed. Safe to run twice."""
    return sum(_recompute(pk) for pk in running().order_by("pk").values_list("pk", flat=True).iterator())


def _recompute(pk: int) -> bool:
    with transaction.atomic():
        Application.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        case = _with_events(Application.objects.filter(pk=pk)).get()
        day, provisional = stored_from(case)
        changed = (case.due_on, case.due_provisional) != (day, provisional)
        if changed:
            Application.objects.filter(pk=pk).update(due_on=day, due_provisional=provisional)
        # Also where the case's own day stays: a stage may have promised others days of their own.
        if case.state in registered():
            registered()[case.state].recomputed(case)
        if changed:
            data = {"from": str(case.due_on or ""), "to": str(day or ""), "provisional": provisional}
            record("application.due_recomputed", actor=None, subject=case, data=data)
    return changed


def stored_from(case: Application) -> tuple[date | None, bool]:
    """What should be stored now: the pure due date, or the later one already promised."""
    due = case_clock(case)
    pure, provisional = (due.date, due.provisional) if due is not None else (None, False)
    if case.state not in LAPSING:
        return pure, provisional
    day = later_of(case.due_on, pure)
    return day, provisional and day == pure


def wrong_deadlines() -> Iterator[str]:
    """One sentence for each stored due date that is not what the events and the calendar give."""
    for case in _with_events(running().order_by("pk")).iterator(chunk_size=500):
        day, provisional = stored_from(case)
        if (case.due_on, case.due_provisional) != (day, provisional):
            yield f"{case}（{case.get_state_display()}）：登记 {case.due_on}，应为 {day}{'（暂定）' if provisional else ''}"
