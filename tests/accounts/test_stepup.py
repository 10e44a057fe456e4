import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.exceptions import ValidationError
from django.db import transaction

from tests.threads import together
from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.accounts.models import User
from tianfu.accounts.protection import attempts

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


def test_the_lock_outlives_many_other_addresses_and_a_restart() -> None:
    person = make.user()
    for _ in range(5):
        with pytest.raises(ValidationError):
            confirm_identity(person, "guess")
    for number in range(320):
        attempts.count(f"address-{number}", 60)
    attempts.server.cache_clear()
    with pytest.raises(ValidationError, match="10 分钟后再试"):
        confirm_identity(person, make.PASSWORD)


def test_a_refusal_that_rolls_its_transaction_back_is_counted() -> None:
    person = make.user()
    for _ in range(5):
        with pytest.raises(ValidationError), transaction.atomic():
            confirm_identity(person, "guess")
    with pytest.raises(ValidationError, match="10 分钟后再试"):
        confirm_identity(person, make.PASSWORD)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_twenty_guesses_at_the_same_moment_five_are_looked_at() -> None:
    person = make.user()

    def guess(_: int) -> str:
        try:
            return confirm_identity(User.objects.get(pk=person.pk), "guess")
        except ValidationError as error:
            return str(error.code)

    assert sorted(together(20, guess)) == ["too_many"] * 15 + ["wrong"] * 5


def test_without_redis_the_guard_goes_on_and_the_right_password_passes(settings) -> None:
    settings.REDIS_URL = "unix:///tmp/tianfu-no-such.sock?db=0"
    attempts.server.cache_clear()
    try:
        person, other = make.user(), make.user()
        for _ in range(5):
            with pytest.raises(ValidationError, match="不正确"):
                confirm_identity(person, "guess")
        with pytest.raises(ValidationError, match="10 分钟后再试"):
            confirm_identity(person, make.PASSWORD)
        assert confirm_identity(other, make.PASSWORD) == "password"
    finally:
        attempts.server.cache_clear()
