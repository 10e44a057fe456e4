"""What a holder is reminded of before the end: to the last day, also of a suspended mark, never of a renewed one."""

from datetime import timedelta

import pytest

from certification.changes.renewals.reminders import remind_of_expiry
from certification.changes.renewals.window import window
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as now

pytestmark = pytest.mark.django_db
MESSAGES = InboxMessage.objects.filter(key="authorization_expiring").order_by("pk")


def told():
    return list(MESSAGES.all().values_list("subject", flat=True))


def test_after_days_without_a_run_the_last_day_is_told_and_the_day_after_is_not(issued):
    mark = issued("self_declaration")
    assert remind_of_expiry(mark.ends_on + timedelta(days=1)) == 0
    assert remind_of_expiry(mark.ends_on) == 1
    assert told() == [f"授权今天到期：{mark.product_name}"]


def test_the_end_of_a_suspended_mark_is_told_too(issued, act):
    mark = issued("self_declaration")
    act(mark)
    assert remind_of_expiry(mark.ends_on - timedelta(days=7)) == 1
    assert told() == [f"授权 7 天后到期：{mark.product_name}"]


def test_on_the_last_day_of_its_window_a_renewal_may_still_be_asked_for_and_the_day_after_not(issued):
    mark = issued("self_declaration")
    closes = window(mark, now.today()).closes_on
    assert remind_of_expiry(closes) == 1
    assert remind_of_expiry(closes + timedelta(days=24)) == 1
    open_still, late = MESSAGES.all().values_list("body", flat=True)
    day = f"{closes.year} 年 {closes.month} 月 {closes.day} 日"
    assert (f"最迟于 {day}" in open_still, f"申报续期的时间已于 {day}" in late) == (True, True)
    assert "申报续期的时间已于" not in open_still


def test_whoever_has_renewed_is_not_reminded_of_the_old_end(in_window, renewed):
    mark = in_window()
    renewed(mark)
    assert remind_of_expiry(mark.ends_on - timedelta(days=7)) == 0
