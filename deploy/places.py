"""Where the files of one DATA_DIR lie, and the lock that only one supervisor holds."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deploy.account import Account, can_enter
from deploy.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
# Used only when we are root and a folder above DATA_DIR is closed to the database's user (a clone in /root).
OUTSIDE = Path("/var/lib/tianfu-embedded")
SOCKET_PATH_LIMIT = 107  # sun_path without its closing zero byte
LONGEST_SOCKET = "postgres/.s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Places:
    data: Path
    account: Account | None

    @classmethod
    def at(cls, data_dir: str | Path, account: Account | None) -> "Places":
        """The folder, made when missing, open for passing through to the database's user."""
        data = Path(data_dir).expanduser().resolve()
        try:
            data.mkdir(parents=True, exist_ok=True)
            if account is not None:
                # mktemp -d gives 0700; the server must pass, not list. What is private below is 0700 itself.
                data.chmod(stat.S_IMODE(data.stat().st_mode) | 0o011)
            places = cls(data, account)
            for folder in (places.logs, places.valkey_data, places.files):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Refusal(f"无法使用数据目录 {data}：{error.strerror}；请换一个 DATA_DIR。") from error
        return places

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def valkey_data(self) -> Path:
        return self.data / "valkey"

    def clusters(self) -> set[int]:
        """The PostgreSQL majors that have a cluster here."""
        names = (path.name[2:] for path in self.data.glob("pg*") if (path / "PG_VERSION").exists())
        return {int(name) for name in names if name.isdigit()}

    def cluster(self, major: int) -> Path:
        """The cluster's folder of this major version, where the database's user can reach it.

        Normally DATA_DIR/pg18. Below a closed folder DATA_DIR/pg18 is a link to a folder under /var/lib.
        """
        folder = self.data / f"pg{major}"
        if folder.exists():
            return folder.resolve()
        if can_enter(self.data, self.account):
            return folder
        if folder.is_symlink():
            raise Refusal(
                f"{folder} 指向的数据库目录 {os.readlink(folder)} 已不存在；请恢复它，或删除该链接后重新开始。"
            )
        outside = self.outside()
        real = Path(tempfile.mkdtemp(prefix=f"{self.data.name}-", dir=outside)) / f"pg{major}"
        real.parent.chmod(0o711)
        folder.symlink_to(real)
        return real

    def outside(self) -> Path:
        OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not can_enter(OUTSIDE, self.account):
            raise Refusal(f"数据库用户无法进入 {self.data} 与 {OUTSIDE}；请换一个 DATA_DIR。")
        return OUTSIDE

    def programs_home(self) -> Path:
        return self.data if can_enter(self.data, self.account) else self.outside()

    def sockets(self) -> Path:
        """The folder of the sockets: DATA_DIR/run, or a short one of our own in the temporary folder."""
        wanted = self.data / "run"
        if len(os.fsencode(wanted / LONGEST_SOCKET)) <= SOCKET_PATH_LIMIT and can_enter(self.data, self.account):
            wanted.mkdir(mode=0o711, exist_ok=True)
            return wanted
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        short = Path("/tmp") / f"tianfu-{os.geteuid()}-{digest}"  # noqa: S108 - ownership is checked below
        with contextlib.suppress(FileExistsError):
            short.mkdir(mode=0o711)
        found = short.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise Refusal(f"{short} 不属于当前用户，不能放置套接字；请删除它后重试。")
        return short

    def secret_key(self) -> str:
        """The signing key of this folder: made once, readable by its owner only."""
        return self._key(self.data / "secret-key")

    def encryption_keys(self) -> str:
        """The keys that encrypt what is secret in the database, one a line, newest first; joined with commas."""
        return ",".join(self._key(self.data / "encryption-keys").split())

    def _key(self, path: Path) -> str:
        if not path.exists():
            making = path.with_suffix(".making")
            making.touch(mode=0o600)
            making.write_text(secrets.token_urlsafe(50))
            making.rename(path)
        return path.read_text().strip()

    @contextlib.contextmanager
    def lock(self, note: str) -> Iterator[None]:
        """Hold the folder; raises Refusal naming the holder when somebody else does. Ends with the process, even by kill -9."""
        with open(self.data / "supervisor.lock", "a+") as held:
            _take(held)
            held.seek(0)
            held.truncate()
            held.write(note)
            held.flush()
            yield

    def holder(self) -> str:
        """The note of whoever holds the folder, "" when nobody does."""
        try:
            with open(self.data / "supervisor.lock") as held:
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return ""
        except BlockingIOError:
            return (self.data / "supervisor.lock").read_text()
        return ""


def _take(held: IO[str]) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.seek(0)
        raise Refusal(f"该数据目录已在运行 (already running):{held.read()}") from error
