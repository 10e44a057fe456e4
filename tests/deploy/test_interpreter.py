"""Which Python `make` takes: the system's own where it can, else what the path names, and always what is asked for."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.places import ROOT


@pytest.fixture
def named(tmp_path: Path) -> str:
    """A `python3.11` that the path names first."""
    return str(program(tmp_path / "path" / "python3.11", 0))


def program(path: Path, code: int) -> Path:
    """It says that it is 3.11, and ends so when it is asked for the module that makes environments."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit {code};; esac\necho 3.11\n')
    path.chmod(0o755)
    return path


def taken(named: str, *arguments: str) -> str:
    env = {**os.environ, "PATH": f"{Path(named).parent}:{os.environ['PATH']}"}
    env = {name: value for name, value in env.items() if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    command = ["make", "--dry-run", "--no-print-directory", "install", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix(" deploy/install.py\n")


def test_the_systems_own_comes_before_the_one_that_the_path_names(named, tmp_path):
    own = program(tmp_path / "system", 0)
    assert taken(named, f"SYSTEM_PYTHON={own}") == str(own)


def test_one_that_makes_no_environments_or_is_not_there_leaves_it_to_the_path(named, tmp_path):
    without = program(tmp_path / "system", 1)
    assert taken(named, f"SYSTEM_PYTHON={without}") == named
    assert taken(named, f"SYSTEM_PYTHON={tmp_path / 'nowhere'}") == named


def test_the_one_that_is_asked_for_is_taken_whatever_there_is(named, tmp_path):
    asked = program(tmp_path / "asked", 1)
    assert taken(named, f"SYSTEM_PYTHON={named}", f"PYTHON={asked}") == str(asked)
