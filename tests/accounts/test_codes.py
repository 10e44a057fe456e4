"""A code works once: at sign-in, in a step-up, to set the app up; at the same moment too. One factor stays for staff."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from tests.threads import together
from tianfu.accounts.factors import codes, secrets
from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role

from . import make
from .test_sessions import _code, _sign_in, _with_second_factor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls_of_rules")]
SET_UP, TAKE_AWAY = "/account/2fa/totp/activate/", "/account/2fa/totp/deactivate/"
SIGN_IN_CODE = "/account/2fa/authenticate/"


def _half_signed_in(user: User) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": user.email, "password": make.PASSWORD})
    assert answer["Location"].startswith(SIGN_IN_CODE)
    return client


def _signed_in(user: User, secret: str, step: int = 0) -> Client:
    client = _half_signed_in(user)
    assert client.post(SIGN_IN_CODE, {"code": _code(secret, step)}).status_code == 302
    return client


def test_the_code_that_set_the_app_up_opens_neither_a_sign_in_nor_a_step_up() -> None:
    person = make.user()
    client = _sign_in(person)
    secret = client.get(SET_UP).context["form"].secret
    code = _code(secret)
    assert client.post(SET_UP, {"code": code})["Location"] == "/account/2fa/recovery-codes/"
    assert "动态验证码不正确" in _half_signed_in(person).post(SIGN_IN_CODE, {"code": code}).content.decode()
    with pytest.raises(ValidationError, match="不正确"):
        confirm_identity(person, code)
    assert _half_signed_in(person).post(SIGN_IN_CODE, {"code": _code(secret, 1)}).status_code == 302


def test_a_code_shown_in_a_step_up_opens_no_sign_in_and_the_other_way_round() -> None:
    person = make.user()
    secret = _with_second_factor(person)
    assert confirm_identity(person, _code(secret)) == "totp"
    assert "动态验证码不正确" in _half_signed_in(person).post(SIGN_IN_CODE, {"code": _code(secret)}).content.decode()
    _signed_in(person, secret, 1)
    with pytest.raises(ValidationError, match="不正确"):
        confirm_identity(person, _code(secret, 1))


def test_a_code_is_used_for_the_whole_time_in_which_a_phone_may_show_it() -> None:
    """A mark that is forgotten after 30 seconds would let the code of a fast phone in again."""
    person = make.user()
    secret = _with_second_factor(person)
    newest = _code(secret, 1)
    assert codes.spend(person, newest).type == "totp"
    factor = Authenticator.objects.get(user=person, type="totp")
    assert codes.step_of(secret, newest) == factor.data[codes.LAST_STEP]
    for older in (newest, _code(secret), _code(secret, -1)):
        assert codes.spend(person, older) is None


@pytest.mark.parametrize("written", ["{0}", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "full"])
def test_a_code_is_the_same_code_however_it_is_written(written: str) -> None:
    person = make.user()
    code = _code(_with_second_factor(person))
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert codes.spend(person, wide if written == "full" else written.format(code)).type == "totp"
    assert codes.spend(person, code) is None


@pytest.mark.parametrize("text", ["", " ", "12345", "1234567", "²²²²²²", "abcdef", "-00001", "9" * 5000, "000 000 \n"])
def test_what_is_no_code_opens_nothing_and_breaks_nothing(text: str) -> None:
    person = make.user()
    _with_second_factor(person)
    assert codes.spend(person, text) is None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
def test_of_eight_requests_that_show_one_code_at_once_one_gets_in(kind: str) -> None:
    person = make.user()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    recovery = RecoveryCodes.activate(person).get_unused_codes()[0]
    code = _code(secret) if kind == "totp" else recovery
    won = together(8, lambda _: codes.spend(User.objects.get(pk=person.pk), code))
    assert [factor.type for factor in won if factor is not None] == [kind]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_counters")
def test_setting_the_app_up_by_one_form_sent_twice_at_once_is_one_app() -> None:
    person = make.user()
    client = _sign_in(person)
    code = _code(client.get(SET_UP).context["form"].secret)
    cookie = client.cookies["session"].value

    def send(_: int) -> int:
        twin = Client()
        twin.cookies["session"] = cookie
        return twin.post(SET_UP, {"code": code}).status_code

    assert set(together(4, send)) <= {200, 302}
    assert Authenticator.objects.filter(user=person, type="totp").count() == 1


class TestStaffWhoMustHaveOne:
    @pytest.fixture(autouse=True)
    def _required(self, settings) -> None:
        settings.STAFF_MFA = "required"

    def test_cannot_switch_the_last_one_off_and_are_told_what_to_do(self) -> None:
        person = make.administrator()
        client = _signed_in(person, _with_second_factor(person))
        page, posted = client.get(TAKE_AWAY), client.post(TAKE_AWAY)
        assert (page.status_code, posted.status_code) == (200, 422)
        for answer in (page, posted):
            assert "您的岗位要求两步验证，这是您唯一可用的一种，不能停用" in answer.content.decode()
            assert 'class="button danger"' not in answer.content.decode()
        assert Authenticator.objects.filter(user=person).count() == 2
        assert client.get("/rule/admin/").status_code == 200

    def test_change_the_app_in_one_step_and_the_old_one_is_worth_nothing(self) -> None:
        person = make.administrator()
        old = _with_second_factor(person)
        client = _signed_in(person, old)
        page = client.get(SET_UP)
        assert "更换验证器应用" in page.content.decode()
        new = page.context["form"].secret
        assert client.post(SET_UP, {"code": "000000"}).status_code == 200
        assert codes.step_of(old, _code(old)) is not None
        assert client.post(SET_UP, {"code": _code(new)})["Location"] == "/account/2fa/"
        assert Authenticator.objects.filter(user=person, type="totp").count() == 1
        assert codes.spend(person, _code(old, 1)) is None
        assert codes.spend(person, _code(new, 1)).type == "totp"

    def test_may_take_it_away_once_they_are_no_staff_any_more(self) -> None:
        person = make.administrator()
        client = _signed_in(person, _with_second_factor(person))
        User.objects.filter(pk=person.pk).update(is_staff=False)
        assert client.post(TAKE_AWAY).status_code == 302
        assert Authenticator.objects.filter(user=person).count() == 0
        assert "停用" in mail.outbox[-1].subject

    def test_recovery_codes_alone_are_no_factor_that_could_stay(self) -> None:
        person = make.staff(Role.EXPERT)
        _with_second_factor(person)
        assert [row.type for row in Authenticator.objects.filter(user=person).order_by("type")] == [
            "recovery_codes",
            "totp",
        ]
        with pytest.raises(ValidationError, match="唯一可用"):
            secrets.hold(person, Authenticator.objects.get(user=person, type="totp").pk, Authenticator.Type.TOTP)


def test_members_may_switch_it_off() -> None:
    person = make.member(manage=True).user
    client = _signed_in(person, _with_second_factor(person))
    assert client.get(TAKE_AWAY).status_code == 200
    assert client.post(TAKE_AWAY)["Location"] == "/account/2fa/"
    assert Authenticator.objects.filter(user=person).count() == 0
