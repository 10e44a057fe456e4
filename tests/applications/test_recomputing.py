"""A new calendar or policy moves due dates; an enterprise's only later."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from applications.cases.deadlines import case_clock
from applications.models import Application
from applications.review.acts.corrections import ask_correction
from tests import make
from tianfu.workflow.calendar.holiday_calendar import SpecialDay
from tianfu.workflow.calendar.loader import load_calendar
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Holiday
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def calendar_with(rest=(), work=()):
    rows = [SpecialDay(*row) for row in Holiday.objects.filter(date__year=2026).values_list(
        "date", "rest", "name", "provisional")]  # fmt: skip
    kept = [row for row in rows if row.date not in {*rest, *work}]
    extra = [SpecialDay(day, True, "调整", False) for day in rest] + [
        SpecialDay(day, False, "调整", False) for day in work
    ]
    return load_calendar([*kept, *extra], source="测试通知")


def test_new_calendar_moves_due_dates_and_an_enterprises_only_later(clock, reference):
    clock.set("2026-03-02")
    people = make.staff()
    waiting = make.filed()
    correcting = make.filed(item=make.product(make.enterprise("样例食品有限公司"), "豆瓣酱"))
    correcting = ask_correction(
        correcting, user=people["prefecture"], seen=correcting.revision, gaps=[{"section": "evidence", "text": "缺页"}]
    )
    assert (waiting.due_on, correcting.due_on) == (date(2026, 3, 9), date(2026, 3, 16))
    calendar_with(work=[date(2026, 3, 7)])
    run_due()
    waiting.refresh_from_db()
    correcting.refresh_from_db()
    assert (waiting.due_on, correcting.due_on) == (date(2026, 3, 7), date(2026, 3, 16))
    calendar_with(rest=[date(2026, 3, 4), date(2026, 3, 7)])
    run_due()
    waiting.refresh_from_db()
    correcting.refresh_from_db()
    assert (waiting.due_on, correcting.due_on) == (date(2026, 3, 10), date(2026, 3, 17))
    call_command("check_deadlines", stdout=StringIO())


def test_a_policy_that_holds_from_today_moves_the_clocks_that_began_today(clock, reference):
    clock.set("2026-03-02")
    application = make.filed()
    set_policy("stage.completeness_check.days", 3, source="测试文件", valid_from=date(2026, 3, 2), actor=None,
               scope="tfmp", shown=NO_PAGE)  # fmt: skip
    run_due()
    application.refresh_from_db()
    assert application.due_on == date(2026, 3, 5)


def test_a_stored_date_that_is_wrong_is_named_and_repaired(clock, reference):
    clock.set("2026-03-02")
    application = make.filed()
    Application.objects.filter(pk=application.pk).update(due_on=application.due_on + timedelta(days=3))
    out = StringIO()
    with pytest.raises(CommandError, match="1 件"):
        call_command("check_deadlines", stdout=out)
    assert application.number in out.getvalue()
    assert "应为 2026-03-09" in out.getvalue()
    call_command("check_deadlines", "--repair", stdout=StringIO())
    application.refresh_from_db()
    assert application.due_on == date(2026, 3, 9)


def test_a_policy_that_holds_from_a_later_day_leaves_the_clocks_that_began_before(clock, reference):
    clock.set("2026-03-02")
    application = make.filed()
    set_policy("stage.completeness_check.days", 3, source="测试文件", valid_from=date(2026, 3, 3), actor=None,
               scope="tfmp", shown=NO_PAGE)  # fmt: skip
    clock.set("2026-03-03")
    run_due()
    application.refresh_from_db()
    assert (application.due_on, case_clock(application).date) == (date(2026, 3, 9), date(2026, 3, 9))
