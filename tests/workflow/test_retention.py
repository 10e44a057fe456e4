"""What is no record goes when its time is over, by policy, counted in the audit trail; nothing else goes."""

import uuid
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from tests.files import make as files
from tests.workflow.make import person
from tianfu.files.models import DiscardedFile
from tianfu.files.storage import discard
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock
from tianfu.workflow.models import Job, PostedForm
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.upkeep import retention
from tianfu.workflow.upkeep.retention import purge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def counted() -> list[tuple[str, int]]:
    rows = AuditEvent.objects.filter(action="retention.purged").order_by("pk").values_list("data", flat=True)
    return [(data["what"], data["rows"]) for data in rows]


def job(key: str, state: str, days: int) -> Job:
    at = clock.now() - timedelta(days=days)
    return Job.objects.create(kind="test", key=key, state=state, created_at=at, finished_at=at)


def session(days: int) -> str:
    store = SessionStore()
    store["x"] = 1
    store.save()
    Session.objects.filter(pk=store.session_key).update(expire_date=Now() - timedelta(days=days))
    return str(store.session_key)


def test_ended_sessions_go_and_living_ones_stay() -> None:
    old, lately, living, user = session(3), session(0), session(-1), person()
    for key in (old, lately, living):
        UserSession.objects.create(user=user, ip="127.0.0.1", session_key=key, user_agent="x")
    UserSession.objects.filter(session_key=old).update(last_seen_at=Now() - timedelta(days=3))
    assert purge() == 2
    assert set(Session.objects.values_list("pk", flat=True)) == {lately, living}
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {lately, living}
    assert counted() == [("sessions", 1), ("sessions", 1)]


def test_only_done_jobs_of_long_ago_go() -> None:
    job("old", Job.State.DONE, 91)
    for n, state in enumerate([Job.State.PARKED, Job.State.QUEUED]):
        job(f"kept{n}", state, 400)
    job("young", Job.State.DONE, 89)
    assert purge() == 1
    assert sorted(Job.objects.values_list("key", flat=True)) == ["kept0", "kept1", "young"]
    assert counted() == [("jobs", 1)]


def test_keys_of_forms_go_after_their_days() -> None:
    user, at = person(), clock.now()
    for days in (8, 6):
        PostedForm.objects.create(key=uuid.uuid4(), user=user, location="/", posted_at=at - timedelta(days=days))
    assert purge() == 1
    assert [form.posted_at for form in PostedForm.objects.all()] == [at - timedelta(days=6)]
    assert counted() == [("posted_forms", 1)]


def test_the_bytes_of_discarded_files_go_after_their_days() -> None:
    old, young = files.stored(), files.stored()
    paths = [old.path, young.path]
    discard(old)
    DiscardedFile.objects.update(discarded_at=clock.now() - timedelta(days=8))
    discard(young)
    assert purge() == 1
    assert [default_storage.exists(path) for path in paths] == [False, True]
    assert counted() == [("discarded_files", 1)]


def test_bytes_are_never_erased_within_a_day_whatever_the_policy(clock) -> None:
    file = files.stored()
    path = file.path
    set_policy(
        "retention.discarded_files.days",
        0,
        source="测试",
        valid_from=retention.clock.today(),
        actor=None,
        shown=NO_PAGE,
    )
    discard(file)
    clock.advance(hours=23)
    assert (purge(), default_storage.exists(path)) == (0, True)
    clock.advance(hours=2)
    assert (purge(), default_storage.exists(path)) == (1, False)


def test_the_days_are_those_of_the_policy_and_a_run_again_changes_nothing() -> None:
    job("a", Job.State.DONE, 40)
    assert purge() == 0
    set_policy("retention.jobs.days", 30, source="测试", valid_from=clock.today(), actor=None, shown=NO_PAGE)
    assert [purge(), purge()] == [1, 0]
    assert counted() == [("jobs", 1)]


def test_more_than_one_batch_goes_in_one_run(monkeypatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for n in range(5):
        job(f"k{n}", Job.State.DONE, 100)
    assert purge() == 5
    assert counted() == [("jobs", 2), ("jobs", 2), ("jobs", 1)]


@pytest.mark.parametrize("what", ["_purge", "discarded_before"])
def test_a_kind_that_fails_keeps_no_other_from_its_turn(monkeypatch, what: str) -> None:
    job("a", Job.State.DONE, 100)
    real = getattr(retention, what)

    def broken(*args: object) -> object:
        if what == "_purge" and args[0] == "jobs":
            return real(*args)
        raise RuntimeError("x")

    monkeypatch.setattr(retention, what, broken)
    assert purge() == 1
    assert not Job.objects.exists()
