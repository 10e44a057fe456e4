"""The migrated, empty database that each test process copies: migrating anew for every run costs most of its start.

Its dump is kept in the machine's temporary folder under the digest of everything it is made from; a changed migration
or package makes another one.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.database import Database
from deploy.places import ROOT
from deploy.refusal import Refusal, say

NAME = "tianfu_template"


def digest() -> str:
    """Of all migrations, the leaves that their SQL is made from, and the pinned packages."""
    apps = ("tianfu", "applications", "certification", "supervision")
    files = [path for app in apps for path in (ROOT / app).glob("**/migrations/*.py")]
    files += [*(ROOT / "tianfu" / "text").glob("*.py"), ROOT / "tianfu" / "ledger" / "protection.py"]
    found = hashlib.sha256()
    for path in [ROOT / "requirements.txt", *sorted(files)]:
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def fill(url: str, env: dict[str, str]) -> None:
    """Put the tables into the empty database at `url`: from the kept dump, else by migrating, whose dump is then kept."""
    database = Database.at(url)
    kept = Path(tempfile.gettempdir()) / f"tianfu-test-template-{os.getuid()}-{database.major()}-{digest()}.dump"
    with (kept.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            migrate(url, env)
            fresh = kept.with_suffix(".new")
            database.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={fresh}")
            fresh.replace(kept)
            return
    database.run(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={database.name}", str(kept)
    )


def migrate(url: str, env: dict[str, str]) -> None:
    say("正在为测试建立数据表 …")
    settings = {"DEMO": "1", "SECRET_KEY": "tests-only-not-a-secret", "PUBLIC_URL": "http://localhost:8000"}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
        cwd=ROOT, env={**os.environ, **settings, **env, "DATABASE_URL": url}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise Refusal(f"数据表无法建立：\n{done.stdout}{done.stderr}")
