"""Of a round of the beat one bad row is its own: whatever it raises, the others have their turn."""

from collections.abc import Callable
from importlib import import_module

import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection

from tianfu.workflow import clock
from tianfu.workflow.models import Counter
from tianfu.workflow.rounds import each, one_by_one

# Every task of the beat → the functions that go over rows, or why there are none of its own here.
ROUNDS: dict[str, list[str] | str] = {
    "applications.close_notices": ["applications.review.stages.public_notice.publication.close_ended_notices"],
    "applications.enterprise_changes": ["applications.enterprises.changes.acts.take_effect_due"],
    "applications.lapse_overdue": [
        "applications.review.stages.completeness_check.silence.accept_silent",
        "applications.review.deadlines.lapse.lapse_overdue",
        "applications.review.work.handlers.lapse_idle_claims",
        "applications.review.deadlines.lapse.remind_of_due",
    ],
    "certification.expire": [
        "certification.authorizations.term.expiry.expire_ended",
        "certification.authorizations.suspensions.replacements.acts.follow_bodies",
        "certification.authorizations.suspensions.replacements.acts.pass_over_late",
        "certification.certificates.losses.grounds.tell_of_lost",
        "certification.certificates.losses.standstill.look_after",
        "certification.duties.reports.filings.rounds.open_due",
    ],
    "certification.remind_expiry": [
        "certification.changes.renewals.reminders.remind_of_expiry",
        "certification.authorizations.suspensions.limits.tell_of_limits",
        "certification.duties.reports.filings.rounds.remind_late",
    ],
    "certification.fold_counts": "one statement: all of it or nothing",
    "supervision.look_after_draws": [
        "supervision.draws.work.tasks.reveal_sealed",
        "supervision.draws.work.tasks.remind_of_values",
        "supervision.draws.work.tasks.warn_of_overdue",
    ],
    "supervision.compare_directory": "tests/supervision/directories/test_comparisons.py",
    "supervision.refresh_risk": ["supervision.lists.risk.reckoner.refresh_monthly"],
    "supervision.look_after_inspections": ["supervision.inspections.results.conclusions.warn_of_unpublished"],
    "tianfu.expire_grant_proposals": "tests/accounts/grants/test_two_administrators.py",
    "workflow.purge": "tests/workflow/test_retention.py",
    "workflow.sweep_jobs": "tests/workflow/test_job_failures.py",
    "files.scan_pending": "tests/files/test_scanning.py",
    "inbox.queue_waiting": "tests/inbox/test_delivery.py",
    "ledger.integrate_log": "one transaction in the order of publication: all of it or nothing",
    "ledger.seal": "one transaction: a seal covers all rows before it or is not made",
    "tianfu.heartbeat": "no rows",
}
STEPS = [step for steps in ROUNDS.values() if isinstance(steps, list) for step in steps]
ERRORS = [
    RuntimeError("x"),
    KeyError("x"),
    ValueError("a\x00\ud800"),
    StopIteration(),
    DatabaseError("x"),
    RecursionError(),
]


class Row:
    """A row that cannot even be written into a log."""

    def __init__(self, pk: int) -> None:
        self.pk = pk

    def __str__(self) -> str:
        raise RuntimeError("no name")


def test_every_task_of_the_beat_is_looked_at_here() -> None:
    assert {entry["task"] for entry in current_app.conf.beat_schedule.values()} == ROUNDS.keys()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", ERRORS[:3])
def test_a_row_that_raises_keeps_no_other_from_its_turn(reference, monkeypatch, step: str, error: Exception) -> None:
    module, _, name = step.rpartition(".")
    turns: list[int] = []

    def act(row: Row) -> bool:
        if row.pk == 2:
            raise error
        turns.append(row.pk)
        return True

    rounds: list[int] = []

    def over_ours(what: str, rows: object, theirs: Callable[..., object]) -> int:
        list(rows)  # type: ignore[call-overload]  # the step's own query works
        rounds.append(each(what, [Row(1), Row(2), Row(3)], act))
        return rounds[-1]

    monkeypatch.setattr(f"{module}.each", over_ours)
    getattr(import_module(module), name)(clock.today())
    assert rounds != []
    assert (set(rounds), turns) == ({2}, [1, 3] * len(rounds))


@pytest.mark.parametrize("task", [name for name, steps in ROUNDS.items() if isinstance(steps, list) and len(steps) > 1])
def test_a_step_that_raises_keeps_no_other_step_from_its_turn(db, monkeypatch, task: str) -> None:
    """Every step raises; every step was called."""
    called = []
    import_module(f"{task.partition('.')[0]}.tasks")
    module = import_module(current_app.tasks[task].__module__)
    names = [step.rpartition(".")[2] for step in ROUNDS[task]]

    def failing(name: str) -> Callable[..., None]:
        def step(day: object) -> None:
            called.append(name)
            raise RuntimeError(name)

        return step

    for step, name in zip(ROUNDS[task], names, strict=True):
        # A stage's step is called by its stage, in the same folder.
        own = module if hasattr(module, name) else import_module(f"{step.rsplit('.', 2)[0]}.stage")
        monkeypatch.setattr(own, name, failing(name))
    current_app.tasks[task]()
    assert called == names


@pytest.mark.django_db
@pytest.mark.parametrize("error", ERRORS)
def test_what_a_bad_row_wrote_is_rolled_back_and_the_others_stay(error: Exception, caplog) -> None:
    def act(name: str) -> bool:
        Counter.objects.create(scope=name, year=2026, value=1)
        if name == "bad":
            raise error
        return True

    assert each("test", ["a", "bad", "b"], act) == 2
    assert sorted(Counter.objects.values_list("scope", flat=True)) == ["a", "b"]
    assert "row bad not done" in caplog.text


@pytest.mark.django_db
def test_a_statement_the_database_refuses_is_its_rows_own() -> None:
    def act(number: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"select 1 / {number}")
        return True

    assert each("test", [1, 0, 2], act) == 2


@pytest.mark.django_db
def test_the_end_of_the_tasks_time_ends_the_round() -> None:
    def act(row: int) -> bool:
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        each("test", [1, 2], act)
    with pytest.raises(SoftTimeLimitExceeded):
        one_by_one(clock.today(), act)
