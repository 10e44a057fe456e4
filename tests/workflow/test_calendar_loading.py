"""Loading the year's notice makes a version; loading it again does not."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from tests.workflow.make import day, person
from tianfu.ledger.models import AuditEvent
from tianfu.workflow.calendar.feasts import provisional_days
from tianfu.workflow.calendar.holiday_calendar import SpecialDay
from tianfu.workflow.calendar.loader import calendar_loaded, load_calendar, missing_year
from tianfu.workflow.calendar.notice_file import read_notice
from tianfu.workflow.calendar.working_days import add_working_days, calendar
from tianfu.workflow.models import CalendarVersion, Holiday
from tianfu.workflow.upkeep import reference

pytestmark = pytest.mark.django_db

NOTICE = """日期,安排,名称
2027-01-01,休,元旦
2027-01-02,休,元旦
2027-01-03,休,元旦
2027-01-04,休,元旦
2027-01-09,班,元旦
2027-02-05,休,春节
2027-05-01,休,劳动节
2027-10-01,休,国庆节
"""


@pytest.fixture
def heard():
    versions = []

    def hear(sender, version, **kwargs):
        versions.append(version.n)

    calendar_loaded.connect(hear)
    yield versions
    calendar_loaded.disconnect(hear)


def test_reference_calendar_is_there_after_migrate_and_loads_once(heard):
    before = (CalendarVersion.objects.count(), Holiday.objects.count())
    assert before[0] == 2
    reference.load_holidays()
    assert (CalendarVersion.objects.count(), Holiday.objects.count()) == before
    assert heard == []


def test_notice_makes_a_new_version_and_is_audited(heard):
    newest = CalendarVersion.objects.first().n
    actor = person()
    version = load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号", actor=actor)
    assert version.n == newest + 1
    assert heard == [version.n]
    event = AuditEvent.objects.get(action="calendar.loaded")
    assert (event.actor, event.data["source"]) == (actor, "国办发明电〔2026〕8号")


def test_notice_moves_a_provisional_deadline_and_makes_it_firm():
    assert add_working_days(day("2026-12-30"), 2).date == day("2027-01-04")
    load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号")
    found = add_working_days(day("2026-12-30"), 2)
    assert (found.date, found.provisional) == (day("2027-01-05"), False)


def test_same_notice_twice_makes_one_version(heard):
    first = load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号")
    again = load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号")
    assert again == first
    assert heard == [first.n]
    assert AuditEvent.objects.filter(action="calendar.loaded").count() == 1


def test_notice_replaces_the_whole_year():
    load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号")
    rows = Holiday.objects.filter(date__year=2027)
    assert rows.count() == 8
    assert not rows.filter(provisional=True).exists()
    # 端午 is not in this short notice, so it is an ordinary Wednesday now
    assert calendar().is_working_day(day("2027-06-09"))


def test_provisional_days_never_replace_an_official_year():
    load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号")
    before = CalendarVersion.objects.first()
    load_calendar(provisional_days(2027), source="暂定")
    assert CalendarVersion.objects.first() == before


def test_package_does_not_undo_a_notice_that_an_officer_loaded():
    typed = [SpecialDay(day("2026-01-01"), True, "元旦", False)]
    load_calendar(typed, source="更正通知")
    reference.load_holidays()
    assert Holiday.objects.filter(date__year=2026).count() == 1


def test_other_version_with_the_same_number_is_not_confused():
    first = calendar()
    Holiday.objects.filter(date="2026-10-01").delete()
    CalendarVersion.objects.filter(n=first.version).update(sha256="0" * 64)
    assert calendar().is_working_day(day("2026-10-01"))


def test_missing_notice_is_named_from_november_on():
    assert missing_year(day("2026-10-31")) is None
    assert missing_year(day("2026-11-01")) == 2027
    load_calendar(read_notice(NOTICE.encode()), source="国办发明电〔2026〕8号")
    assert missing_year(day("2026-11-01")) is None


def test_command_loads_a_file(tmp_path, capsys):
    file = tmp_path / "2027.csv"
    file.write_bytes(NOTICE.encode("gb18030"))
    call_command("load_holidays", str(file), "--source", "国办发明电〔2026〕8号")
    assert "国办发明电〔2026〕8号" in capsys.readouterr().out
    assert Holiday.objects.get(date="2027-01-09").rest is False


def test_command_names_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("load_holidays", str(tmp_path / "none.csv"), "--source", "x")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "文件是空的"),
        ("a,b\n", "第一行应为"),
        (NOTICE.replace("2027-01-02", "2.1.2027"), "第 3 行：日期请写成"),
        (NOTICE.replace("2027-01-02,休", "2027-01-02,假"), "第 3 行：安排只能是"),
        (NOTICE.replace("2027-01-02,休,元旦", "2027-01-02,休,"), "第 3 行：缺少节日名称"),
        (NOTICE + "2027-01-05,班,元旦\n", "第 10 行：2027-01-05 不是周六、周日"),
        (NOTICE + "2027-01-01,休,元旦\n", "第 10 行：2027-01-01 重复"),
        (NOTICE + "2028-01-01,休,元旦\n", "一个文件只写一个年度"),
        (NOTICE.replace("2027-01-01,休,元旦\n", ""), "缺少 2027-01-01"),
        (NOTICE.replace("2027-05-01,休,劳动节\n", ""), "缺少 2027-05-01"),
        (NOTICE.replace("2027-10-01,休,国庆节\n", ""), "缺少 2027-10-01"),
    ],
)
def test_wrong_notice_is_refused_whole_with_the_line(text, sentence):
    with pytest.raises(ValidationError) as caught:
        read_notice(text.encode())
    assert any(message.startswith(sentence) for message in caught.value.messages), caught.value.messages


def test_binary_file_is_refused():
    with pytest.raises(ValidationError, match="编码"):
        read_notice(b"\xff\xfe\x00\x81")
