import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.db import connection
from django.test import Client

from tianfu.accounts.access.sessions import SIGNED_IN_AT
from tianfu.accounts.models import User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.protection.throttle import cool_off
from tianfu.accounts.sign_in.signup_fields import PRIVACY_VERSION

from . import make

pytestmark = pytest.mark.django_db

SIGN_UP = {
    "name": "王芳",
    "email": "Wang.Fang@Example.com",
    "password1": "a pickle maker's sentence",
    "password2": "a pickle maker's sentence",
    "agree": "on",
}


def _age(client: Client, *, old: float) -> None:
    client.get("/account/email/")
    session = client.session
    session[SIGNED_IN_AT] -= old
    session.save()


def _mailed_code() -> str:
    return re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE)[1]


def _errors(response: object) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def _try(client: Client, email: str, password: str, ip: str = "198.51.100.7"):
    return client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=ip)


def test_signing_up_and_confirming_the_address_signs_in() -> None:
    client = Client()
    answer = client.post("/account/signup/", SIGN_UP)
    assert answer["Location"] == "/account/confirm-email/"
    person = User.objects.get(email="wang.fang@example.com")
    assert (person.name, person.is_staff, person.privacy_version) == ("王芳", False, PRIVACY_VERSION)
    assert person.privacy_agreed_at is not None
    assert mail.outbox[-1].subject == "【天府名品】验证电子邮箱，完成注册"
    assert client.get("/account/email/").status_code == 302
    wrong = client.post("/account/confirm-email/", {"code": "WRONG1"})
    assert "验证码不正确" in wrong.content.decode()
    assert client.post("/account/confirm-email/", {"code": _mailed_code()}).status_code == 302
    assert EmailAddress.objects.get(user=person).verified
    assert client.get("/account/email/").wsgi_request.user == person


def test_an_unconfirmed_address_does_not_sign_in() -> None:
    Client().post("/account/signup/", SIGN_UP)
    client = Client()
    answer = client.post("/account/login/", {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]})
    assert answer["Location"] == "/account/confirm-email/"
    assert client.get("/account/email/").status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "请填写您的姓名。"),
        ("email", "", "请填写电子邮箱。"),
        ("email", "wang", "电子邮箱格式不对"),
        ("password1", "short", "密码至少 12 个字符"),
        ("password1", "tianfu-for-ever-and", "不要出现“tianfu”"),
        ("password2", "another sentence", "密码"),
        ("agree", "", "请先阅读隐私说明"),
    ],
)
def test_each_mistake_at_sign_up_is_named_at_its_field(field: str, value: str, words: str) -> None:
    response = Client().post("/account/signup/", {**SIGN_UP, field: value})
    assert response.status_code == 200
    assert any(words in error for error in _errors(response)[field])
    assert not User.objects.exists()


def test_nobody_makes_themselves_staff_by_posting_more_fields() -> None:
    Client().post("/account/signup/", {**SIGN_UP, "is_staff": "1", "is_superuser": "1", "is_active": "0"})
    person = User.objects.get()
    assert (person.is_staff, person.is_superuser, person.is_active) == (False, False, True)


def test_signing_up_with_a_taken_address_looks_the_same_and_tells_its_owner() -> None:
    make.user("wang.fang@example.com")
    answer = Client().post("/account/signup/", SIGN_UP)
    assert answer["Location"] == "/account/confirm-email/"
    assert User.objects.count() == 1
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("【天府名品】您已注册过", ["wang.fang@example.com"])
    ]


def test_addresses_differ_by_more_than_case() -> None:
    make.user("chen@example.com")
    assert User.objects.get_by_natural_key("CHEN@example.com").email == "chen@example.com"
    assert _try(Client(), " CHEN@Example.com ", make.PASSWORD).status_code == 302


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer() -> None:
    make.user("known@example.com")

    def answer(email: str) -> tuple[int, dict[str, list[str]]]:
        response = _try(Client(), email, "not the password")
        return response.status_code, _errors(response)

    assert answer("known@example.com") == answer("unknown@example.com")


def test_a_reset_for_an_unknown_address_gets_the_same_answer_and_no_mail() -> None:
    make.user("known@example.com")
    pages = []
    for email in ("known@example.com", "unknown@example.com"):
        response = Client().post("/account/password/reset/", {"email": email}, follow=True)
        body = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
        pages.append((response.redirect_chain, body))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["known@example.com"]]


def test_a_reset_link_works_once_and_is_reported(told: list[dict]) -> None:
    person = make.user("known@example.com")
    client = Client()
    client.post("/account/password/reset/", {"email": person.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    path = link.removeprefix(settings.PUBLIC_URL)
    page = client.get(path, follow=True)
    new = "a wholly new sentence"
    assert client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new}).status_code == 302
    assert ("password.changed", {"way": "mail_link"}) in [(event["action"], event["data"]) for event in told]
    assert "链接无效" in Client().get(path, follow=True).content.decode()
    assert _try(Client(), person.email, new).status_code == 302


def test_changing_the_address_needs_the_password_and_the_code_and_tells_the_old_one(told: list[dict]) -> None:
    person = make.user("old@example.com")
    client = Client()
    _try(client, person.email, make.PASSWORD)
    _age(client, old=6 * 60)
    form = {"email": "new@example.com", "action_add": ""}
    assert client.post("/account/email/", form)["Location"].startswith("/account/reauthenticate/")
    again = "/account/reauthenticate/?next=/account/email/"
    assert "密码不正确" in client.post(again, {"password": "wrong"}).content.decode()
    before = client.session.session_key
    answer = client.post(again, {"password": make.PASSWORD})
    # A step up renews the id of the session and keeps it in the list of devices.
    assert client.session.session_key != before
    assert UserSession.objects.get(user=person).session_key == client.session.session_key
    assert answer["Location"].startswith("/account/confirm-email/")
    assert User.objects.get().email == "old@example.com"
    client.post("/account/confirm-email/", {"code": _mailed_code()})
    assert User.objects.get().email == "new@example.com"
    assert "old@example.com" in [to for message in mail.outbox for to in message.to if "已更换" in message.subject]
    assert told[-1]["action"] == "email.changed"
    assert told[-1]["data"] == {"from": "old@example.com", "to": "new@example.com"}


def test_passwords_are_kept_as_argon2id_and_older_ones_upgraded(settings) -> None:
    person = make.user()
    assert identify_hasher(person.password).algorithm == "md5"
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    _try(Client(), person.email, make.PASSWORD)
    assert User.objects.get().password.startswith("argon2$argon2id$")


class TestLockOut:
    @pytest.fixture(autouse=True)
    def _axes(self, settings) -> None:
        settings.AXES_ENABLED = True

    def test_the_fifth_wrong_password_closes_the_account_for_this_address_only(self, told: list[dict]) -> None:
        victim, other = make.user("victim@example.com"), make.user("other@example.com")
        answers = [_try(Client(), victim.email, "wrong password") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
        assert "5 分钟" in answers[-1].content.decode()
        assert answers[-1]["Retry-After"] == "300"
        assert _try(Client(), victim.email, make.PASSWORD).status_code == 429
        # The victim at home and everybody else at the attacker's address still get in.
        assert _try(Client(), victim.email, make.PASSWORD, ip="203.0.113.9").status_code == 302
        assert _try(Client(), other.email, make.PASSWORD).status_code == 302
        locks = [event for event in told if event["action"] == "sign_in.locked"]
        assert [(event["user"], event["data"]["ip"]) for event in locks] == [(victim, "198.51.100.7")]

    def test_an_unknown_account_is_closed_the_same_way(self) -> None:
        answers = [_try(Client(), "nobody@example.com", "wrong password") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]

    def test_another_spelling_or_browser_is_the_same_account(self) -> None:
        make.user("victim@example.com")
        for spelling in ("victim@example.com", "VICTIM@example.com", " Victim@Example.com"):
            _try(Client(headers={"User-Agent": spelling}), spelling, "wrong password")
        assert _try(Client(), "victim@example.com", "wrong password").status_code == 200
        assert _try(Client(), "victim@example.com", "wrong password").status_code == 429

    def test_the_lock_ends_by_itself_and_grows_with_repetition(self, rf) -> None:
        victim = make.user("victim@example.com")
        for _ in range(5):
            _try(Client(), victim.email, "wrong password")
        attempt = AccessAttempt.objects.get()
        attempt.attempt_time -= cool_off(None)
        attempt.save()
        assert _try(Client(), victim.email, make.PASSWORD).status_code == 302
        for _ in range(5):
            last = _try(Client(), victim.email, "wrong password")
        assert (last.status_code, last["Retry-After"]) == (429, "600")
        for _ in range(9):
            log = AccessFailureLog.objects.filter(locked_out=True).first()
            log.pk = None
            log.save()
        request = rf.post("/account/login/", {"login": victim.email}, REMOTE_ADDR="198.51.100.7")
        assert cool_off(request).total_seconds() == 3600
        for hours, wait in ((23, 3600), (24, 300)):  # what is a day ago counts no more
            AccessFailureLog.objects.update(attempt_time=real_now() - timedelta(hours=hours))
            assert cool_off(request).total_seconds() == wait, hours

    def test_a_hundred_guesses_at_one_account_leave_the_others_alone(self) -> None:
        make.user("victim@example.com")
        others = [make.user() for _ in range(3)]
        for number in range(100):
            _try(Client(), "victim@example.com", f"guess {number}", ip="192.0.2.1")
        assert [_try(Client(), other.email, make.PASSWORD).status_code for other in others] == [302, 302, 302]
        # Nor does a success of the attacker wipe the count of another account.
        assert _try(Client(), "victim@example.com", make.PASSWORD, ip="192.0.2.1").status_code == 429


def test_a_waiting_sign_in_can_be_left_for_another_account() -> None:
    client = Client()
    client.post("/account/signup/", SIGN_UP)
    assert client.get("/account/login/").status_code == 302
    assert client.post("/account/logout/", {"next": "/account/login/"})["Location"] == "/account/login/"
    assert client.get("/account/login/").status_code == 200


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_counters")
def test_a_form_posted_many_times_at_once_makes_one_account() -> None:
    start = Barrier(5)
    answers = []

    def post() -> None:
        start.wait()
        try:
            answers.append(Client().post("/account/signup/", SIGN_UP).status_code)
        finally:
            connection.close()

    threads = [Thread(target=post) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 5
    assert User.objects.count() == EmailAddress.objects.count() == 1
