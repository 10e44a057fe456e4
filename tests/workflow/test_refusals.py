"""Words of refusal of policies, the year's notice of holidays, and the demo clock."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.refusing import codes_of
from tianfu.workflow.calendar.notice_file import read_notice
from tianfu.workflow.demo import clock
from tianfu.workflow.policies.units import Unit, check_value


def said(act, *given, **more) -> str:
    with pytest.raises(ValidationError) as refused:
        act(*given, **more)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit.DAYS, -1, "请填写 0 至 100000 之间的整数。"),
        (Unit.DAYS, 100_001, "请填写 0 至 100000 之间的整数。"),
        (Unit.PERCENT, 101, "百分比不能超过 100。"),
        (Unit.DAY_LIST, [], "请填写一个或多个天数，用逗号分隔，例如 180,90,60。"),
        (Unit.DAY_LIST, [30, 60], "天数应从大到小排列且不重复。"),
        (Unit.DAY_LIST, [60, 60], "天数应从大到小排列且不重复。"),
        (Unit.DATE_WINDOW, ["01-01"], "请填写起止月日，用逗号分隔，例如 01-01,06-30。"),
        (Unit.YES_NO, 1, "请填写“是”或“否”。"),
        (Unit.TEXT, " ", "请填写一行文字，不超过 200 字。"),
        (Unit.TEXT, "字" * 201, "请填写一行文字，不超过 200 字。"),
        (Unit.TIME_OF_DAY, "24:00", "请填写 24 小时制的时刻，例如 17:30。"),
        ("furlongs", 1, "未知的单位：furlongs。"),
    ],
)
def test_a_value_that_is_none_of_its_unit_is_refused_in_words(unit, value, words) -> None:
    assert said(check_value, unit, value) == words


@pytest.mark.parametrize(
    ("unit", "value"),
    [(Unit.DAYS, 0), (Unit.DAYS, 100_000), (Unit.PERCENT, 100), (Unit.TEXT, "字" * 200), (Unit.TIME_OF_DAY, "23:59"),
     (Unit.DAY_LIST, [60, 30]), (Unit.DATE_WINDOW, ["01-01", "06-30"]), (Unit.YES_NO, False)],
)  # fmt: skip
def test_the_outermost_value_is_taken(unit, value) -> None:
    assert codes_of(check_value, unit, value) == []


HEAD = "日期,安排,名称\n"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (HEAD + "2027-01-01,假,元旦\n", "第 2 行：安排只能是“休”或“班”。"),
        (HEAD + "2027-01-01,休,\n", "第 2 行：缺少节日名称。"),
        (HEAD + "2027-01-01,班,元旦\n", "第 2 行：2027-01-01 不是周六、周日，不需要写“班”。"),
        (HEAD + "2027-01-01,休,元旦\n2027-01-01,休,元旦\n", "第 3 行：2027-01-01 重复。"),
        (HEAD + "2027-01-01,休,元旦\n" * 401, "行数过多：一个年度的安排不会超过 400 行。"),
    ],
)
def test_each_wrong_line_of_a_notice_is_named(lines, words) -> None:
    assert words in said(read_notice, lines.encode())


def test_a_notice_in_no_known_writing_is_refused_with_how_to_save_it() -> None:
    assert said(read_notice, b"\x81\x20\xff") == "文件不是 UTF-8 或 GB 18030 编码的文本，请另存为 CSV(UTF-8)。"


@pytest.mark.parametrize("text", ["8", "+8", "+8w", "八天", "+1.5d"])
def test_a_step_of_the_demo_clock_is_written_one_way(text) -> None:
    assert said(clock.step, text) == "请写成 +8d（天）、+3wd（工作日）、+2h（小时）或 +30m（分钟）。"


@pytest.mark.django_db
def test_the_clock_moves_in_the_demo_only_and_at_most_ten_years(settings) -> None:
    settings.DEMO = False
    assert said(clock.move, timedelta(days=1), None) == "演示时钟仅在 DEMO=1 时可用。"
    settings.DEMO = True
    assert said(clock.move, timedelta(days=3661), None) == "演示时钟离真实时间不能超过十年。"
