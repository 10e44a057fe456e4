"""The embedded PostgreSQL: one cluster in a folder, on a Unix socket, never on TCP."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from deploy.account import Account
from deploy.binaries import PostgresBinaries
from deploy.processes import end, last_lines, spawn, wait_until
from deploy.refusal import Refusal, say

USER = "tianfu"
# Only for the throw-away cluster of `make test`: a power cut would destroy it.
FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
    "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "256MB", "shared_buffers": "256MB", "jit": "off",
    # To weigh orders of joins costs more than any of them takes on a few rows.
    "join_collapse_limit": "1", "from_collapse_limit": "1",
}  # fmt: skip
DURABLE = {"max_connections": "100"}


class Postgres:
    """Starts, watches and stops the server; `start` is right whatever was before: nothing, a live server, a killed one."""

    def __init__(
        self, binaries: PostgresBinaries, cluster: Path, sockets: Path, log: Path, account: Account | None
    ) -> None:
        self.binaries, self.cluster, self.sockets, self.log, self.account = binaries, cluster, sockets, log, account
        self.process: subprocess.Popen[bytes] | None = None
        self.options = DURABLE

    def url(self, database: str) -> str:
        return f"postgres://{USER}@{quote(str(self.sockets), safe='')}/{database}"

    def start(self) -> None:
        self._own(self.sockets)
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + 60
        while not self.answers():
            if time.monotonic() > deadline:
                raise Refusal(f"PostgreSQL 未能启动，日志 {self.log} 的末尾：\n{last_lines(self.log)}")
            # After kill -9 the old server's backends hold its shared memory for 1.4 to 2.5 s: try again until they are gone.
            if not self.running():
                self._spawn()
            wait_until(lambda: self.answers() or not self.running(), seconds=15, step=0.05)
            if not self.running():
                time.sleep(0.3)

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, a checkpoint is written."""
        if self.process is not None:
            end(self.process, seconds=30, sign=signal.SIGINT)
        elif self._listening():
            self._run("pg_ctl", "stop", "-D", str(self.cluster), "-m", "fast", "-w", "-t", "30")
        self.process = None

    def running(self) -> bool:
        """Cheap: is the process (or, adopted from an earlier supervisor, its socket) still there."""
        return self.process.poll() is None if self.process is not None else self._listening()

    def answers(self) -> bool:
        """The only true test: a connection (pg_ctl and the pid file say "running" just after kill -9)."""
        try:
            psycopg2.connect(host=str(self.sockets), user=USER, dbname="postgres", connect_timeout=3).close()
        except psycopg2.OperationalError:
            return False
        return True

    def ensure_database(self, name: str, template: str = "template1") -> None:
        """A new one begins as a copy of `template`, which nobody may be connected to."""
        with self._as_owner() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f'create database "{name}" template "{template}"')

    def holds(self, name: str) -> bool:
        with self._as_owner() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            return cursor.fetchone() is not None

    def drop_database(self, name: str) -> None:
        with self._as_owner() as cursor:
            cursor.execute(f'drop database if exists "{name}"')

    def rename_database(self, name: str, new: str) -> None:
        with self._as_owner() as cursor:
            cursor.execute(f'alter database "{name}" rename to "{new}"')

    @contextlib.contextmanager
    def _as_owner(self) -> Iterator[Any]:
        connection = psycopg2.connect(host=str(self.sockets), user=USER, dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def _spawn(self) -> None:
        if self.process is not None:
            self.process.wait()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
        }
        command = [self.binaries.path("postgres"), "-D", str(self.cluster)]
        for name, value in {**settings, **self.options}.items():
            command += ["-c", f"{name}={value}"]
        # SIGINT is the fast shutdown: it also comes when the supervisor is killed.
        self.process = spawn(
            command, log=self.log, env=_environment(), account=self.account, end_with=signal.SIGINT, cwd=self.cluster
        )

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there, so that a kill in between leaves nothing half-made."""
        say(f"正在建立 PostgreSQL {self.binaries.major} 数据库目录 {self.cluster} …")
        home = self.cluster.with_name(self.cluster.name + ".making")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700)
        self._own(home)
        # C.UTF-8: with LC_CTYPE=C the trigram and case functions see no Chinese letters.
        options = ["-U", USER, "--auth=trust", "--locale=C.UTF-8", "-E", "UTF8", "--data-checksums"]
        if self.options is FAST:
            options.append("--no-sync")
        self._run("initdb", "-D", str(home), *options)
        home.rename(self.cluster)

    def _own(self, folder: Path) -> None:
        """A folder of the server's user, closed to all others: who gets to the socket is a superuser of the database."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid)

    def _run(self, program: str, *arguments: str) -> None:
        command = [self.binaries.path(program), *arguments]
        drop = self.account.as_popen() if self.account else {}
        done = subprocess.run(command, capture_output=True, text=True, env=_environment(), cwd="/", **drop)
        if done.returncode != 0:
            raise Refusal(f"{program} 失败：{done.stderr.strip() or done.stdout.strip()}")

    def _listening(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.sockets / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True


def _environment() -> dict[str, str]:
    """Without PG* and LC_*: a user's own settings must not leak into the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LANG": "C.UTF-8"}
