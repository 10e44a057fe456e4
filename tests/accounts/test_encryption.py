"""A key that changes, is lost, or was not restored never shuts anybody out without a word, nor ends in a 500."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts import make
from tests.accounts.test_stepup import _code
from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.accounts.models import User
from tianfu.accounts.protection import encryption
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db
FIRST, SECOND = "first-key-0123456789-0123456789-0123456789", "second-key-0123456789-0123456789-012345678"


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [FIRST]


def with_factor() -> tuple[User, str]:
    person, secret = make.user(), generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return person, secret


def recovery_code(person: User) -> str:
    return str(Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0])


def written_before_there_were_keys(person: User, settings: Any) -> None:
    """As an earlier version stored it: under SECRET_KEY."""
    former: Fernet = encryption._former(settings.SECRET_KEY)
    for factor in Authenticator.objects.filter(user=person):
        name = "secret" if factor.type == "totp" else "seed"
        factor.data[name] = former.encrypt(encryption.decrypt(factor.data[name]).encode()).decode()
        Authenticator.objects.filter(pk=factor.pk).update(data=factor.data)


def sign_in(person: User, code: str) -> Any:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    return client.post("/account/2fa/authenticate/", {"code": code})


def rotate() -> str:
    out = StringIO()
    call_command("encryption_rotate", stdout=out)
    return out.getvalue()


def test_a_changed_secret_key_does_not_touch_second_factors(settings: Any) -> None:
    person, secret = with_factor()
    settings.SECRET_KEY = "quite-another-secret-key"
    assert sign_in(person, _code(secret)).status_code == 302


def test_what_was_stored_under_the_secret_key_stays_readable_and_is_written_anew(settings: Any) -> None:
    person, secret = with_factor()
    written_before_there_were_keys(person, settings)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    assert sign_in(person, _code(secret)).status_code == 302
    assert "已重新加密 2 项，原已是最新密钥 0 项。" in rotate()
    assert "已重新加密 0 项，原已是最新密钥 2 项。" in rotate()
    settings.SECRET_KEY = "quite-another-secret-key"
    assert Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes() == codes
    assert encryption.decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"]) == secret


def test_a_former_secret_key_still_reads(settings: Any) -> None:
    person, secret = with_factor()
    written_before_there_were_keys(person, settings)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "quite-another-secret-key", [settings.SECRET_KEY]
    assert sign_in(person, _code(secret)).status_code == 302


def test_a_new_key_in_front_reads_the_old_and_the_command_makes_the_old_one_needless(settings: Any) -> None:
    person, secret = with_factor()
    settings.ENCRYPTION_KEYS = [SECOND, FIRST]
    rotate()
    settings.ENCRYPTION_KEYS = [SECOND]
    assert sign_in(person, _code(secret)).status_code == 302


def test_used_recovery_codes_stay_used(settings: Any) -> None:
    person, _ = with_factor()
    code = recovery_code(person)
    assert sign_in(person, code).status_code == 302
    settings.ENCRYPTION_KEYS = [SECOND, FIRST]
    rotate()
    assert sign_in(person, code).status_code == 200


def test_a_lost_key_is_answered_with_the_way_out_whatever_is_typed(settings: Any) -> None:
    person, secret = with_factor()
    code = recovery_code(person)
    settings.ENCRYPTION_KEYS = [SECOND]
    for typed in (_code(secret), code, "000000", "x"):
        answer = sign_in(person, typed)
        assert answer.status_code == 200
        assert "平台更换过密钥" in answer.content.decode()
        assert "重置两步验证" in answer.content.decode()


def test_a_recovery_code_that_can_be_read_lets_in_beside_a_factor_that_cannot(settings: Any) -> None:
    person, secret = with_factor()
    settings.ENCRYPTION_KEYS = [SECOND]
    Authenticator.objects.filter(user=person, type="recovery_codes").delete()
    RecoveryCodes.activate(person)
    assert "请输入一个恢复码" in sign_in(person, _code(secret)).content.decode()
    assert sign_in(person, recovery_code(person)).status_code == 302


def test_a_wrong_code_with_the_keys_at_hand_is_only_a_wrong_code() -> None:
    person, _ = with_factor()
    answer = sign_in(person, "000000").content.decode()
    assert "动态验证码不正确" in answer
    assert "平台更换过密钥" not in answer


@pytest.mark.parametrize("address", ["", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"])
def test_no_page_about_the_second_factor_breaks_without_the_key(settings: Any, address: str) -> None:
    person, secret = with_factor()
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": _code(secret)})
    settings.ENCRYPTION_KEYS = [SECOND]
    assert client.get(f"/account/2fa/{address}").status_code == 200


def test_a_signature_with_a_code_that_cannot_be_checked_points_to_the_password(settings: Any) -> None:
    person, secret = with_factor()
    settings.ENCRYPTION_KEYS = [SECOND]
    with pytest.raises(ValidationError, match="请改用登录密码"):
        confirm_identity(person, _code(secret))
    assert confirm_identity(person, make.PASSWORD) == "password"


def test_the_command_changes_what_it_can_and_names_whom_it_cannot_read(settings: Any) -> None:
    lost, _ = with_factor()
    settings.ENCRYPTION_KEYS = [SECOND]
    found, secret = with_factor()
    written_before_there_were_keys(found, settings)
    with pytest.raises(CommandError, match=f"2 项现有密钥都不能读取，未改动：{lost.email}。"):
        rotate()
    settings.SECRET_KEY = "quite-another-secret-key"
    assert sign_in(found, _code(secret)).status_code == 302


def test_a_reset_takes_the_factor_away_signs_out_and_is_recorded(settings: Any) -> None:
    person, secret = with_factor()
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": _code(secret)})
    settings.ENCRYPTION_KEYS = [SECOND]
    call_command(
        "second_factor_reset", email=person.email.upper(), reason="密钥丢失，凭身份证当面核实", stdout=StringIO()
    )
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/account/2fa/").status_code == 302
    event = AuditEvent.objects.order_by("-id").first()
    assert event is not None
    assert (event.action, event.actor, event.reason) == ("second_factor.reset", None, "密钥丢失，凭身份证当面核实")
    assert not AuditEvent.objects.filter(action="second_factor.removed").exists()
    again = Client()
    again.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    assert again.get("/account/2fa/").status_code == 200


@pytest.mark.parametrize(("email", "reason"), [("nobody@example.cn", "x"), ("", "x"), (None, " "), (None, "没有启用")])
def test_a_reset_without_person_reason_or_factor_is_refused(email: str | None, reason: str) -> None:
    person = make.user()
    with pytest.raises(CommandError):
        call_command("second_factor_reset", email=person.email if email is None else email, reason=reason)


def test_nothing_is_stored_unencrypted_when_no_key_is_set(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        TOTP.activate(make.user(), generate_totp_secret())


def test_keys_that_are_missing_or_short_are_said(settings: Any) -> None:
    settings.DEMO = False
    said = []
    for keys in ([FIRST], [FIRST, "k" * 32], [FIRST, "k" * 31], []):
        settings.ENCRYPTION_KEYS = keys
        said.append(encryption.problem())
    assert said == [
        "",
        "",
        "环境变量 ENCRYPTION_KEYS 中有不足 32 个字符的密钥，请换成随机的长密钥。",
        "环境变量 ENCRYPTION_KEYS 未设置：数据库中的两步验证密钥无法加密；变量表见 docs/operations.md。",
    ]
