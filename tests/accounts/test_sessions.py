import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client

from tianfu.accounts.access.sessions import LAST_SEEN_AT, SIGNED_IN_AT, second_factor_set_up
from tianfu.accounts.grants.ends import disable, enable
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role

from . import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls_of_rules")]

MINUTE, HOUR = 60, 3600


def _sign_in(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    response = client.post("/account/login/", {"login": user.email, "password": make.PASSWORD})
    assert response.status_code == 302
    return client


def _age(client: Client, *, idle: float = 0, old: float = 0) -> None:
    """As if the clock had moved on: nothing happened for `idle` seconds, the sign-in was `old` seconds ago."""
    session = client.session
    session[LAST_SEEN_AT] = time.time() - idle
    session[SIGNED_IN_AT] = time.time() - max(old, idle)
    session.save()


def _code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + step))


def _with_second_factor(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@pytest.mark.parametrize(
    ("staff", "idle", "old", "alive"),
    [
        (True, 14 * MINUTE, 0, True),
        (True, 16 * MINUTE, 0, False),
        (True, 0, 11.9 * HOUR, True),
        (True, 0, 12.1 * HOUR, False),
        (False, 16 * MINUTE, 0, True),
        (False, 29 * MINUTE, 0, True),
        (False, 31 * MINUTE, 0, False),
        (False, 0, 23.9 * HOUR, True),
        (False, 0, 24.1 * HOUR, False),
    ],
)
def test_a_session_ends_when_idle_or_old(*, staff: bool, idle: float, old: float, alive: bool) -> None:
    person = make.staff(Role.EXPERT) if staff else make.user()
    client = _sign_in(person)
    client.get("/rule/signed_in/")
    _age(client, idle=idle, old=old)
    assert client.get("/rule/signed_in/").status_code == (200 if alive else 302)


def test_an_expired_session_leads_back_to_the_page_and_says_why() -> None:
    client = _sign_in(make.user())
    client.get("/rule/signed_in/")
    _age(client, idle=31 * MINUTE)
    response = client.get("/rule/signed_in/?page=2")
    assert response["Location"] == "/account/login/?next=/rule/signed_in/%3Fpage%3D2"
    page = client.get(response["Location"]).content.decode()
    assert "已超过规定时间没有操作" in page
    assert "?page=2" in page


def test_an_expired_session_answers_autosave_with_401() -> None:
    client = _sign_in(make.user())
    client.get("/rule/signed_in/")
    _age(client, idle=31 * MINUTE)
    response = client.post("/rule/signed_in/", headers={"X-Requested-With": "fetch"})
    assert (response.status_code, response["X-Session-Expired"]) == (401, "1")


def test_public_pages_stay_open_with_an_expired_session() -> None:
    client = _sign_in(make.user())
    _age(client, idle=31 * MINUTE)
    assert client.get("/rule/public/").status_code == 200


def test_use_keeps_a_session_alive_and_the_cookie_is_renewed_at_sign_in() -> None:
    client = Client()
    client.get("/account/login/")
    client.session.save()
    before = client.session.session_key
    _sign_in(make.user(), client)
    assert client.session.session_key != before
    client.get("/rule/signed_in/")
    for _ in range(3):
        _age(client, idle=20 * MINUTE, old=2 * HOUR)
        assert client.get("/rule/signed_in/").status_code == 200


def test_signing_out_ends_the_session_for_the_old_cookie() -> None:
    client = _sign_in(make.user())
    cookie = client.cookies["session"].value
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["session"] = cookie
    assert thief.get("/rule/signed_in/").status_code == 302


def test_changing_the_password_ends_the_other_sessions() -> None:
    person = make.user()
    here, there = _sign_in(person), _sign_in(person)
    new = "another long sentence"
    answer = here.post("/account/password/change/", {"oldpassword": make.PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert here.get("/rule/signed_in/").status_code == 200
    assert there.get("/rule/signed_in/").status_code == 302
    assert "密码已修改" in mail.outbox[-1].subject


def test_closing_an_account_ends_its_sessions_for_good() -> None:
    person, admin = make.user(), make.administrator()
    there = _sign_in(person)
    disable(person, actor=admin, reason="离职", identity="password")
    enable(person, actor=admin, reason="返聘", identity="password")
    assert there.get("/rule/signed_in/").status_code == 302
    assert UserSession.objects.filter(user=person).count() == 0


def test_people_see_and_end_their_other_sessions() -> None:
    person = make.user()
    here, there = _sign_in(person), _sign_in(person)
    assert here.get("/account/sessions/").content.decode().count('<li class="panel">') == 2
    here.post("/account/sessions/")
    assert there.get("/rule/signed_in/").status_code == 302
    assert here.get("/rule/signed_in/").status_code == 200
    assert UserSession.objects.filter(user=person).count() == 1


def test_a_new_browser_is_reported_by_mail_and_a_known_one_is_not() -> None:
    person = make.user()
    first = _sign_in(person)
    assert mail.outbox == []
    first.post("/account/logout/")
    _sign_in(person, first)
    assert mail.outbox == []
    _sign_in(person)
    assert [message.subject for message in mail.outbox] == ["【天府名品】在新设备上登录"]


class TestSecondFactorOfStaff:
    @pytest.fixture(autouse=True)
    def _required(self, settings) -> None:
        settings.STAFF_MFA = "required"

    def test_without_one_only_the_enrolment_opens(self) -> None:
        client = _sign_in(make.administrator())
        for path in ("/rule/staff/", "/rule/admin/", "/rule/signed_in/", "/console/", "/account/done/"):
            assert (path, client.get(path)["Location"]) == (path, "/account/2fa/")
        assert client.get("/account/2fa/totp/activate/").status_code == 200
        assert client.get("/account/2fa/").status_code == 200
        assert client.get("/rule/public/").status_code == 200
        error = client.get("/api/v1/audit/").json()["error"]
        assert (error["code"], error["message"]) == ("second_factor_required", "请先完成两步验证。")
        assert client.post("/account/logout/").status_code == 302

    # A real transaction: other sessions end, and mails go, when the key is stored.
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.usefixtures("no_counters")
    def test_setting_it_up_opens_the_console_and_is_reported(self, told: list[dict]) -> None:
        person = make.administrator()
        client, other = _sign_in(person), _sign_in(person)
        secret = client.get("/account/2fa/totp/activate/").context["form"].secret
        wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
        assert "动态验证码不正确" in wrong.content.decode()
        done = client.post("/account/2fa/totp/activate/", {"code": _code(secret)})
        assert done.status_code == 302
        assert client.get("/rule/admin/").status_code == 200
        assert other.get("/rule/public/").wsgi_request.user.is_anonymous
        assert [event["action"] for event in told if event["action"].startswith("second")] == [
            "second_factor.added",
            "second_factor.added",
        ]
        assert "两步验证已启用" in "".join(message.subject for message in mail.outbox)
        # A copy of the database does not give the secret away.
        assert secret not in str(Authenticator.objects.get(user=person, type="totp").data)

    def test_at_sign_in_the_code_is_asked_and_works_once(self) -> None:
        person = make.administrator()
        secret = _with_second_factor(person)
        client = Client()
        answer = client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
        assert answer["Location"].startswith("/account/2fa/authenticate/")
        assert client.get("/rule/signed_in/").status_code == 302
        code = _code(secret)
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
        assert client.get("/rule/admin/").status_code == 200
        again = Client()
        again.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
        assert "动态验证码不正确" in again.post("/account/2fa/authenticate/", {"code": code}).content.decode()

    def test_a_recovery_code_replaces_a_lost_phone_once(self) -> None:
        person = make.administrator()
        _with_second_factor(person)
        code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
        for expected in (302, 200):
            client = Client()
            client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
            assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == expected

    def test_a_session_from_before_must_show_the_code(self) -> None:
        person = make.administrator()
        client = _sign_in(person)
        secret = _with_second_factor(person)
        response = client.get("/rule/admin/")
        assert response["Location"] == "/account/2fa/reauthenticate/?next=/rule/admin/"
        shown = client.post(response["Location"], {"code": _code(secret), "next": "/rule/admin/"})
        assert shown["Location"] == "/rule/admin/"
        assert client.get("/rule/admin/").status_code == 200

    def test_members_of_enterprises_need_none(self) -> None:
        assert _sign_in(make.member(manage=True).user).get("/rule/enterprise/").status_code == 200

    def test_a_reset_password_does_not_replace_it(self) -> None:
        person = make.administrator()
        _with_second_factor(person)
        client = Client()
        client.post("/account/password/reset/", {"email": person.email})
        link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
        page = client.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
        new = "a wholly new sentence"
        client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
        answer = client.post("/account/login/", {"login": person.email, "password": new})
        assert answer["Location"].startswith("/account/2fa/authenticate/")
        assert client.get("/rule/admin/").status_code == 302


def test_an_upload_that_began_in_time_is_taken_though_the_session_ended_on_its_way(settings) -> None:
    person, client = make.user(), Client()
    client.force_login(person)
    session, now = client.session, time.time()
    session[SIGNED_IN_AT], session[LAST_SEEN_AT] = now - 7200, now - 3600
    session.save()
    came = {"tianfu.came": now - 3600 + 60}  # its body took 59 minutes; the limit is 30
    assert client.get("/rule/signed_in/", **came).status_code == 200
    assert client.get("/rule/signed_in/").status_code == 200  # that was a use of it
    session = client.session
    session[LAST_SEEN_AT] = now - 3600
    session.save()
    assert client.get("/rule/signed_in/", headers={"tianfu.came": str(now - 3590)}).status_code == 302
    assert client.get("/rule/signed_in/", **{"tianfu.came": now + 9999}).status_code == 302


def test_recovery_codes_alone_are_no_second_factor() -> None:
    person = make.user()
    RecoveryCodes.activate(person)
    assert not second_factor_set_up(person)
    TOTP.activate(person, generate_totp_secret())
    assert second_factor_set_up(person)
