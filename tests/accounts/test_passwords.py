import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.refusing import codes_of
from tianfu.accounts.models import User


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "白菜豆腐萝卜汤都很好喝呀", "a" * 3 + "kvnwqpltmz", "x7" + "lorem ipsum dolor sit " * 5],
)
def test_a_long_uncommon_password_is_enough_without_symbols(password: str) -> None:
    assert codes_of(validate_password, password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("hunter7-horse"[:11], "password_too_short"),
        ("correct horse battery " * 6, "password_too_long"),
        ("password1234", "password_too_common"),
        ("!!!password2026!!!", "password_too_common"),
        ("888888888888", "password_too_common"),
        ("abcabcabcabc", "password_too_common"),
        ("qwertyuiop12", "password_too_common"),
        ("123456789012", "password_too_common"),
        ("tianfu is my home", "password_context"),
        ("TIANFU is my home", "password_context"),
        ("我爱天府名品一万年不变", "password_too_short"),
        ("我真的很爱天府名品一万年不变", "password_context"),
        ("greetings-from-chengdu", "password_context"),
        ("我在攀枝花晒太阳吃芒果好开心", "password_context"),
        ("mingpin-forever-and", "password_context"),
    ],
)
def test_each_weak_password_is_refused_for_its_own_reason(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password(password)
    assert code in [error.code for error in caught.value.error_list]


def test_the_shortest_and_longest_lengths_are_allowed() -> None:
    for password in ("kvnwqpltmzrb", "kvnwqpltmz r" * 10 + "bcdfghjk"):
        assert codes_of(validate_password, password) == [], len(password)


def test_a_password_like_the_own_name_or_address_is_refused() -> None:
    with pytest.raises(ValidationError):
        validate_password("zhanglaosan-55", User(email="zhanglaosan@example.com", name="张老三"))
