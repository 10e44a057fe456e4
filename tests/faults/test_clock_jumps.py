"""The machine's clock jumps an hour ahead or back: leases, jobs, seals and the log stand on what does not jump."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts import make
from tests.workflow.job_handlers import effects
from tianfu.ledger.audit import verification
from tianfu.ledger.audit.records import record
from tianfu.ledger.audit.seals import seal
from tianfu.ledger.log.examination import check_log
from tianfu.ledger.log.integration import integrate
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock, jobs
from tianfu.workflow.models import Job
from tianfu.workflow.upkeep import job_leases

pytestmark = pytest.mark.django_db
JUMPS = [timedelta(hours=1), timedelta(hours=-1)]


@pytest.fixture(autouse=True)
def _key(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.LOG_SIGNING_KEY, settings.LOG_ORIGIN = tmp_path, "", "example.com/log"


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `timezone.now()` answers from now on, in this process; PostgreSQL keeps its time."""
    real = timezone.now

    def by(delta: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + delta)
        clock.remember(timedelta(), 1e9)

    return by


@pytest.mark.parametrize("delta", JUMPS)
def test_a_running_job_keeps_its_lease_and_a_waiting_one_is_due_as_before(jump, delta: timedelta) -> None:
    held, waiting = jobs.enqueue("test.count", "held", {"scope": "a"}), jobs.enqueue("test.count", "b", {"scope": "b"})
    mine = job_leases.claim(held.pk)
    assert mine is not None
    jump(delta)
    assert job_leases.take_back() == []
    assert jobs.run_due() == 1
    assert (effects("b"), Job.objects.get(pk=waiting.pk).state) == (1, Job.State.DONE)
    assert job_leases.finish(mine)


@pytest.mark.parametrize("delta", JUMPS)
def test_the_trail_and_the_log_are_still_verified_and_in_their_order(jump, delta: timedelta) -> None:
    record("policy.set", actor=None, reason="前")
    seal()
    integrate()
    jump(delta)
    record("policy.set", actor=None, reason="后")
    seal()
    integrate()
    assert verification.verify().good
    assert check_log().problem == ""
    assert list(AuditEvent.objects.filter(action="policy.set").order_by("pk").values_list("reason", flat=True)) == [
        "前", "后",
    ]  # fmt: skip


def test_a_jump_ahead_ends_no_session_for_good(jump) -> None:
    """An hour ahead is longer than a session may idle: one signs in again, and back in time the new one holds."""
    person, client = make.user(), Client()

    def sign_in() -> int:
        return client.post("/account/login/", {"login": person.email, "password": make.PASSWORD}).status_code

    assert sign_in() == 302
    jump(timedelta(hours=1))
    assert sign_in() == 302
    assert client.get("/portal/").status_code == 200
    jump(timedelta(hours=-1))
    assert client.get("/portal/").status_code == 200
