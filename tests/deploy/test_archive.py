"""A backup is whole while the platform writes and removes files under it."""

import threading
from pathlib import Path

from deploy import archive


def test_files_that_come_and_go_under_a_backup_do_not_break_it(tmp_path: Path) -> None:
    files, dump = tmp_path / "files", tmp_path / "dump"
    files.mkdir()
    dump.write_bytes(b"dump")
    stay = {f"stay{n}": b"x" * 50_000 + bytes([n]) for n in range(120)}
    for name, data in stay.items():
        (files / name).write_bytes(data)
    over = threading.Event()
    rounds = 0

    def come_and_go() -> None:
        nonlocal rounds
        while not over.is_set():
            for n in range(60):
                (files / f"go{n}").write_bytes(b"y" * (rounds % 7) * 10_000)
            for n in range(60):
                (files / f"go{n}").unlink()
            rounds += 1

    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        for n in range(5):
            archive.write(tmp_path / f"backup{n}.tar", dump=dump, files=files, about={})
    finally:
        over.set()
        thread.join()
    assert rounds > 1
    for n in range(5):
        into = tmp_path / f"into{n}"
        into.mkdir()
        parts = archive.unpack(tmp_path / f"backup{n}.tar", into)["parts"]
        assert {name: (into / "files" / name).read_bytes() for name in stay} == stay
        assert parts.keys() >= {"database.dump", *(f"files/{name}" for name in stay)}


def test_a_file_gone_between_the_listing_and_its_turn_is_left_out(tmp_path: Path, monkeypatch) -> None:
    files, dump = tmp_path / "files", tmp_path / "dump"
    files.mkdir()
    dump.write_bytes(b"dump")
    for name in ("a", "b", "c"):
        (files / name).write_bytes(name.encode())
    real = Path.is_file

    def is_file(path: Path) -> bool:
        """Seen, and gone a moment later."""
        there = real(path)
        if path == files / "b":
            path.unlink(missing_ok=True)
        return there

    monkeypatch.setattr(Path, "is_file", is_file)
    manifest = archive.write(tmp_path / "backup.tar", dump=dump, files=files, about={})
    monkeypatch.undo()
    assert sorted(manifest["parts"]) == ["database.dump", "files/a", "files/c"]
    (tmp_path / "into").mkdir()
    assert archive.unpack(tmp_path / "backup.tar", tmp_path / "into") == manifest
