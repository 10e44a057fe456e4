"""What fails, hangs, dies or is forgotten: a job is tried again with a growing pause, taken back, and parked in the end."""

import threading
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone

from tests.workflow.job_handlers import effects
from tests.workflow.job_steps import count_job, let_time_pass
from tianfu.workflow import jobs
from tianfu.workflow.jobs import enqueue, job_parked, run_due, run_job, sweep
from tianfu.workflow.models import Job
from tianfu.workflow.upkeep import job_leases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_failure_is_tried_again_later_with_a_growing_pause():
    job = enqueue("test.fail", "k1")
    pauses = []
    for attempt in (1, 2):
        let_time_pass(job, run_after=timedelta(seconds=1))
        before = timezone.now()
        assert run_job(job.pk) is True
        job.refresh_from_db()
        assert (job.state, job.attempts, job.last_error) == (
            Job.State.QUEUED, attempt, "ZeroDivisionError: 总是失败",
        )  # fmt: skip
        assert run_job(job.pk) is False, "before its time"
        pauses.append(int((job.run_after - before).total_seconds()) // 5 * 5)  # a slow machine takes its time
    assert pauses == [5, 15]


def test_failure_that_passes_ends_well():
    job = enqueue("test.fail_once", "k1", {"scope": "s1"})
    run_job(job.pk)
    let_time_pass(job, run_after=timedelta(seconds=1))
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error, effects("s1")) == (Job.State.DONE, 2, "", 1)


def test_poison_job_is_parked_while_others_continue():
    heard = []

    def hear(sender, job, message, **kwargs):
        heard.append((job.key, message))

    job_parked.connect(hear)
    poison = enqueue("test.fail", "poison")
    for number in range(3):
        count_job(f"k{number}")
        run_due()
        let_time_pass(poison, run_after=timedelta(seconds=1))
    job_parked.disconnect(hear)
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (Job.State.PARKED, 3)
    assert poison.finished_at is not None
    assert effects("s1") == 3
    assert heard == [("poison", "ZeroDivisionError: 总是失败")]


def test_permanent_failure_is_parked_at_once_with_its_sentence():
    job = enqueue("test.hopeless", "k1")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.PARKED, 1)
    assert job.last_error == "产品名称中有无法印制的字“𠮷”，请修改后重试。"


@pytest.mark.parametrize("error", [ValueError("a\x00b"), ValueError("\ud800"), StopIteration(), KeyError("x")])
def test_whatever_a_handler_raises_its_row_is_put_back(monkeypatch, error):
    def burst(job):
        raise error

    monkeypatch.setitem(jobs._handlers, "test.burst", jobs._Registered(burst, 2, "burst"))
    job = enqueue("test.burst", "k1")
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 1)
    assert job.last_error.startswith(type(error).__name__)
    let_time_pass(job, run_after=timedelta(seconds=1))
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.PARKED


def test_a_run_that_was_told_to_stop_is_put_back_then_parked(monkeypatch, settings):
    def told_to_stop(job):
        raise SoftTimeLimitExceeded

    monkeypatch.setitem(jobs._handlers, "test.long", jobs._Registered(told_to_stop, 2, "long"))
    job = enqueue("test.long", "k1")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.QUEUED, "超过一次执行的最长时间（600 秒），已中止。")
    let_time_pass(job, run_after=timedelta(seconds=1))
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.PARKED


@pytest.mark.django_db(transaction=True)
def test_a_job_that_hangs_loses_its_lease_and_is_parked_in_the_end(settings, monkeypatch):
    """Its process hangs where no signal reaches it: another one takes the row back, and what it brings late is refused."""
    monkeypatch.setattr(job_leases, "AFTER_THE_END", 0)
    settings.JOB_LEASE_SECONDS, settings.JOB_LONGEST_SECONDS = 1, 1
    free = threading.Event()
    monkeypatch.setitem(jobs._handlers, "test.hang", jobs._Registered(lambda job: free.wait(60), 1, "hang"))
    job = enqueue("test.hang", "k1")

    def hang():
        try:
            run_job(job.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=hang)
    thread.start()
    try:
        for _ in range(100):
            sweep()
            job.refresh_from_db()
            if job.state == Job.State.PARKED:
                break
            free.wait(0.1)
        assert (job.state, job.last_error) == (Job.State.PARKED, "执行该任务的进程多次中断，或者超过了最长执行时间。")
    finally:
        free.set()
        thread.join()
    job.refresh_from_db()
    assert job.state == Job.State.PARKED


def test_celery_ends_a_task_before_its_lease_runs_out(settings):
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT == settings.JOB_LONGEST_SECONDS
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_TIME_LIMIT < settings.JOB_LONGEST_SECONDS + job_leases.AFTER_THE_END
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_failing_receiver_does_not_undo_the_parking(caplog):
    def burst(**kwargs):
        raise ZeroDivisionError("receiver")

    job_parked.connect(burst)
    job = enqueue("test.hopeless", "k1")
    run_job(job.pk)
    job_parked.disconnect(burst)
    job.refresh_from_db()
    assert job.state == Job.State.PARKED
    assert "receiver" in caplog.text


def test_job_without_a_handler_is_parked_with_a_sentence():
    job = enqueue("test.unknown", "k1")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.PARKED, "没有办理“test.unknown”的程序，请联系运维人员。")


def test_sweeper_tells_the_queue_what_it_forgot_but_not_what_it_just_heard(told):
    job = count_job()
    assert sweep() == 0
    let_time_pass(job, nudged_at=timedelta(seconds=40))
    assert sweep() == 1
    assert told == [job.pk]
    assert sweep() == 0


def test_sweeper_leaves_alone_what_is_not_due(told):
    job = enqueue("test.fail", "k1")
    run_job(job.pk)
    assert sweep() == 0
    let_time_pass(job, run_after=timedelta(seconds=1))
    assert sweep() == 1
    assert told == [job.pk]


def test_sweeper_takes_a_job_back_from_a_dead_worker(told):
    job = job_leases.claim(count_job().pk)
    assert sweep() == 0  # its lease still runs
    let_time_pass(job, leased_until=timedelta(seconds=1))
    assert sweep() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, told) == (Job.State.QUEUED, 1, [job.pk])
    assert run_job(job.pk) is True
    assert effects("s1") == 1


def test_job_that_kills_its_worker_every_time_is_parked():
    job = enqueue("test.fail", "k1")
    for _ in range(3):
        job_leases.claim(job.pk)
        let_time_pass(job, leased_until=timedelta(seconds=1))
        sweep()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.PARKED, 3)
    assert "多次中断" in job.last_error


def test_worker_that_lost_its_lease_cannot_overwrite_the_new_holder():
    old = job_leases.claim(count_job().pk)
    let_time_pass(old, leased_until=timedelta(seconds=1))
    sweep()
    new = job_leases.claim(old.pk)
    assert job_leases.finish(old) is False
    assert job_leases.park(old, "too late") is False
    assert Job.objects.get().lease == new.lease
    assert job_leases.finish(new) is True


def test_moving_the_demo_clock_does_not_kill_a_running_job(clock):
    job = job_leases.claim(count_job().pk)
    clock.advance(days=30)
    assert sweep() == 0
    assert job_leases.finish(job) is True


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_long_job_keeps_its_lease(settings):
    settings.JOB_LEASE_SECONDS = 1
    job = enqueue("test.slow", "k1", {"scope": "s1", "seconds": 2.5})

    def work():
        try:
            run_job(job.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(1.8)  # longer than the first lease
    assert worker.is_alive()
    assert sweep() == 0
    worker.join()
    job.refresh_from_db()
    assert (job.state, job.attempts, effects("s1")) == (Job.State.DONE, 1, 1)
