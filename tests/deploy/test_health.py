"""Live always answers; ready says part by part what is missing."""

from datetime import timedelta

import pytest
import redis
from django.db import connection

from tianfu.site.pages import health
from tianfu.workflow.models import ClockOffset


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
    # Twice which migrations ran (two each), the triggers, three of the checks, three of what the routes rest on.
    with django_assert_num_queries(11):
        answer = client.get("/health/ready")
    well = {"status": "ok", "parts": {"redis": "ok", "beat": "ok", "worker": "ok"}}
    site = {"status": "ok", "parts": {"database": "ok", "checks": "ok"}}
    assert (answer.status_code, answer.json()) == (200, {**site, "background": well})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_silent_worker_is_named_and_leaves_the_site_ready(client, heartbeats):
    heartbeats.delete(health.WORKER)
    assert client.get("/health/background").status_code == 503
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    silent = {"redis": "ok", "beat": "ok", "worker": "60 秒内没有执行过任务"}
    assert answer.json()["background"] == {"status": "degraded", "parts": silent}
    assert client.get("/health/background").json() == {"status": "degraded", "parts": silent}


@pytest.mark.django_db
def test_without_redis_the_site_is_ready_and_the_background_says_so(client, redis_down):
    assert client.get("/health/ready").status_code == 200
    answer = client.get("/health/background")
    assert answer.status_code == 503
    assert answer.json()["parts"]["redis"] == "无应答：ConnectionError"


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_named(client, heartbeats):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'sessions' and name = '0001_initial'")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "有 1 个迁移未执行，首个为 sessions.0001_initial"


@pytest.mark.django_db
def test_a_lifted_trigger_is_named(client, heartbeats):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_auditevent DISABLE TRIGGER USER")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "ok")
    assert "表 ledger_auditevent 的触发器" in answer.json()["parts"]["checks"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"HTTPS": True}, "DEMO=1 时 PUBLIC_URL 是 https 地址"),
        ({"DEMO": False, "ENCRYPTION_KEYS": []}, "ENCRYPTION_KEYS 未设置"),
        ({"DEMO": False, "ENCRYPTION_KEYS": ["short-but-secret"]}, "ENCRYPTION_KEYS 中有不足 32 个字符"),
    ],
)
def test_what_no_start_allows_is_named_without_a_secret(client, heartbeats, settings, change, words):
    for name, value in change.items():
        setattr(settings, name, value)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert words in answer.json()["parts"]["checks"]
    assert "short-but-secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_moved_clock_without_demo_is_named(client, heartbeats, settings):
    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": timedelta(days=3)})
    settings.DEMO = False
    settings.ENCRYPTION_KEYS = ["k" * 40]
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "演示时钟的偏移" in answer.json()["parts"]["checks"]


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/health/background"])
def test_it_rejects_post(client, address):
    assert client.post(address).status_code == 405


def test_a_heartbeat_without_redis_is_a_symptom_not_a_failure(redis_down):
    assert (health.heartbeat(), health.beat_was_here()) == (None, None)
    assert health.queue_problems()["redis"] != ""


def test_the_heartbeat_proves_the_worker(heartbeats):
    heartbeats.delete(health.WORKER)
    health.heartbeat()
    assert 0 < heartbeats.ttl(health.WORKER) <= health.REMEMBERED
