"""`manage.py draw_verify`: exact bytes out, or the refusal's code first; without settings, database or traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from supervision.draws.algorithm.selection import Refusal, draw
from supervision.draws.algorithm.verifier import USAGE, print_verified, verify_folder
from tests.architecture.source import ROOT
from tests.supervision.draws.files import SECRET, VALUES, Files, canonical, plan, sha256

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


def test_what_is_no_file_is_not_waited_for(tmp_path):
    """A pipe, a device, a link that leads nowhere or to itself; a link to a file is that file."""
    sound = Files()
    folder = sound.write(tmp_path)
    for name, expected in [("values.json", "VALUE"), ("inspectors.jsonl", "COMMIT"), ("plan.json", "FORMAT")]:
        place, kept = folder / name, tmp_path / f"kept-{name}"
        place.rename(kept)
        place.symlink_to(kept)
        assert verify_folder(folder).sha256 == draw(*sound.arguments()).sha256
        for target in ("/dev/zero", tmp_path / "nowhere", place):
            place.unlink()
            place.symlink_to(target)
            assert code(folder) == expected
        place.unlink()
        os.mkfifo(place)
        assert code(folder) == expected
        place.unlink()
        kept.rename(place)


def of_plan(old: bytes, new: bytes):
    return lambda folder: changed(folder / "plan.json", lambda data: data.replace(old, new, 1))


def changed(path: Path, change) -> None:
    path.write_bytes(change(path.read_bytes()))


def of_lines(change, name: str = "objects.jsonl"):
    """A directory changed before the plan was hashed with it."""

    def act(folder: Path) -> None:
        changed(folder / name, change)
        frozen = json.loads((folder / "plan.json").read_bytes())
        frozen[f"{name.removesuffix('.jsonl')}_sha256"] = sha256((folder / name).read_bytes())
        (folder / "plan.json").write_bytes(canonical(frozen))

    return act


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        ("FORMAT", lambda folder: changed(folder / "plan.json", lambda data: data.decode().encode("utf-16"))),
        ("FORMAT", lambda folder: changed(folder / "plan.json", lambda data: data.decode().encode("gbk"))),
        ("FORMAT", lambda folder: changed(folder / "plan.json", lambda data: b"\xef\xbb\xbf" + data)),
        ("FORMAT", lambda folder: changed(folder / "plan.json", lambda data: data * 2)),
        ("FORMAT", lambda folder: changed(folder / "plan.json", lambda data: b"")),
        ("FORMAT", of_plan(b"SC-2026", b"SC\0-2026")),
        ("FORMAT", of_plan(b"SC-2026", b"\\ud800")),
        ("FORMAT", of_plan(b"SC-2026", b"\xed\xa0\x80")),
        ("FORMAT", of_plan(b'"max_load":0', b'"max_load":0.0')),
        ("FORMAT", of_plan(b'"max_load":0', b'"max_load":0e1')),
        ("FORMAT", of_plan(b'"max_load":0', b'"max_load":1' + b"0" * 5000)),
        ("FORMAT", of_plan(b'"max_load":0', b'"max_load":true')),
        ("FORMAT", of_plan(b'{"alg"', '{"算":1,"alg"'.encode())),
        ("CANON", lambda folder: changed(folder / "plan.json", lambda data: data + b"\r\n")),
        ("CANON", lambda folder: changed(folder / "plan.json", lambda data: data + b" ")),
        ("CANON", lambda folder: changed(folder / "plan.json", lambda data: b"[" + data + b"]")),
        ("CANON", of_plan(b'{"alg"', b'{"alg":"x","alg"')),
        ("CANON", of_plan(b"SC-2026", b"SC\\/2026")),
        ("ALG", of_plan(b"TFMP-DRAW-1", b"TFMP-DRAW-2")),
        ("STRATA", of_plan(b'"min":1', b'"min":-1')),
        ("STRATA", of_plan(b'"den":4', b'"den":0')),
        ("STRATA", of_plan(b'"num":1', b'"num":"1"')),
        ("TEAM", of_plan(b'"size":2', b'"size":1')),
        ("SOURCE", of_plan(b'"fmt":"D3"', b'"fmt":"D999999999"')),
        ("COMMIT", lambda folder: changed(folder / "objects.jsonl", lambda data: data + b"\n")),
        ("FORMAT", of_lines(lambda data: data[:-1])),
        ("FORMAT", of_lines(lambda data: data + b"\n")),
        ("FORMAT", of_lines(lambda data: b"\xef\xbb\xbf" + data)),
        ("CANON", of_lines(lambda data: data.replace(b"\n", b"\r\n"))),
        ("CANON", of_lines(lambda data: data.replace(b"}\n", b"} \n", 1))),
        ("SCHEMA", of_lines(lambda data: data.replace(b'{"excl"', b'{"a":1,"excl"', 1))),
        ("ORDER", of_lines(lambda data: b"".join(reversed(data.splitlines(keepends=True))))),
        ("ORDER", of_lines(lambda data: data.splitlines(keepends=True)[0] + data)),
        ("STRATA", of_lines(lambda data: data.replace(b'"stratum":"A"', b'"stratum":"Z"', 1))),
        ("FORMAT", of_lines(lambda data: data.replace(b'"avail":1', b'"avail":1.0', 1), "inspectors.jsonl")),
        ("CANON", of_lines(lambda data: data.replace(b'"avail":1', b'"avail":-0', 1), "inspectors.jsonl")),
        ("SCHEMA", of_lines(lambda data: data.replace(b'"lead":1', b'"lead":2', 1), "inspectors.jsonl")),
        ("SECRET", lambda folder: changed(folder / "values.json", lambda data: data[:-1] + b',"secret":"x"}')),
    ],
)
def test_a_folder_broken_by_hand_is_refused_with_its_code(tmp_path, capfd, expected, change):
    change(Files().write(tmp_path))
    assert print_verified(str(tmp_path)) == 2
    printed = capfd.readouterr()
    assert (printed.out, printed.err.partition(": ")[0], printed.err.count("\n")) == ("", expected, 1)


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
