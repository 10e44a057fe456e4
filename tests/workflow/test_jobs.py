"""A job is wanted with its transaction, runs at least once, never twice at the same time, and is parked in the end."""

import os
import signal
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tests.workflow.job_handlers import effects
from tests.workflow.job_steps import count_job
from tests.workflow.make import person
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import jobs
from tianfu.workflow.jobs import enqueue, retry, run_due, run_job
from tianfu.workflow.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_job_runs_and_is_done():
    job = count_job()
    assert job.state == Job.State.QUEUED
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error, job.lease) == (Job.State.DONE, 1, "", None)
    assert job.finished_at >= job.started_at >= job.created_at
    assert effects("s1") == 1


def test_same_key_is_the_same_job():
    assert count_job() == count_job()
    assert Job.objects.count() == 1
    assert run_due() == 1
    assert effects("s1") == 1


def test_key_of_another_kind_is_refused():
    count_job()
    with pytest.raises(ValueError, match="belongs to"):
        enqueue("test.fail", "k1")


def test_done_job_does_not_run_again():
    job = count_job()
    assert run_job(job.pk) is True
    assert run_job(job.pk) is False
    assert run_job(job.pk + 1000) is False
    assert effects("s1") == 1


def test_queue_is_told_after_the_commit_only(told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = count_job()
        assert told == []
    assert len(callbacks) == 1
    callbacks[0]()
    assert told == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_rolled_back_transaction_leaves_no_job(told):
    with transaction.atomic():
        count_job()
        transaction.set_rollback(True)
    assert (Job.objects.count(), told) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_does_not_disturb_the_commit(monkeypatch, caplog):
    def down(job_id):
        raise ConnectionRefusedError("broker")

    monkeypatch.setattr(jobs, "_nudge", [down])
    job = count_job()
    assert Job.objects.get().pk == job.pk
    assert "waits for the sweeper" in caplog.text


def test_two_handlers_for_one_kind_are_refused():
    with pytest.raises(ValueError, match="two handlers"):
        jobs.handler("test.count")(lambda job: None)


def test_retry_starts_a_parked_job_afresh_and_is_audited(told, django_capture_on_commit_callbacks):
    actor = person()
    job = enqueue("test.hopeless", "k1")
    run_job(job.pk)
    with django_capture_on_commit_callbacks(execute=True):
        again = retry(job, actor)
    assert (again.state, again.attempts, told[-1]) == (Job.State.QUEUED, 0, job.pk)
    event = AuditEvent.objects.get(action="job.retried")
    assert (event.actor, event.data["key"]) == (actor, "k1")
    assert run_job(job.pk) is True


def test_only_a_parked_job_can_be_retried():
    job = count_job()
    with pytest.raises(ValidationError, match="“等待”"):
        retry(job, person())
    assert not AuditEvent.objects.filter(action="job.retried").exists()


def test_jobs_enqueued_by_jobs_run_too():
    @jobs.handler("test.parent")
    def parent(job):
        count_job("child")

    enqueue("test.parent", "k1")
    assert run_due() == 2
    assert effects("s1") == 1


def test_crash_point_needs_its_name_and_demo(settings, monkeypatch):
    killed = []
    monkeypatch.setattr("os.kill", lambda *told: killed.append(told))  # it would take the tests with it
    jobs.crash_point("issue.number")  # no CRASH_AT
    monkeypatch.setenv("CRASH_AT", "issue.sign")
    jobs.crash_point("issue.number")  # another name
    settings.DEMO = False
    jobs.crash_point("issue.sign")  # not a demo
    assert killed == []
    settings.DEMO = True
    jobs.crash_point("issue.sign")
    assert killed == [(os.getpid(), signal.SIGKILL)]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_deliveries_at_once_run_the_job_once():
    job = enqueue("test.slow", "k1", {"scope": "s1", "seconds": 0.3})
    gate, ran = threading.Barrier(20), []

    def deliver():
        gate.wait()
        try:
            ran.append(run_job(job.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == [False] * 19 + [True]
    assert effects("s1") == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_requests_with_one_key_make_one_job():
    gate, made = threading.Barrier(20), []

    def want():
        gate.wait()
        try:
            with transaction.atomic():
                made.append(count_job().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=want) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 20
    assert len(set(made)) == 1
