"""The user a database server runs as when we are root, and what that user can reach."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.refusal import Refusal


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """The arguments that make subprocess drop to this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """PostgreSQL refuses to run as root: then `postgres`, else `nobody`. None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Refusal("以 root 运行时需要系统用户 postgres 或 nobody；请改用普通用户运行。")


def can_enter(path: Path, account: Account | None) -> bool:
    """Whether the server's user gets to `path`, asked of the system itself: modes and ACLs are not enough to tell."""
    if account is None:
        return os.access(path, os.X_OK)
    return subprocess.run(["test", "-x", str(path)], cwd="/", **account.as_popen()).returncode == 0
