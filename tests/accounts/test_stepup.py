import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.exceptions import ValidationError

from tianfu.accounts.stepup import confirm_identity

from . import make

pytestmark = pytest.mark.django_db


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def test_the_password_confirms() -> None:
    assert confirm_identity(make.user(), make.PASSWORD) == "password"


def test_a_code_confirms_once() -> None:
    person = make.user()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    code = _code(secret)
    assert confirm_identity(person, f"{code[:3]} {code[3:]}") == "totp"
    with pytest.raises(ValidationError, match="不正确"):
        confirm_identity(person, code)


def test_a_code_of_somebody_else_does_not_confirm() -> None:
    secret = generate_totp_secret()
    TOTP.activate(make.user(), secret)
    with pytest.raises(ValidationError, match="不正确"):
        confirm_identity(make.user(), _code(secret))


@pytest.mark.parametrize(("text", "code"), [("", "required"), ("wrong", "wrong"), ("123456", "wrong")])
def test_anything_else_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        confirm_identity(make.user(), text)
    assert caught.value.code == code


def test_guessing_is_stopped_after_five_tries_for_this_person_only() -> None:
    person, other = make.user(), make.user()
    for _ in range(5):
        with pytest.raises(ValidationError, match="不正确"):
            confirm_identity(person, "guess")
    with pytest.raises(ValidationError, match="10 分钟后再试"):
        confirm_identity(person, make.PASSWORD)
    assert confirm_identity(other, make.PASSWORD) == "password"


def test_a_success_forgets_the_failures() -> None:
    person = make.user()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(ValidationError):
                confirm_identity(person, "guess")
        assert confirm_identity(person, make.PASSWORD) == "password"


def test_a_disabled_account_confirms_nothing() -> None:
    person = make.user(is_active=False)
    with pytest.raises(ValidationError, match="不正确"):
        confirm_identity(person, make.PASSWORD)
