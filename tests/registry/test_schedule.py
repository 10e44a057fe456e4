"""What the beat sends is said beside the task; a task nobody sends is said at the start."""

from pathlib import Path

import pytest
from celery import current_app
from celery.schedules import crontab
from django.core import checks

from tianfu import beat
from tianfu.registry.checks import rounds_are_sent
from tianfu.registry.schedule import SCHEDULE, Round, wrong_rounds

EVERY_HOUR = """close-notices enterprise-changes lapse-overdue expire-authorizations-again remind-of-expiry
    compare-directory look-after-draws look-after-inspections refresh-risk expire-grant-proposals purge
    fold-counts"""


@pytest.fixture
def in_earnest(settings) -> None:
    settings.DEMO = False


def test_the_beat_sends_what_it_always_sent(in_earnest) -> None:
    found = beat.schedule()
    assert {key: entry["schedule"] for key, entry in found.items()} == {
        **dict.fromkeys(EVERY_HOUR.split(), 3600.0),
        "sweep-jobs": 15.0,
        "scan-files": 15.0,
        "integrate-log": 10.0,
        "heartbeat": 10.0,
        "seal-audit-trail": 60.0,
        "queue-waiting-mails": 60.0,
        "expire-authorizations": crontab(hour=0, minute=5),
    }
    assert found["heartbeat"]["options"] == {"queue": "heartbeat", "expires": 30}
    assert [key for key, entry in found.items() if "options" in entry] == ["heartbeat"]
    assert current_app.conf.beat_schedule.keys() == found.keys()


def test_clocks_are_looked_at_every_minute_in_a_demo(settings) -> None:
    settings.DEMO = True
    hourly = [key for key, entry in beat.schedule().items() if entry["schedule"] == 3600.0]
    assert hourly == ["purge"]
    assert beat.schedule()["lapse-overdue"]["schedule"] == 60.0


def test_a_task_that_nobody_sends_stops_the_start(tmp_path: Path, monkeypatch) -> None:
    assert rounds_are_sent() == []
    assert rounds_are_sent in checks.registry.registry.get_checks()
    monkeypatch.setattr(SCHEDULE, "_rows", {"water": Round("lists.water", 60)})
    monkeypatch.setitem(SCHEDULE._places, "water", "supervision/lists/risk/beat.toml")
    (tmp_path / "supervision").mkdir()
    (tmp_path / "supervision" / "tasks.py").write_text(
        '@shared_task(name="lists.weed", expires=60)\ndef weed() -> None: ...\n\n\n'
        '@shared_task(name="lists.one")\ndef one(pk: int) -> None: ...\n'
    )
    assert wrong_rounds(tmp_path) == [
        "supervision/tasks.py:2 的定时任务“lists.weed”没有人安排：请在旁边的 beat.toml 登记。",
        "supervision/lists/risk/beat.toml 安排的任务“lists.water”不存在。",
    ]
