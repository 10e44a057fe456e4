"""The web server: `python -m tianfu.server [--host …] [--port …]`, the same in `make run` and behind nginx.

Granian reads and writes slow connections without a thread, except that a body which is still coming keeps one: it has
many, which only wait (tianfu/site/answers/reception.py). No limit here ends a body or an answer: an upload may take hours.
"""

import argparse
import os
import resource
import socket
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

# Connections that one process holds open at a time, idle ones included; the next ones wait in the kernel.
CONNECTIONS = 4096
# Bodies that one process awaits at a time.
AWAITED = 512
# A head that is not whole by then, or a kept connection without a next request, is closed; in milliseconds.
HEAD_TIMEOUT = 20_000
# What is being answered gets so long at a stop; in seconds. The supervisor waits a little longer.
GRACE = 10
# A statement that hangs must not keep a thread for ever. One that is prepared (tianfu/queries) is planned once for all
# values, not five times before: on every connection of every process that would be half a second for each page. None starts
# further processes of the database: a page shows a few rows, and to start them takes longer than to find those.
DATABASE = "-c statement_timeout=60s -c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0"


def options(host: str, port: int, workers: int) -> dict[str, Any]:
    return {
        "target": "tianfu.wsgi:application",
        "address": host,
        "port": port,
        "interface": Interfaces.WSGI,
        "workers": workers,
        "blocking_threads": AWAITED,
        "backlog": CONNECTIONS,
        "backpressure": CONNECTIONS,
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(header_read_timeout=HEAD_TIMEOUT),
        "websockets": False,
        # Its other words at a start are for who tunes it.
        "log_level": LogLevels.error,
        "respawn_failed_workers": True,
        "respawn_interval": 1.0,
        "workers_kill_timeout": GRACE,
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tianfu.server")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS") or 2))
    given = parser.parse_args(arguments)
    os.environ.setdefault("PGOPTIONS", DATABASE)
    _more_files()
    _check_port(given.host, given.port)
    _load()
    Server(**options(given.host, given.port, given.workers)).serve()


def _load() -> None:
    """Ends with the reason in words. The processes are made from this one, which has all of Django read in."""
    try:
        import tianfu.wsgi  # noqa: F401 - its guard speaks, and the processes find it loaded
    except ImproperlyConfigured as refused:
        sys.exit(str(refused))
    connections.close_all()  # none may be shared by two processes


def _check_port(host: str, port: int) -> None:
    """The server would share a taken port with whoever has it, and half of the requests would go there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"端口 {port} 已被占用或不可用（{error.strerror}）。")


def _more_files() -> None:
    """Each connection is an open file; the usual limit of 1024 is fewer than we hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
