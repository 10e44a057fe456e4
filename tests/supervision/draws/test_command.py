"""`manage.py draw_verify`: exact bytes out, or the refusal's code first; without settings, database or traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from supervision.draws.algorithm.selection import Refusal, draw
from supervision.draws.algorithm.verifier import USAGE, verify_folder
from tests.architecture.source import ROOT
from tests.supervision.draws.files import SECRET, VALUES, Files, plan, sha256

SEALED = plan(secret_commit=sha256(f"TFMP-SECRET-1|{SECRET}".encode()))


def run(folder: Path) -> subprocess.CompletedProcess[bytes]:
    """As on a sceptic's machine: nothing is configured, and the terminal does not even speak UTF-8."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    return subprocess.run(
        [sys.executable, "manage.py", "draw_verify", str(folder)], cwd=ROOT, env=surroundings, capture_output=True
    )


def test_the_result_is_printed_as_it_was_hashed(tmp_path):
    files = Files(SEALED, secret=SECRET)
    done = run(files.write(tmp_path))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == draw(*files.arguments()).canonical
    assert json.loads(done.stdout)["plan"] == "SC-2026-0001"


def test_a_refusal_begins_with_its_code_and_prints_no_result(tmp_path):
    done = run(Files(values={**VALUES, "fc.3d": "41"}).write(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"VALUE: ")
    assert done.stderr.count(b"\n") == 1


def test_called_otherwise_it_says_how():
    for arguments, code in ([], 1), (["a", "b"], 1), (["--help"], 0), (["-v3"], 1):
        done = subprocess.run(
            [sys.executable, "manage.py", "draw_verify", *arguments], cwd=ROOT, env={}, capture_output=True
        )
        assert done.returncode == code
        assert (done.stdout if code == 0 else done.stderr).decode() == USAGE
        assert (done.stderr if code == 0 else done.stdout) == b""


def test_through_django_it_is_the_same(tmp_path, capfdbinary):
    files = Files()
    call_command("draw_verify", str(files.write(tmp_path)))
    assert capfdbinary.readouterr().out == draw(*files.arguments()).canonical
    (tmp_path / "plan.json").unlink()
    with pytest.raises(SystemExit) as caught:
        call_command("draw_verify", str(tmp_path))
    assert caught.value.code == 2
    assert capfdbinary.readouterr().err.startswith(b"FORMAT: ")


def code(folder: Path) -> str:
    with pytest.raises(Refusal) as caught:
        verify_folder(folder)
    return caught.value.code


def test_a_missing_file_is_refused_by_the_check_that_needs_it(tmp_path):
    assert code(tmp_path / "nowhere") == "FORMAT"
    assert code(tmp_path / "nul\0byte") == "FORMAT"
    assert code(Path(__file__)) == "FORMAT"
    Files().write(tmp_path)
    for name, expected in [("values.json", "VALUE"), ("inspectors.jsonl", "COMMIT"), ("objects.jsonl", "COMMIT")]:
        (tmp_path / name).unlink()
        assert code(tmp_path) == expected
    (tmp_path / "plan.json").write_bytes(b"{}")
    assert code(tmp_path) == "SCHEMA"
    (tmp_path / "plan.json").unlink()
    (tmp_path / "plan.json").mkdir()
    assert code(tmp_path) == "FORMAT"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"{}",
        b'{"values":{}}',
        b'{"values":[]}',
        b'{"values":"417"}',
        b'\xef\xbb\xbf{"values":{}}',
        b"[" * 100_000,
        b'{"values":' + b"9" * 100_000 + b"}",
        b'{"values":NaN}',
        json.dumps({"values": VALUES}).replace('"fc.3d"', '"fc.3d": "417", "fc.3d"').encode(),
        json.dumps({"values": {**VALUES, "fc.3d": 417}}).encode(),
    ],
)
def test_values_that_cannot_be_read_are_no_values(tmp_path, data):
    Files().write(tmp_path)
    (tmp_path / "values.json").write_bytes(data)
    assert code(tmp_path) == "VALUE"


def test_people_may_spell_the_values_as_they_like(tmp_path):
    """The values are typed from a newspaper; only what they say is hashed."""
    files = Files()
    files.write(tmp_path)
    (tmp_path / "values.json").write_text(
        json.dumps({"secret": None, "values": dict(reversed(VALUES.items()))}, indent=4) + "\r\n"
    )
    assert verify_folder(tmp_path).sha256 == draw(*files.arguments()).sha256


def test_the_algorithm_imports_nothing_of_the_platform():
    script = "import sys; import supervision.draws.algorithm.verifier; print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'tianfu', 'celery'}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={}, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
