"""Web, worker and beat refuse a start that manage.py would refuse, each with the reason in words."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from deploy.places import ROOT
from tests.workflow.processes import environment
from tianfu.workflow.models import ClockOffset

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KEY = "0123456789-0123456789-0123456789-0123456789"
SITE = {"DEMO": "0", "PUBLIC_URL": "https://tianfu.example", "ALLOWED_HOSTS": "tianfu.example,127.0.0.1",
        "SECRET_KEY": KEY, "ENCRYPTION_KEYS": KEY, "PROXY_COUNT": "1"}  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str, folder: str, port: int = 0) -> list[str]:
    celery = [sys.executable, "-m", "celery", "-A", "tianfu"]
    return {
        "web": [sys.executable, "-m", "tianfu.server", "--workers", "1", "--port", str(port or free_port())],
        "worker": [*celery, "worker", "--pool", "solo", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--pidfile", "", "--schedule", f"{folder}/beat"],
    }[name]  # fmt: skip


def surroundings(folder: object, **env: str) -> dict[str, str]:
    given = {**environment(connection.settings_dict["NAME"]), **SITE, "DATA_DIR": str(folder), **env}
    given.pop("STAFF_MFA", None)
    return given


def start(name: str, folder: object, **env: str) -> tuple[int | None, str]:
    """(code it ended with, what it said); the code is None when it still ran after a while."""
    given = surroundings(folder, **env)
    said = Path(str(folder)) / "said"
    with said.open("w") as out:
        process = subprocess.Popen(program(name, str(folder)), cwd=ROOT, env=given, stdout=out, stderr=out)
    try:
        limit = time.monotonic() + 90
        while process.poll() is None and time.monotonic() < limit:
            time.sleep(0.3)
        code = process.poll()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
    return code, said.read_text()


def test_a_sound_installation_starts_and_is_ready(tmp_path):
    port = free_port()
    command = program("web", str(tmp_path), port)
    with open(tmp_path / "said", "w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings(tmp_path), stdout=out, stderr=out)
    headers = {"Host": "tianfu.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/health/ready", headers=headers)
    try:
        parts = None
        while parts is None and process.poll() is None:
            time.sleep(0.3)
            with (
                suppress(ConnectionError, urllib.error.URLError),
                urllib.request.urlopen(request, timeout=10) as answer,
            ):
                parts = json.loads(answer.read())["parts"]
        assert parts == {"database": "ok", "checks": "ok"}, (tmp_path / "said").read_text()
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def lifted() -> Iterator[None]:
    """The audit trail can be rewritten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_auditevent'::regclass AND tgenabled = 'A'"
        )
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            cursor.execute(f"ALTER TABLE ledger_auditevent DISABLE TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE ledger_auditevent ENABLE ALWAYS TRIGGER {name}")


def refusal(said: str) -> str:
    """The sentence with which a start is refused; "" if there is none."""
    return next((line for line in said.splitlines() if "拒绝启动：" in line), "").partition("拒绝启动：")[2]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
@pytest.mark.parametrize(
    ("env", "reasons"),
    [
        ({"DEMO": "1"}, ["DEMO=1 时 PUBLIC_URL 是 https 地址"]),
        (
            {"ENCRYPTION_KEYS": "", "PROXY_COUNT": ""},
            [
                "环境变量 ENCRYPTION_KEYS 未设置",
                "PUBLIC_URL 是 https 地址，前面应有反向代理，但环境变量 PROXY_COUNT 未设置",
            ],
        ),
    ],
    ids=["demo", "unset"],
)
def test_a_start_with_settings_that_must_not_serve_is_refused(name, env, reasons, tmp_path):
    code, said = start(name, tmp_path, **env)
    assert code not in (None, 0)
    assert [reason for reason in reasons if reason not in refusal(said)] == []
    assert KEY not in said


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_a_start_on_records_that_can_be_rewritten_or_with_a_moved_clock_is_refused(name, tmp_path, lifted):
    """Each is a reason of its own: the sentence names what alone would have sufficed."""
    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": timedelta(days=3)})
    code, said = start(name, tmp_path)
    assert code not in (None, 0)
    assert [word for word in ("表 ledger_auditevent 的触发器", "演示时钟的偏移") if word not in refusal(said)] == []


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_worker_and_beat_do_not_start_unchecked(name, tmp_path):
    code, said = start(name, tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert code not in (None, 0)
    assert "拒绝启动：数据库无应答" in said
