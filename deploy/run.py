"""`make run`: database, queue, web, worker and beat under one supervisor, until Ctrl-C or TERM."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from deploy.account import server_account
from deploy.places import ROOT, Places
from deploy.refusal import Refusal, refuse, say
from deploy.servers import Servers
from deploy.supervisor import Supervisor, children
from deploy.surroundings import data_dir, port, public_url, surroundings

HOST = os.environ.get("HOST") or "127.0.0.1"


class Stop(Exception):
    """Somebody asked us to end."""


def on_signal(number: int, frame: FrameType | None) -> None:
    raise Stop


def handle_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, handler)


def check_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as error:
            raise Refusal(
                f"端口 {number} 已被占用或不可用（{error.strerror}）；请用 make run PORT=… 换一个端口。"
            ) from error


def ready(number: int) -> tuple[bool, str]:
    """Whether site and background both answer 200, and what they say."""
    answers = [ask(number, part) for part in ("ready", "background")]
    return all(well for well, _ in answers), "\n".join(dict.fromkeys(said for _, said in answers))


def ask(number: int, part: str) -> tuple[bool, str]:
    host = "127.0.0.1" if HOST in ("0.0.0.0", "") else HOST  # noqa: S104 - compared, not bound
    request = urllib.request.Request(f"http://{host}:{number}/health/{part}", headers={"X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - http to ourselves
            return answer.status == 200, answer.read().decode()
    except urllib.error.HTTPError as error:
        return False, error.read().decode(errors="replace")[:500]
    except (OSError, urllib.error.URLError) as error:
        return False, str(error)


def announce(env: dict[str, str]) -> None:
    say(f"\n天府名品平台已就绪 (ready):{public_url()}\n")
    accounts = subprocess.run(
        [sys.executable, "manage.py", "demo_accounts"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    if accounts.returncode == 0 and accounts.stdout.strip():
        say(accounts.stdout.rstrip() + "\n")
    say("按 Ctrl-C 停止全部服务。")


def prepare(env: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", "deploy.prepare"], env=env, cwd=ROOT, start_new_session=True)
    if done.returncode != 0:
        raise Refusal("准备数据库失败，原因见上；未启动任何服务。")


def watch(supervisor: Supervisor, servers: Servers, env: dict[str, str], number: int) -> None:
    """Start everything, say when it is ready, and mend until stopped."""
    supervisor.start()
    announced, said_late, started = False, False, time.monotonic()
    while True:
        time.sleep(0.5)
        servers.mend()
        supervisor.tick()
        if announced:
            continue
        announced, answer = ready(number)
        if announced:
            announce(env)
        elif not said_late and time.monotonic() - started > 60:
            said_late = True
            say(f"一分钟仍未就绪，继续等待；/health/ready 和 /health/background 的回答：{answer}")


def run() -> None:
    number = port()
    places = Places.at(data_dir(), server_account())
    with places.lock(f"{public_url()}（进程 {os.getpid()}）"):
        check_port(number)
        servers = Servers(places)
        env = surroundings(places, servers)
        workers = int(env.get("WEB_WORKERS", "2"))
        supervisor = Supervisor(children(number, places.data, places.logs, web_workers=workers, host=HOST), env)
        try:
            servers.start()
            prepare(env)
            watch(supervisor, servers, env, number)
        finally:
            handle_signals(signal.SIG_IGN)  # a second Ctrl-C must not cut the orderly end short
            say("正在停止 …")
            supervisor.stop()
            servers.stop()
            say("已全部停止。")


def main() -> int:
    handle_signals(on_signal)
    try:
        run()
    except Stop:
        return 0
    except Refusal as refusal:
        return refuse(refusal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
