"""A worker killed at each step of issuing: another one goes on, and there is one certificate, nothing lost, no gap."""

import signal
import time

import pytest
from django.db import connection
from redis import Redis

from certification.authorizations.term.papers_order import issue_key
from certification.models import Authorization, AuthorizationCertificate, MarkFile
from tests import make
from tests.workflow.preloaded import preloaded
from tests.workflow.processes import environment
from tianfu.files.models import StoredFile
from tianfu.inbox.models import InboxMessage
from tianfu.papers.models import Paper
from tianfu.workflow.jobs import run_due, sweep
from tianfu.workflow.models import Counter, Job

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# In the order in which the job passes them; one fewer than the job's attempts.
STEPS = ["issue.numbering", "issue.number", "issue.paper", "issue.certificate", "issue.package", "issue.marks",
         "issue.activate"]  # fmt: skip


def eventually(condition, seconds=120):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.3)
    return False


def test_worker_killed_at_each_step_leaves_one_certificate_and_no_gap(settings, clock, reference):
    Redis.from_url(settings.REDIS_URL).delete("celery", "unacked", "unacked_index")
    clock.set("2026-03-02")  # decided before the day of the workers, whose clock is the machine's
    authorization = make.authorization(clock_fixture=clock)
    # Everything else the case wanted is done here; the issue is left to the workers.
    key = issue_key(authorization)
    Job.objects.exclude(key=key).update(state=Job.State.DONE)
    env = environment(connection.settings_dict["NAME"], JOB_LEASE_SECONDS="2", FILES_DIR=str(settings.MEDIA_ROOT))
    with preloaded(env) as platform:
        for step in STEPS:
            with platform.worker(CRASH_AT=step) as victim:
                # The beat's part: take the job back from the dead one, tell the queue.
                assert eventually(lambda: (sweep(), victim.poll() is not None)[1]), step
                assert victim.returncode == -signal.SIGKILL, step
        assert Job.objects.get(key=key).state == Job.State.RUNNING
        with platform.worker():
            assert eventually(lambda: (sweep(), Job.objects.get(key=key).state == Job.State.DONE)[1])

    authorization.refresh_from_db()
    assert authorization.state == "active"
    assert authorization.number.split("-")[4] == "00001"
    assert Counter.objects.get(scope="tfmp:authorization").value == 1
    assert AuthorizationCertificate.objects.count() == Paper.objects.filter(kind="certificate").count() == 1
    assert MarkFile.objects.count() == 6
    assert Paper.objects.filter(kind__startswith="mark").count() == 7
    assert [change.transition for change in authorization.changes.all()] == ["activate"]
    assert InboxMessage.objects.filter(key="authorization_issued").count() == 1
    for file in StoredFile.objects.filter(paper__isnull=False):
        file.read()

    other = make.authorization(clock_fixture=clock, item=make.product(make.enterprise("样例食品有限公司"), "豆瓣酱"))
    run_due()
    assert Authorization.objects.get(pk=other.pk).number.split("-")[4] == "00002"
