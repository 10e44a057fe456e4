"""The settings of every test run, filled in before Django reads them (loaded by `-p` in pyproject.toml); and Chromium."""

import os
from urllib.parse import urlsplit

import pytest

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SECRET_KEY", "tests-only-not-a-secret")
os.environ.setdefault("PUBLIC_URL", "http://localhost:8000")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("LOG_LEVEL", "WARNING")

for _name in ("DATABASE_URL", "REDIS_URL"):
    if not os.environ.get(_name):
        raise pytest.UsageError(
            f"未设置 {_name}：请用 make test（它会自行启动数据库），如 make test ARGS='tests/ledger -k seal'；"
            f"或先设置 DATABASE_URL 与 REDIS_URL 再运行 python -m pytest。"
        )

# Each of several test processes (`-n 2`) has its own queue, as it has its own database.
_process = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if _process:
    _number = int(_process) + 1
    _given = urlsplit(os.environ["REDIS_URL"])
    _socket = f"unix://{_given.path}?db={_number}"  # urlunsplit would lose the two slashes
    os.environ["REDIS_URL"] = _socket if _given.scheme == "unix" else _given._replace(path=f"/{_number}").geturl()


def pytest_configure(config: pytest.Config) -> None:
    from tests import chromium

    config.pluginmanager.register(chromium, "chromium")
