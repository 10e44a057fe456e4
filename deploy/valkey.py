"""The embedded Redis-protocol server: the queue's nudges, on a Unix socket, written to disk."""

import signal
import subprocess
from pathlib import Path

import redis

from deploy.processes import end, last_lines, spawn, wait_until
from deploy.refusal import Refusal


class Valkey:
    def __init__(self, program: str, data: Path, sockets: Path, log: Path) -> None:
        self.program, self.data, self.log = program, data, log
        self.socket = sockets / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start it; one left over from a killed supervisor is asked to end first (it writes everything out)."""
        self._end_orphan()
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.data),
            "--appendonly": "yes",
            "--save": "",
            "--daemonize": "no",
        }
        command = [self.program, *(part for pair in options.items() for part in pair)]
        self.process = spawn(command, log=self.log, end_with=signal.SIGTERM)
        if not wait_until(lambda: self.answers() or not self.running(), seconds=20) or not self.running():
            raise Refusal(f"Valkey 未能启动，日志 {self.log} 的末尾：\n{last_lines(self.log)}")

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, seconds=10)
        self.process = None

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=3) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _end_orphan(self) -> None:
        if not self.answers():
            return
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=10) as client:
            client.shutdown(nosave=True)
        wait_until(lambda: not self.answers(), seconds=10)
