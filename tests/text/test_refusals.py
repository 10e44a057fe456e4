"""Words of refusal of what is typed: numbers and addresses of mail."""

import pytest
from django.core.exceptions import ValidationError

from tests.refusing import codes_of, refusal_of
from tianfu.text.mail_addresses import check_mailable
from tianfu.text.numbers import read_number
from tianfu.text.requests import media_types


def said(read, *typed, **more) -> str:
    with pytest.raises(ValidationError) as refused:
        read(*typed, **more)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-", "没有数值的请留空，不要填横线或文字。"),
        ("无", "没有数值的请留空，不要填横线或文字。"),
        (".5", "小数点前请写 0，如 0.5。"),
        ("12 万元", "“12 万元”里有“万元”。单位是“元”，请换算后只填数字，如 18600.5。"),
        ("1234567890123", "数值过长：整数部分最多 12 位，小数最多 6 位。请换用更大的单位，或按有效位数填写。"),
        ("0.1234567", "数值过长：整数部分最多 12 位，小数最多 6 位。请换用更大的单位，或按有效位数填写。"),
    ],
)
def test_a_number_that_is_none_is_refused_with_how_to_write_it(typed, words) -> None:
    assert words in said(read_number, typed, unit="元")


@pytest.mark.parametrize("typed", ["999999999999", "0.123456"])
def test_the_longest_number_is_taken(typed) -> None:
    assert read_number(typed).digits == typed


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ('"ab"@example.cn', "“@”前不能有引号和空格。"),
        ("a@" + "例" * 63 + ".中国", "“@”后的域名含有邮件系统无法书写的字，或者过长。"),
        ("a@straße.de", "“@”后的域名在邮件系统中会变成“strasse.de”。"),
        ("a" * 65 + "@example.cn", "这个地址过长，邮件系统不能投递。"),
    ],
)
def test_an_address_that_no_mail_reaches_is_refused_in_words(address, words) -> None:
    assert words in said(check_mailable, address)


def test_the_longest_local_part_is_taken() -> None:
    assert codes_of(check_mailable, "a" * 64 + "@example.cn") == []


@pytest.mark.django_db
def test_the_reader_of_refusals_tells_done_from_refused() -> None:
    assert refusal_of(lambda: read_number("5")) == ""
    assert refusal_of(lambda: read_number("-")) != ""


@pytest.mark.parametrize("charset", ["hex", "base64", "utf-16", "gb18030"])
def test_another_charset_than_utf_8_is_refused_in_words(charset) -> None:
    assert media_types.refusal(f"text/plain; charset={charset}") == "请求声明的字符编码不受支持，请使用 UTF-8。"
    assert media_types.refusal("text/plain; charset=UTF-8") == ""
