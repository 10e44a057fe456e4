"""A backup comes back whole, or not at all."""

import base64
import os
import re
import tarfile
import tempfile
from pathlib import Path

import pytest

from deploy import archive
from deploy.account import server_account
from deploy.backup import backup
from deploy.places import Places
from deploy.refusal import Refusal
from deploy.restore import restore
from deploy.servers import Servers

pytestmark = pytest.mark.slow
SEVENTEEN = "杭州茶叶".encode() * 1000


@pytest.fixture(scope="module")
def servers():
    """A throw-away server of its own: databases are renamed here."""
    given = {name: os.environ.pop(name) for name in ("DATABASE_URL", "REDIS_URL")}
    with tempfile.TemporaryDirectory(prefix="tianfu-backup-", dir="/tmp") as folder:
        servers = Servers(Places.at(folder, server_account()), fast=True)
        try:
            servers.start()
            yield servers
        finally:
            servers.stop()
            os.environ.update(given)


@pytest.fixture
def place(servers, monkeypatch, tmp_path):
    """An empty database and an empty file folder: (sql, files, restore, backup)."""
    name = f"b{abs(hash(str(tmp_path)))}"
    servers.postgres.ensure_database(name)
    monkeypatch.setenv("FILES_DIR", str(tmp_path / "files"))
    (tmp_path / "files").mkdir()
    return Place(servers, servers.postgres.url(name), tmp_path)


class Place:
    def __init__(self, servers: Servers, url: str, folder: Path) -> None:
        from deploy.database import Database

        self.servers, self.url, self.folder, self.files = servers, url, folder, folder / "files"
        self.database = Database.at(url)

    def fill(self) -> None:
        self.database.rows("create table django_migrations (id serial, app text, name text)")
        self.database.rows("insert into django_migrations (app, name) values ('applications', '0001_initial')")
        self.database.rows("create table brand (name text)")
        self.database.rows("insert into brand values ('蒙顶山茶')")
        (self.files / "ab").mkdir()
        (self.files / "ab" / "cd").write_bytes(SEVENTEEN)

    def backup(self) -> Path:
        target = self.folder / "backup.tar"
        backup(self.servers.places, self.url, target)
        return target

    def restore(self, source: Path, **options) -> None:
        restore(self.servers.places, self.url, source, **{"force": False, **options})

    def empty(self) -> None:
        self.database.rows("drop schema public cascade; create schema public")
        (self.files / "ab" / "cd").unlink()
        (self.files / "ab").rmdir()

    def brands(self) -> list[str]:
        return [name for (name,) in self.database.rows("select name from brand")]


def test_it_comes_back_into_an_empty_database(place):
    place.fill()
    source = place.backup()
    place.empty()
    place.restore(source)
    assert place.brands() == ["蒙顶山茶"]
    assert (place.files / "ab" / "cd").read_bytes() == SEVENTEEN
    assert source.stat().st_mode & 0o777 == 0o600


def test_a_restore_says_which_keys_are_not_there_and_what_goes_on(place, capsys, monkeypatch, tmp_path):
    for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "FINGERPRINT_KEY", "LOG_SIGNING_KEY", "SECRET_KEY_FALLBACKS"):
        monkeypatch.delenv(name, raising=False)
    place.fill()
    monkeypatch.setenv("SECRET_KEY", "the-one-of-then")
    monkeypatch.setenv("ENCRYPTION_KEYS", "newest,former")
    monkeypatch.setenv("LOG_SIGNING_KEY", base64.b64encode(b"k" * 32).decode())
    source = place.backup()
    with tarfile.open(source) as whole:
        listing = whole.extractfile("manifest.json").read().decode()
    assert "the-one-of-then" not in listing
    assert "newest" not in listing

    place.empty()
    place.restore(source)
    assert "备份所用的密钥都在，全部相符。" in capsys.readouterr().out

    monkeypatch.setenv("SECRET_KEY", "another")
    monkeypatch.setenv("ENCRYPTION_KEYS", "still-newer,newest")
    monkeypatch.setenv("FINGERPRINT_KEY", "the-one-of-then")
    monkeypatch.delenv("LOG_SIGNING_KEY")
    place.empty()
    place.restore(source)
    said = capsys.readouterr().out
    lines = [line.partition(" ")[0] for line in said.splitlines() if "与备份时不同或尚未提供" in line]
    assert lines == ["SECRET_KEY", "LOG_SIGNING_KEY"]
    assert "密码、数据和证书不受影响" in said
    assert "已有条目和检查点仍可核对" in said
    assert not (place.servers.places.data / "secret-key").exists()


def test_an_older_backup_without_marks_comes_back_too(place, capsys, monkeypatch):
    monkeypatch.setattr("deploy.backup.keys.marks", lambda places: None)
    place.fill()
    source = place.backup()
    place.empty()
    place.restore(source)
    assert "没有记录所用的密钥" in capsys.readouterr().out


def test_a_database_with_tables_is_left_alone_unless_forced(place, capsys):
    place.fill()
    source = place.backup()
    place.database.rows("insert into brand values ('竹叶青')")
    with pytest.raises(Refusal, match="不是空的"):
        place.restore(source)
    assert place.brands() == ["蒙顶山茶", "竹叶青"]
    place.restore(source, force=True)
    assert place.brands() == ["蒙顶山茶"]
    said = capsys.readouterr().out
    kept = re.search(r"\w+_before_\d+", said)[0]
    assert place.database.rows("select name from brand order by 1", database=kept) == [("竹叶青",), ("蒙顶山茶",)]


@pytest.mark.parametrize("damage", ["flip", "drop", "add"])
def test_a_damaged_backup_changes_nothing(place, damage, tmp_path):
    place.fill()
    source = place.backup()
    unpacked = tmp_path / "unpacked"
    with tarfile.open(source) as old:
        old.extractall(unpacked)
    file = unpacked / "files" / "ab" / "cd"
    if damage == "flip":
        file.write_bytes(SEVENTEEN[:-1] + b"x")
    elif damage == "drop":
        file.unlink()
    else:
        (unpacked / "files" / "more").write_text("x")
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as new:
        for path in sorted(unpacked.rglob("*")):
            new.add(path, path.relative_to(unpacked), recursive=False)
    with pytest.raises(Refusal, match="备份已损坏"):
        place.restore(bad, force=True)
    assert place.brands() == ["蒙顶山茶"]
    assert file.exists() or damage == "drop"
    assert (place.files / "ab" / "cd").read_bytes() == SEVENTEEN


def test_a_file_that_is_no_backup_gets_one_sentence(place, tmp_path):
    (tmp_path / "x.tar").write_text("nothing")
    with pytest.raises(Refusal, match="无法读取备份"):
        place.restore(tmp_path / "x.tar")


def test_a_backup_is_never_written_over_another(place):
    place.fill()
    place.backup()
    with pytest.raises(Refusal, match="不会覆盖"):
        place.backup()


def test_a_part_cannot_leave_the_folder(tmp_path):
    evil = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("x")
    with tarfile.open(evil, "w") as new:
        new.add(tmp_path / "x", "../../outside")
    (tmp_path / "into").mkdir()
    with pytest.raises(Refusal, match="无法读取备份"):
        archive.unpack(evil, tmp_path / "into")
