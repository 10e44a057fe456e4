"""The real web server: a process killed in mid-request leaves nothing half done; without connections it says so."""

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deploy.database import Database
from deploy.places import ROOT
from tests.deploy.test_start import free_port, program, surroundings
from tests.workflow.processes import environment
from tianfu.accounts.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KEY = "0123456789-0123456789-0123456789-0123456789"
FORM = {"name": "王芳", "email": "killed@example.com", "password1": "correct horse battery",
        "password2": "correct horse battery", "agree": "on"}  # fmt: skip


@dataclass
class Visitor:
    """A browser without scripts."""

    port: int
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, Any]:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        try:
            with opener.open(f"http://localhost:{self.port}{path}", body, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers

    def sign_up(self) -> int:
        page = self.ask("/account/signup/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        return self.ask("/account/signup/", {**FORM, "csrfmiddlewaretoken": token[1]})[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA_DIR of the servers, with the style sheets that their pages name."""
    made = tmp_path_factory.mktemp("site")
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=surroundings(made, DEMO="1", PUBLIC_URL="http://localhost"), check=True)
    return made


@contextmanager
def web(folder: Path, **more: str) -> Iterator[tuple[int, int]]:
    """(port, process of the server) of the web server with one worker on the test database."""
    port = free_port()
    name = connection.settings_dict["NAME"]
    env = {**environment(name), "DEMO": "1", "SECRET_KEY": KEY, "ENCRYPTION_KEYS": KEY, "DATA_DIR": str(folder),
           "PUBLIC_URL": f"http://localhost:{port}", "ALLOWED_HOSTS": "localhost", **more}  # fmt: skip
    with (folder / "said").open("w") as out:
        process = subprocess.Popen(program("web", str(folder), port), cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        until(lambda: answers(port) or process.poll() is not None, 90)
        assert process.poll() is None, (folder / "said").read_text()
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    """Is there a worker that listens?"""
    with suppress(OSError):
        return Visitor(port).ask("/health/live")[0] == 200
    return False


def workers(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def until(holds: Any, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.1)


def test_a_web_process_killed_in_mid_request_leaves_nothing_half_done_and_a_retry_works(folder):
    """The account is written, its mail waits for a lock: there the process is killed."""
    database = Database.at(environment(connection.settings_dict["NAME"])["DATABASE_URL"])
    stuck = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
    with web(folder) as (port, master), ThreadPoolExecutor(1) as pool:
        with closing(database.connect()) as other, other.cursor() as cursor:
            cursor.execute("begin; lock table inbox_outgoingmail in access exclusive mode")
            cut = pool.submit(Visitor(port).sign_up)
            until(lambda: database.rows(stuck) == [(1,)])
            (worker,) = workers(master)
            os.kill(worker, signal.SIGKILL)
            with pytest.raises(OSError):
                cut.result(60)
            cursor.execute("rollback")
        until(lambda: database.rows(stuck) == [(0,)])
        assert not User.objects.filter(email=FORM["email"]).exists()
        until(lambda: workers(master) not in ([], [worker]) and answers(port))
        assert Visitor(port).sign_up() == 200
    assert User.objects.filter(email=FORM["email"]).count() == 1


@pytest.fixture
def scarce() -> Iterator[Database]:
    """The test database for somebody who gets one connection."""
    database = Database.at(environment(connection.settings_dict["NAME"])["DATABASE_URL"])
    ((owner,),) = database.rows("select current_user")
    database.rows(f'create role scarce login connection limit 1; grant "{owner}" to scarce')
    parts = urllib.parse.urlsplit(database.url)
    yield Database.at(parts._replace(netloc="scarce@" + parts.netloc.rpartition("@")[2]).geturl())
    database.rows("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'scarce'")
    database.rows("drop role scarce")


def test_without_a_connection_left_pages_say_503_and_go_on_when_there_is_one(folder, scarce):
    with web(folder, DATABASE_URL=scarce.url) as (port, _):
        assert Visitor(port).ask("/brands/")[0] == 200
        with closing(scarce_connection(scarce)):
            status, page, headers = Visitor(port).ask("/brands/?status=active")  # one that nobody has just seen
            assert (status, headers["Retry-After"]) == (503, "30"), page[:300]
            assert "数据库暂时没有应答" in page
            assert Visitor(port).ask("/health/live")[0] == 200
            assert Visitor(port).ask("/health/ready")[0] == 503
        until(lambda: Visitor(port).ask("/brands/")[0] == 200)


def scarce_connection(scarce: Database) -> Any:
    """The only one there is: the server's own ends first, if it keeps one."""
    everybody = Database.at(environment(connection.settings_dict["NAME"])["DATABASE_URL"])
    everybody.rows("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'scarce'")
    until(lambda: everybody.rows("select count(*) from pg_stat_activity where usename = 'scarce'") == [(0,)])
    return scarce.connect()
