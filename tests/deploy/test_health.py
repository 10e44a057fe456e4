"""Live always answers; ready says part by part what is missing."""

import pytest
import redis
from django.db import connection

from tianfu import health


@pytest.fixture
def heartbeats(settings):
    """Both seen just now; forgotten again afterwards."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.set(health.BEAT, 1, ex=60)
    client.set(health.WORKER, 1, ex=60)
    yield client
    client.delete(health.BEAT, health.WORKER)
    client.close()


@pytest.fixture
def redis_down(settings):
    """The address of a server that does not run."""
    settings.REDIS_URL = "unix:///tmp/tianfu-no-such.sock?db=0"
    health._redis.cache_clear()
    yield
    health._redis.cache_clear()


def test_live_answers_without_database_and_redis(client, redis_down):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_every_part_is_well(client, heartbeats, django_assert_num_queries):
    client.get("/health/ready")
    with django_assert_num_queries(2):  # is the table there, and which migrations are in it
        answer = client.get("/health/ready")
    parts = {"database": "ok", "redis": "ok", "beat": "ok", "worker": "ok"}
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "parts": parts})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_silent_worker_is_named(client, heartbeats):
    heartbeats.delete(health.WORKER)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"] == "60 秒内没有执行过任务"
    assert answer.json()["parts"]["beat"] == "ok"


@pytest.mark.django_db
def test_without_redis_it_is_unready_and_says_so(client, redis_down):
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert parts["database"] == "ok"
    assert parts["redis"] == "无应答：ConnectionError"


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_named(client, heartbeats):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'sessions' and name = '0001_initial'")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "有 1 个迁移未执行，首个为 sessions.0001_initial"


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_it_rejects_post(client, address):
    assert client.post(address).status_code == 405


def test_a_heartbeat_without_redis_is_a_symptom_not_a_failure(redis_down):
    health.heartbeat()
    health.beat_was_here()


def test_the_heartbeat_proves_the_worker(heartbeats):
    heartbeats.delete(health.WORKER)
    health.heartbeat()
    assert 0 < heartbeats.ttl(health.WORKER) <= health.REMEMBERED
