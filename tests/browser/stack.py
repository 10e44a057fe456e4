"""The whole platform for the browser tests: web server, worker and beat on a database and folder of their own."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import dj_database_url
import psycopg2

from deploy.binaries import redis_server
from deploy.places import ROOT
from deploy.processes import end, last_lines
from deploy.refusal import Refusal
from deploy.supervisor import Child, Supervisor, children
from deploy.valkey import Valkey
from tests.workflow.preloaded import Preloaded, preloaded


class Stack:
    """`url` is where it listens; `act("scene.let_pass('+8d')")` runs a program inside it and returns what it printed."""

    def __init__(self, **settings: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="tianfu-stack-"))
        self.database = f"stack_{os.getpid()}_{secrets.token_hex(3)}"
        self.url = f"http://localhost:{free_port()}"
        self.logs = self.data / "logs"
        self.logs.mkdir()
        self.valkey = own_valkey(self.data)
        self.env = self._environment() | settings
        self.supervisor = Supervisor(children(self.port, self.data, self.logs), self.env)
        self._until_stop = ExitStack()

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def start(self, seconds: float = 90, *, scene: str = "") -> str:
        """`scene`: what of scene.py is played before anybody else is there; returns what it printed."""
        # Migrated already where `make test` has made the template (deploy/template.py): to migrate anew is what costs most.
        template = os.environ.get("TEST_TEMPLATE", "template1")
        self._sql(f'create database "{self.database}" template "{template}"')
        if self.valkey is not None:
            self.valkey.start()
        self._prepare()
        said = self.act(f"scene.{scene}") if scene else ""
        self.supervisor.start()
        self.wait_ready(seconds)
        return said

    def wait_ready(self, seconds: float = 90) -> None:
        deadline, answer = time.monotonic() + seconds, ""
        while time.monotonic() < deadline:
            try:
                for part in ("ready", "background"):
                    with urllib.request.urlopen(f"{self.url}/health/{part}", timeout=5):
                        pass
                return
            except urllib.error.HTTPError as error:
                answer = error.read().decode()
            except OSError as error:
                answer = str(error)
            time.sleep(0.2)
        logs = "\n".join(f"--- {child.name}\n{last_lines(child.log)}" for child in self.supervisor.children)
        raise AssertionError(f"the stack did not become ready: {answer}\n{logs}")

    def stop(self) -> None:
        self._until_stop.close()
        self.supervisor.stop()
        if self.valkey is not None:
            self.valkey.stop()
        self._sql(f'drop database if exists "{self.database}" with (force)')
        shutil.rmtree(self.data, ignore_errors=True)

    def act(self, program: str) -> str:
        """In a process of its own, which knows `scene`; what it prints comes back."""
        code, told = self.actor.told(f"from tests.browser import scene\n{program}")
        assert code == 0, f"{program}:\n{told}"
        return told

    @cached_property
    def actor(self) -> Preloaded:
        return self._until_stop.enter_context(preloaded(self.env, "from tests.browser import scene"))

    def kill(self, name: str) -> None:
        """kill -9 of `web`, `worker` or `beat` with everything below it; `start_again` brings it back."""
        child = self._child(name)
        if child.process is not None:
            child.process.kill()
            end(child.process, seconds=0)
            child.process = None

    def start_again(self, name: str) -> None:
        child = self._child(name)
        if child.process is None:
            self.supervisor._start(child)

    def _child(self, name: str) -> Child:
        return next(child for child in self.supervisor.children if child.name == name)

    def _prepare(self) -> None:
        command = [sys.executable, "-m", "deploy.prepare"]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    def _environment(self) -> dict[str, str]:
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        return {
            **os.environ,
            "DATABASE_URL": f"{base}/{self.database}",
            "REDIS_URL": self.valkey.url if self.valkey else os.environ["REDIS_URL"].split("?")[0] + "?db=15",
            "DATA_DIR": str(self.data),
            "FILES_DIR": str(self.data / "files"),
            "PUBLIC_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "DEMO": "1",
            "SEED_DEMO": "0",
            "LIMITS": "look_up:100000/60,verify:100000/60,sign_in:100000/60",
            # A story on a busy machine takes longer than five minutes; the question is the subject of test_passkeys.
            "STEP_UP_SECONDS": "3600",
            # A story looks the moment after something changed; the seconds before are the subject of test_page_cache.
            "PAGE_CACHE": "0",
            "LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
        }

    def _sql(self, statement: str) -> None:
        given = dj_database_url.parse(os.environ["DATABASE_URL"])
        connection = psycopg2.connect(
            host=given["HOST"] or None,
            port=given["PORT"] or None,
            user=given["USER"] or None,
            password=given["PASSWORD"] or None,
            dbname="postgres",
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


def own_valkey(data: Path) -> Valkey | None:
    """A queue of its own, so that no other worker takes its work; None where there is only the given one."""
    try:
        program = redis_server()
    except Refusal:
        return None
    (data / "valkey").mkdir()
    return Valkey(program, data / "valkey", data, data / "logs" / "valkey.log")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
