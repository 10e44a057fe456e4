"""The clock reads Beijing time, and the stored offset moves it under DEMO only."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from tests.workflow.make import beijing, person
from tests.workflow.processes import environment
from tianfu.ledger import moment
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import checks, clock
from tianfu.workflow.demo import clock as workflow_demo_clock
from tianfu.workflow.demo.banner import CHOICES, demo_clock
from tianfu.workflow.models import ClockOffset


def about(a, b):
    return abs(a - b) < timedelta(seconds=5)


def test_now_is_beijing_time_and_today_is_its_day():
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.in_beijing(beijing("2026-11-22 00:30")) == beijing("2026-11-22 12:00").date()
    assert clock.today() == clock.now().date()


def test_day_ends_at_midnight_in_beijing():
    assert clock.end_of(beijing("2026-11-22 10:00").date()) == beijing("2026-11-23 00:00")
    assert clock.start_of(beijing("2026-11-22 10:00").date()) == beijing("2026-11-22 00:00")


@pytest.mark.django_db
def test_move_is_seen_at_once_and_audited():
    actor = person()
    workflow_demo_clock.move(timedelta(days=8), actor)
    assert about(clock.now(), clock.machine_now() + timedelta(days=8))
    event = AuditEvent.objects.get(action="clock.moved")
    assert event.actor == actor
    assert ClockOffset.objects.get().offset == timedelta(days=8)


@pytest.mark.django_db
def test_two_moves_add_up_in_one_row():
    workflow_demo_clock.move(timedelta(days=2), None)
    workflow_demo_clock.move(timedelta(hours=5), None)
    assert ClockOffset.objects.get().offset == timedelta(days=2, hours=5)


@pytest.mark.django_db
def test_backwards_is_refused_without_force():
    workflow_demo_clock.move(timedelta(days=8), None)
    with pytest.raises(ValidationError, match="只能向前拨"):
        workflow_demo_clock.move(timedelta(days=-1), None)
    assert ClockOffset.objects.get().offset == timedelta(days=8)
    workflow_demo_clock.move(timedelta(days=-1), None, force=True)
    assert ClockOffset.objects.get().offset == timedelta(days=7)


@pytest.mark.django_db
def test_move_is_refused_without_demo(settings):
    settings.DEMO = False
    with pytest.raises(ValidationError, match="DEMO=1"):
        workflow_demo_clock.move(timedelta(days=1), None)
    assert not ClockOffset.objects.exists()


@pytest.mark.django_db
def test_offset_is_not_obeyed_without_demo(settings):
    workflow_demo_clock.move(timedelta(days=8), None)
    settings.DEMO = False
    assert about(clock.now(), clock.machine_now())


@pytest.mark.django_db
def test_beyond_ten_years_is_refused():
    with pytest.raises(ValidationError, match="十年"):
        workflow_demo_clock.move(timedelta(days=5000), None)


@pytest.mark.django_db
def test_only_one_offset_row_can_exist():
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockOffset.objects.create(pk=2)


@pytest.mark.django_db
def test_lower_floors_follow_the_clock():
    workflow_demo_clock.move(timedelta(days=8), None)
    assert about(moment.now(), clock.now())


@pytest.mark.django_db
def test_steps_of_the_command(clock):
    clock.set("2026-09-24")  # a Thursday before 中秋; five working days on is 10-09
    assert workflow_demo_clock.step("+5wd") == timedelta(days=15)
    assert workflow_demo_clock.step("+8d") == timedelta(days=8)
    assert workflow_demo_clock.step("-1h") == timedelta(hours=-1)
    assert workflow_demo_clock.step("+30m") == timedelta(minutes=30)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["8d", "+8", "+8w", "", "+-8d", "-2wd", "+8d; rm"])
def test_step_that_makes_no_sense_is_refused(text):
    with pytest.raises(ValidationError):
        workflow_demo_clock.step(text)


@pytest.mark.django_db
def test_command_moves_shows_and_resets(capsys):
    call_command("demo_clock", "+8d")
    assert "偏移 8 days" in capsys.readouterr().out
    with pytest.raises(CommandError, match="只能向前拨"):
        call_command("demo_clock", "-1h")
    with pytest.raises(CommandError, match="只能向前拨"):
        call_command("demo_clock", "reset")
    call_command("demo_clock", "reset", "--force")
    call_command("demo_clock", "show")
    assert "偏移 0:00:00" in capsys.readouterr().out


@pytest.mark.django_db
def test_banner_says_that_the_clock_was_moved(settings):
    request = RequestFactory().get("/")
    shown = demo_clock(request)["demo_clock"]
    assert (shown["moved"], shown["shifted"]) == (False, "")
    workflow_demo_clock.move(timedelta(days=8, hours=2), None)
    shown = demo_clock(request)["demo_clock"]
    assert (shown["moved"], shown["shifted"]) == (True, "+8 天 2 小时")
    assert about(shown["now"], clock.now())
    settings.DEMO = False
    assert demo_clock(request) == {"demo_clock": None}


@pytest.mark.django_db
def test_every_button_of_the_banner_is_a_step():
    assert all(workflow_demo_clock.step(value) > timedelta() for value, _ in CHOICES)


@pytest.mark.django_db
def test_check_refuses_a_moved_clock_without_demo(settings):
    assert checks.clock_is_not_moved(databases=["default"]) == []
    workflow_demo_clock.move(timedelta(days=8), None)
    assert checks.clock_is_not_moved(databases=["default"]) == []
    settings.DEMO = False
    assert [error.id for error in checks.clock_is_not_moved(databases=["default"])] == ["workflow.E002"]


def test_check_refuses_demo_on_a_public_https_address(settings):
    assert checks.demo_is_not_public() == []
    settings.HTTPS = True
    assert [error.id for error in checks.demo_is_not_public()] == ["workflow.E001"]
    settings.DEMO_PUBLIC = True
    assert checks.demo_is_not_public() == []


@pytest.mark.django_db(transaction=True)
def test_move_by_another_process_is_seen_without_a_restart(django_db_setup, settings):
    clock.remember(timedelta(), 0)  # as in a real process: asks again after a second at the latest
    name = settings.DATABASES["default"]["NAME"]
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"assert settings.DATABASES['default']['NAME'] == {name!r}\n"
        "from datetime import timedelta\n"
        "from tianfu.workflow.demo import clock; clock.move(timedelta(days=8), None)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=environment(name), timeout=60)
    assert about(clock.now(), clock.machine_now() + timedelta(days=8))
