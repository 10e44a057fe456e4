"""The folder: modes, links, sockets, the lock."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from deploy import places as places_module
from deploy.account import server_account
from deploy.places import SOCKET_PATH_LIMIT, Places
from deploy.refusal import Refusal

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to drop to another user")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_folder():
    """A folder whose parents everybody may pass (pytest's own are closed)."""
    with tempfile.TemporaryDirectory(prefix="tianfu-places-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)
        yield Path(folder)


@as_root
def test_a_closed_data_dir_is_opened_for_passing_only_and_its_parents_stay(open_folder):
    data = open_folder / "closed"
    data.mkdir(mode=0o700)
    Places.at(data, server_account())
    assert mode(data) == 0o711
    assert mode(open_folder) == 0o711
    assert [mode(data / name) for name in ("files", "logs", "valkey")] == [0o700] * 3


@as_root
def test_below_a_closed_parent_the_cluster_lies_outside_behind_a_link(open_folder, monkeypatch):
    monkeypatch.setattr(places_module, "OUTSIDE", open_folder / "outside")
    parent = open_folder / "home"
    parent.mkdir(mode=0o700)
    places = Places.at(parent / "var", server_account())
    cluster = places.cluster(18)
    assert mode(parent) == 0o700
    assert (open_folder / "outside") in cluster.parents
    assert (parent / "var" / "pg18").readlink() == cluster
    cluster.mkdir()
    assert places.cluster(18) == cluster


def test_a_long_path_gets_short_sockets(open_folder):
    places = Places.at(open_folder / ("x" * 90), server_account())
    sockets = places.sockets()
    assert len(str(sockets / "postgres" / ".s.PGSQL.5432")) < SOCKET_PATH_LIMIT
    assert sockets.stat().st_uid == os.geteuid()
    sockets.rmdir()


def test_a_stranger_s_socket_folder_is_refused(open_folder):
    places = Places.at(open_folder / ("y" * 90), server_account())
    sockets = places.sockets()
    try:
        sockets.chmod(0o777)
        with pytest.raises(Refusal, match="不属于当前用户"):
            places.sockets()
    finally:
        sockets.rmdir()


def test_the_second_holder_learns_who_is_first(open_folder):
    first, second = (Places.at(open_folder, None) for _ in range(2))
    assert second.holder() == ""
    with first.lock("http://localhost:8000（进程 1）"):
        assert second.holder() == "http://localhost:8000（进程 1）"
        with pytest.raises(Refusal, match=r"already running.*http://localhost:8000"), second.lock("x"):
            pass
    assert second.holder() == ""


def test_the_secret_key_is_made_once_and_private(open_folder):
    places = Places.at(open_folder, None)
    key = places.secret_key()
    assert len(key) > 50
    assert places.secret_key() == key
    assert mode(open_folder / "secret-key") == 0o600


def test_an_unusable_data_dir_gets_one_sentence(open_folder):
    (open_folder / "file").write_text("")
    with pytest.raises(Refusal, match="无法使用数据目录"):
        Places.at(open_folder / "file", None)


def test_the_keys_of_a_folder_are_made_once_private_and_read_line_by_line(tmp_path):
    places = Places.at(tmp_path, None)
    made = places.encryption_keys()
    assert len(made) >= 32
    assert made != places.secret_key()
    assert places.encryption_keys() == made
    file = tmp_path / "encryption-keys"
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(f"newer\n{made}\n")
    assert places.encryption_keys() == f"newer,{made}"
