"""Real Celery workers on the real broker: killed in the middle, and the work is still done once."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection
from redis import Redis

from tests.workflow.job_handlers import effects
from tests.workflow.preloaded import Preloaded, preloaded
from tests.workflow.processes import environment
from tianfu.workflow.jobs import enqueue, sweep
from tianfu.workflow.models import Job

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _empty_queue(settings):
    """Messages about rows of earlier tests would only be noise."""
    Redis.from_url(settings.REDIS_URL).delete("celery", "unacked", "unacked_index")


@pytest.fixture(scope="module")
def platform(django_db_setup) -> Iterator[Preloaded]:
    with preloaded(environment(connection.settings_dict["NAME"], JOB_LEASE_SECONDS="2")) as made:
        yield made


@pytest.fixture
def worker(platform):
    """`with worker(CRASH_AT="…") as process:`, with the sample handlers."""
    return partial(platform.worker, "tests.workflow.worker_app")


def eventually(condition, seconds=40):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.2)
    return False


def is_done(job):
    return Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_worker_hears_of_a_job_and_does_it(worker):
    with worker():
        job = enqueue("test.count", "k1", {"scope": "s1"})
        assert eventually(lambda: is_done(job))
    assert effects("s1") == 1


def test_worker_killed_in_the_middle_and_another_one_finishes(worker):
    job = enqueue("test.two_steps", "k1", {"scope": "s1"})
    with worker(CRASH_AT="test.between") as first:
        assert eventually(lambda: first.poll() is not None)
        assert first.returncode == -signal.SIGKILL
    assert (effects("s1.first"), effects("s1.second")) == (1, 0)
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING
    with worker():
        started = time.monotonic()
        # The beat's part: the sweeper, every so often.
        assert eventually(lambda: (sweep(), is_done(job))[1])
        assert time.monotonic() - started < 60
    assert (effects("s1.first"), effects("s1.second")) == (1, 1)
    assert Job.objects.get(pk=job.pk).attempts == 2


def test_worker_killed_from_outside_while_it_works(worker):
    job = enqueue("test.slow", "k1", {"scope": "s1", "seconds": 5})
    with worker() as first:
        assert eventually(lambda: Job.objects.get(pk=job.pk).state == Job.State.RUNNING)
        first.kill()
        first.wait()
    Job.objects.filter(pk=job.pk).update(payload={"scope": "s1", "seconds": 0})
    with worker():
        assert eventually(lambda: (sweep(), is_done(job))[1])
    assert effects("s1") == 1


def test_job_of_which_the_broker_lost_the_message_is_done(settings, worker):
    job = enqueue("test.count", "k1", {"scope": "s1"})
    Redis.from_url(settings.REDIS_URL).delete("celery")
    Job.objects.filter(pk=job.pk).update(nudged_at=None)
    with worker():
        assert eventually(lambda: (sweep(), is_done(job))[1])
    assert effects("s1") == 1


def test_broker_that_is_down_lets_the_commit_stand_at_once():
    """In a process of its own, whose broker does not exist."""
    program = (
        "import django; django.setup()\n"
        "import time\n"
        "from django.db import transaction\n"
        "from tianfu.workflow.jobs import enqueue\n"
        "started = time.monotonic()\n"
        "with transaction.atomic():\n"
        "    enqueue('test.count', 'k1', {'scope': 's1'})\n"
        "print(time.monotonic() - started)\n"
    )
    env = environment(connection.settings_dict["NAME"], REDIS_URL="unix:///tmp/no-such-broker.sock")
    answer = subprocess.run([sys.executable, "-c", program], check=True, env=env, timeout=60, capture_output=True)
    assert float(answer.stdout) < 5
    assert Job.objects.get(key="k1").state == Job.State.QUEUED
