"""Passkeys: enrolled, named, listed, shown at sign-in and again, taken away; whatever else is sent is one sentence."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.threads import together
from tianfu.accounts.factors import freshness, passkeys
from tianfu.accounts.models import User

from . import make
from .device import MADE, PRESENT, Device
from .test_sessions import _code, _sign_in, _with_second_factor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls_of_rules")]
ALL, ADD = "/account/2fa/", "/account/2fa/webauthn/add/"
SIGN_IN, SECOND, AGAIN = (
    "/account/2fa/webauthn/login/",
    "/account/2fa/authenticate/",
    "/account/2fa/webauthn/reauthenticate/",
)
REFUSED = "通行密钥没有通过核对"


def enrol(client: Client, name: str = "办公电脑") -> Device:
    device = Device()
    answer = client.post(ADD, {"name": name, "credential": device.make(client.get(ADD).context["options"])})
    assert answer.status_code == 302, answer.content.decode()
    return device


def with_passkey(person: User) -> Device:
    return enrol(_sign_in(person))


def options_of_sign_in(client: Client) -> dict:
    return client.get(SIGN_IN, headers={"Accept": "application/json"}).json()["request_options"]


def sign_in_by(device: Device, client: Client | None = None, **said: object) -> Client:
    client = client or Client()
    client.post(SIGN_IN, {"credential": device.show(options_of_sign_in(client), **said)})
    return client


def opens(client: Client, path: str = "/rule/signed_in/") -> bool:
    return client.get(path).status_code == 200


def test_a_passkey_is_added_with_a_name_listed_and_reported_by_mail(told: list[dict]) -> None:
    person = make.user()
    client = _sign_in(person)
    enrol(client, "我的手机")
    page = client.get(ALL).content.decode()
    assert "我的手机" in page
    assert "尚未使用" in page
    assert mail.outbox[-1].subject == "【天府名品】已添加通行密钥"
    assert {"second_factor.added"} == {event["action"] for event in told}
    assert sorted(row.type for row in Authenticator.objects.filter(user=person)) == ["recovery_codes", "webauthn"]


def test_only_what_is_needed_of_an_answer_is_kept() -> None:
    person = make.user()
    client, device = _sign_in(person), Device()
    answer = json.loads(device.make(client.get(ADD).context["options"])) | {"more": "x" * 500}
    client.post(ADD, {"name": "甲", "credential": json.dumps(answer)})
    kept = Authenticator.objects.get(user=person, type="webauthn").data
    assert sorted(kept["credential"]) == ["clientExtensionResults", "id", "rawId", "response", "type"]


def test_signing_in_by_the_passkey_alone_is_both_factors_also_for_staff(settings) -> None:
    settings.STAFF_MFA = "required"
    device = with_passkey(make.administrator())
    client = sign_in_by(device)
    assert opens(client, "/rule/admin/")
    request = client.get("/rule/admin/").wsgi_request
    assert freshness.way(request) == freshness.PASSKEY


def test_signing_in_leads_to_where_one_wanted_to_go_and_a_refusal_keeps_it() -> None:
    device, client = with_passkey(make.user()), Client()
    wrong = client.post(SIGN_IN, {"credential": "{}", "next": "/rule/signed_in/?page=2"})
    assert wrong["Location"] == "/account/login/?next=%2Frule%2Fsigned_in%2F%3Fpage%3D2"
    assert REFUSED in client.get(wrong["Location"]).content.decode()
    right = client.post(
        SIGN_IN, {"credential": device.show(options_of_sign_in(client)), "next": "/rule/signed_in/?page=2"}
    )
    assert right["Location"] == "/rule/signed_in/?page=2"


def test_after_the_password_the_passkey_is_the_second_step() -> None:
    person = make.user()
    device, client = with_passkey(person), Client()
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    assert not opens(client)
    options = client.get(SECOND).context["js_data"]["request_options"]
    assert client.post(SECOND, {"credential": device.show(options)}).status_code == 302
    assert opens(client)


def test_with_a_passkey_the_password_alone_changes_nothing_of_the_account() -> None:
    """No weaker side door: whoever took a session over and knows the password adds no passkey of his own."""
    person = make.user()
    device = with_passkey(person)
    client = sign_in_by(device)
    session = client.session
    session[freshness.SHOWN]["at"] -= 301
    session["account_authentication_methods"] = []
    session.save()
    assert client.get(ADD)["Location"].startswith(AGAIN)
    assert client.get("/account/reauthenticate/")["Location"].startswith(AGAIN)
    page = client.get(f"{AGAIN}?next={ADD}")
    shown = client.post(AGAIN, {"credential": device.show(page.context["js_data"]["request_options"]), "next": ADD})
    assert shown["Location"] == ADD
    assert client.get(ADD).status_code == 200


WRONG = {
    "another address": {"origin": "https://tianfu.example.evil"},
    "another port": {"origin": "http://localhost:1"},
    "below our address": {"origin": "http://evil.localhost:8000"},
    "another party": {"host": "evil.example"},
    "nobody checked": {"flags": PRESENT},
    "nobody there": {"flags": 0},
    "another challenge": {"challenge": "A" * 43},
    "somebody else's name": {"handle": b"zz"},
    "no name": {"handle": b""},
    "a name that is none": {"handle": b"\xff\xfe" * 40},
}


@pytest.mark.parametrize("said", WRONG.values(), ids=WRONG.keys())
def test_an_answer_that_does_not_fit_signs_nobody_in(said: dict) -> None:
    device = with_passkey(make.user())
    client = sign_in_by(device, **said)
    assert REFUSED in client.get("/account/login/").content.decode()
    assert not opens(client)


@pytest.mark.parametrize("said", [said for said in WRONG.values() if "handle" not in said])
def test_an_answer_that_does_not_fit_adds_nothing(said: dict) -> None:
    person = make.user()
    client = _sign_in(person)
    options = client.get(ADD).context["options"]
    flags = {"flags": said["flags"] | MADE} if "flags" in said else {}
    answer = client.post(ADD, {"name": "甲", "credential": Device().make(options, **{**said, **flags})})
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert Authenticator.objects.filter(user=person).count() == 0


RUBBISH = (
    "", " ", "null", "[]", "{}", "5", '"a"', "9" * 5000, "[" * 9000, '{"a":' * 3000, "x" * 30000, "²", "NaN",
    '{"id":"","rawId":"","type":"public-key","response":null}', '{"id":1,"rawId":[],"response":{"userHandle":{}}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
    '{"id":"\ud800","rawId":"%","type":"x","response":{"clientDataJSON":"%%%"}}',
)  # fmt: skip


def test_what_is_no_answer_of_a_browser_is_a_sentence_everywhere(settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    person = make.user()
    device = with_passkey(person)
    for text in RUBBISH:
        sent = {"credential": text.encode("utf-8", "replace").decode()}
        client = Client()
        options_of_sign_in(client)
        assert client.post(SIGN_IN, sent)["Location"] == "/account/login/"
        assert REFUSED in client.get("/account/login/").content.decode(), text
        client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
        client.get(SECOND)
        assert REFUSED in client.post(SECOND, sent).content.decode(), text
        signed_in = sign_in_by(device)
        signed_in.get(AGAIN)
        assert REFUSED in signed_in.post(AGAIN, sent).content.decode(), text
        signed_in.get(ADD)
        assert REFUSED in signed_in.post(ADD, {"name": "甲", **sent}).content.decode(), text


def test_another_persons_passkey_is_none_of_this_person() -> None:
    mine, other = make.user(), make.user()
    mine_handle = with_passkey(mine).handle
    theirs = with_passkey(other)
    client = Client()
    client.post("/account/login/", {"login": mine.email, "password": make.PASSWORD})
    options = client.get(SECOND).context["js_data"]["request_options"]
    assert REFUSED in client.post(SECOND, {"credential": theirs.show(options)}).content.decode()
    assert not opens(client)
    assert not opens(sign_in_by(theirs, handle=mine_handle))


def test_an_answer_works_once_and_a_challenge_goes_with_a_wrong_answer_too() -> None:
    device = with_passkey(make.user())
    client = Client()
    answer = device.show(options_of_sign_in(client))
    client.post(SIGN_IN, {"credential": "{}"})
    client.post(SIGN_IN, {"credential": answer})
    assert not opens(client)
    answer = device.show(options_of_sign_in(client))
    client.post(SIGN_IN, {"credential": answer})
    assert opens(client)
    client.post("/account/logout/")
    client.post(SIGN_IN, {"credential": answer})
    assert not opens(client)


def test_the_challenge_of_another_session_opens_nothing_here() -> None:
    device = with_passkey(make.user())
    client = Client()
    options_of_sign_in(client)
    client.post(SIGN_IN, {"credential": device.show(options_of_sign_in(Client()))})
    assert not opens(client)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_counters")
def test_of_requests_that_show_one_answer_at_once_one_is_let_in() -> None:
    device = with_passkey(make.user())
    client = Client()
    answer = device.show(options_of_sign_in(client))
    cookie = client.cookies["session"].value

    def send(_: int) -> bool:
        twin = Client()
        twin.cookies["session"] = cookie
        twin.post(SIGN_IN, {"credential": answer})
        return opens(twin)

    assert sorted(together(6, send)) == [False] * 5 + [True]


def test_one_passkey_is_not_added_twice() -> None:
    person = make.user()
    client = _sign_in(person)
    device = enrol(client)
    options = client.get(ADD).context["options"]
    assert len(options["publicKey"]["excludeCredentials"]) == 1
    answer = client.post(ADD, {"name": "再来", "credential": device.make(options)})
    assert "已经添加过" in answer.content.decode()
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1


def test_a_name_is_needed_and_cleaned_and_can_be_changed() -> None:
    person = make.user()
    client = _sign_in(person)
    device = Device()
    options = client.get(ADD).context["options"]
    assert "请填写名称" in client.post(ADD, {"name": " ", "credential": device.make(options)}).content.decode()
    enrol(client, "  电\u200b脑 ")
    key = Authenticator.objects.get(user=person, type="webauthn")
    assert str(key) == "电脑"
    path = f"/account/2fa/webauthn/keys/{key.pk}/edit/"
    assert "最多" in client.post(path, {"name": "长" * 61}).content.decode()
    assert client.post(path, {"name": "办公电脑"})["Location"] == ALL
    assert "办公电脑" in client.get(ALL).content.decode()


def test_nobody_names_or_takes_away_anothers_passkey() -> None:
    other = make.user()
    with_passkey(other)
    key = Authenticator.objects.get(user=other, type="webauthn")
    client = _sign_in(make.user())
    for act in ("edit", "remove"):
        assert client.post(f"/account/2fa/webauthn/keys/{key.pk}/{act}/", {"name": "我的"}).status_code == 404


def test_a_removed_passkey_opens_nothing_ends_other_sessions_and_is_reported() -> None:
    person = make.member(manage=True).user
    device = with_passkey(person)
    here, there = sign_in_by(device), sign_in_by(device)
    key = Authenticator.objects.get(user=person, type="webauthn")
    assert here.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")["Location"] == ALL
    assert mail.outbox[-1].subject == "【天府名品】已移除通行密钥"
    assert not opens(there)
    assert not opens(sign_in_by(device))


class TestStaffWhoMustHaveOne:
    @pytest.fixture(autouse=True)
    def _required(self, settings) -> None:
        settings.STAFF_MFA = "required"

    def test_begin_with_a_passkey_and_keep_the_last_one(self) -> None:
        person = make.administrator()
        client = _sign_in(person)
        assert client.get("/rule/admin/")["Location"] == ALL
        enrol(client)
        assert opens(client, "/rule/admin/")
        key = Authenticator.objects.get(user=person, type="webauthn")
        path = f"/account/2fa/webauthn/keys/{key.pk}/remove/"
        page, posted = client.get(path), client.post(path)
        assert (page.status_code, posted.status_code) == (200, 422)
        assert "您唯一可用的一种，不能停用" in page.content.decode()
        assert "您唯一可用的一种，不能停用" in posted.content.decode()
        assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1

    @pytest.mark.race
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.usefixtures("no_counters")
    def test_of_two_that_take_one_each_at_once_one_stays(self) -> None:
        person = make.administrator()
        device = with_passkey(person)
        _with_second_factor(person)
        key = Authenticator.objects.get(user=person, type="webauthn")
        clients = [sign_in_by(device), sign_in_by(device)]
        paths = [f"/account/2fa/webauthn/keys/{key.pk}/remove/", "/account/2fa/totp/deactivate/"]
        together(2, lambda number: clients[number].post(paths[number]).status_code)
        assert Authenticator.objects.filter(user=person).exclude(type="recovery_codes").count() == 1

    def test_a_factor_whose_key_is_lost_is_no_other_one(self, settings) -> None:
        person = make.administrator()
        device = with_passkey(person)
        secret = _with_second_factor(person)
        settings.ENCRYPTION_KEYS = ["another-key-0123456789-0123456789-0123"]
        settings.SECRET_KEY_FALLBACKS = []
        client = sign_in_by(device)
        key = Authenticator.objects.get(user=person, type="webauthn")
        assert client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/").status_code == 422
        assert _code(secret)


def test_a_person_has_as_many_passkeys_as_are_allowed_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(passkeys, "MOST", 2)
    client = _sign_in(make.user())
    enrol(client)
    enrol(client, "手机")
    device = Device()
    answer = client.post(ADD, {"name": "平板", "credential": device.make(client.get(ADD).context["options"])})
    assert (passkeys.MANY in answer.content.decode(), Authenticator.objects.filter(type="webauthn").count()) == (
        True,
        2,
    )
