"""One reader of numbers: folds full width, accepts true groups of thousands, refuses the rest with advice."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tianfu.text.fields import NumberField, WholeField
from tianfu.text.numbers import grouped, read_number, read_whole, split_number


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("0.10", "0.10", "0.10"),
        ("0.100", "0.100", "0.100"),
        ("0", "0", "0"),
        ("-5", "-5", "-5"),
        ("−5.50", "-5.50", "-5.50"),
        ("+5", "5", "5"),
        ("18,600.5", "18600.5", "18,600.5"),
        ("18，600.5", "18600.5", "18,600.5"),
        ("１８，６００．５０", "18600.50", "18,600.50"),
        ("1,234,567", "1234567", "1,234,567"),
        ("1234567", "1234567", "1,234,567"),
        ("2018", "2018", "2018"),
        ("1,234", "1234", "1234"),
        ("  260\u3000", "260", "260"),
        ("2\u200b60\ufeff", "260", "260"),
        ("１2", "12", "12"),
        ("999999999999.999999", "999999999999.999999", "999,999,999,999.999999"),
    ],
)
def test_a_number_is_read_with_its_digits_as_typed(typed, digits, shown):
    found = read_number(typed)
    assert (found.digits, found.shown, str(found.value)) == (digits, shown, digits)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("10²", "不要用上下标或乘方"),
        ("10^2", "不要用上下标或乘方"),
        ("10³", "不要用上下标或乘方"),
        ("10₂", "不要用上下标或乘方"),
        ("10⁻²", "不要用上下标或乘方"),
        ("1×10²", "不要用上下标或乘方"),
        ("²", "不要用上下标或乘方"),
        ("1,23,4", "逗号只能"),
        ("1,23", "逗号只能"),
        ("1，2", "逗号只能"),
        ("12,34", "逗号只能"),
        ("1234,567", "逗号只能"),
        ("1,2345", "逗号只能"),
        ("1,234,56", "逗号只能"),
        ("1,,234", "逗号只能"),
        ("1,234,", "逗号只能"),
        ("1.234,5", "逗号只能"),
        ("1,234.5,6", "逗号只能"),
        ("0,123", "前面多了 0"),
        ("012", "前面多了 0"),
        ("00.5", "前面多了 0"),
        ("１２三", "阿拉伯数字"),
        ("三", "阿拉伯数字"),
        ("一百", "阿拉伯数字"),
        ("１②", "阿拉伯数字"),
        ("①", "阿拉伯数字"),
        ("Ⅳ", "阿拉伯数字"),
        ("٣٤", "阿拉伯数字"),
        ("۱۲", "阿拉伯数字"),
        ("१२", "阿拉伯数字"),
        ("𝟏𝟐", "阿拉伯数字"),
        ("1e5", "科学记数法"),
        ("1E5", "科学记数法"),
        ("1.5e-3", "科学记数法"),
        ("½", "不要用分数"),
        ("1½", "不要用分数"),
        ("1/2", "不要用分数"),
        ("--", "请留空"),
        ("-", "请留空"),
        ("—", "请留空"),
        ("/", "请留空"),
        ("无", "请留空"),
        ("N/A", "请留空"),
        ("1 234", "不要有空格"),
        ("18 600.5", "不要有空格"),
        ("1\u3000234", "不要有空格"),
        ("1\xa0234", "不要有空格"),
        ("3-5", "只填一个数值"),
        ("3~5", "只填一个数值"),
        ("3—5", "只填一个数值"),
        ("5±0.1", "只填一个数值"),
        ("≤5", "请只填数值"),
        ("<0.01", "请只填数值"),
        ("≥ 5", "请只填数值"),
        ("不低于5", "请只填数值"),
        (".5", "0.5"),
        ("5.", "小数点后面缺少数字"),
        ("1.2.3", "多个小数点"),
        ("1..2", "多个小数点"),
        ("--5", "只填数值"),
        ("+-5", "只填数值"),
        ("0x10", "请只填数字"),
        ("1_000", "请只填数字"),
        ("NaN", "只填数值"),
        ("Infinity", "只填数值"),
        ("12abc", "请只填数字"),
        ("约", "只填数值"),
    ],
)
def test_what_is_no_number_is_refused_with_advice_and_never_guessed(typed, advice):
    with pytest.raises(ValidationError) as caught:
        read_number(typed)
    assert caught.value.code == "not_a_number"
    assert advice in caught.value.messages[0], caught.value.messages


def test_a_refusal_names_the_column_for_remarks_only_where_there_is_one():
    said = []
    for notes in ("", "来源栏"):
        with pytest.raises(ValidationError) as caught:
            split_number("3~5", notes=notes)
        said += caught.value.messages
    assert said == [
        "“3~5”不是能读懂的数字。请只填一个数值，不要填范围和偏差。",
        "“3~5”不是能读懂的数字。请只填一个数值，不要填范围和偏差，需要说明的请写在来源栏。",
    ]


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u200b", "\ufeff\n"])
def test_nothing_typed_is_no_number(blank):
    assert read_number(blank) is None
    assert read_whole(blank) is None


def test_a_number_may_repeat_the_unit_of_its_field_and_no_other():
    assert read_number("18,600.5 万元", unit="万元").digits == "18600.5"
    assert read_number("18600.5万元", unit="万元").digits == "18600.5"
    with pytest.raises(ValidationError, match="单位是“万元”"):
        read_number("1.86 亿元", unit="万元")
    with pytest.raises(ValidationError, match="不带单位"):
        read_number("5 人")


@pytest.mark.parametrize(("typed", "words"), [("1234567890123", "12 位"), ("0.1234567", "小数最多 6 位")])
def test_a_number_too_long_for_its_column_is_refused_not_rounded(typed, words):
    with pytest.raises(ValidationError) as caught:
        read_number(typed)
    assert caught.value.code == "too_long"
    assert words in caught.value.messages[0]


def test_a_whole_number_has_no_places():
    assert read_whole("１，２００") == 1200
    with pytest.raises(ValidationError, match="不是整数"):
        read_whole("12.0")


@pytest.mark.parametrize(("digits", "shown"), [("-18600.5", "-18,600.5"), ("9999", "9999"), ("10000", "10,000")])
def test_groups_begin_at_five_digits(digits, shown):
    assert grouped(digits) == shown


def test_fields_read_by_the_one_reader_and_say_what_they_understood():
    revenue = NumberField(unit="万元", max_digits=14, decimal_places=2)
    assert str(revenue.clean("18，600.50")) == "18600.50"
    assert revenue.understood(revenue.clean("18,600.50")) == "18,600.50 万元"
    assert revenue.clean(Decimal("5.5")) == Decimal("5.5")
    people = WholeField(min_value=1)
    assert people.clean("１，２００") == 1200
    assert people.understood(1200) == "1200"
    for wrong in ("10²", "1,23,4", "1e5"):
        for field in (revenue, people):
            with pytest.raises(ValidationError):
                field.clean(wrong)
    assert 'inputmode="decimal"' in str(revenue.get_bound_field(_form(revenue), "revenue"))


def _form(field):
    from django import forms

    return type("Form", (forms.Form,), {"revenue": field})()
