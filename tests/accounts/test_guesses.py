"""Guessing passwords from hundreds of addresses is slowed down, and never keeps the owner out."""

from collections.abc import Iterator

import pytest
from django.conf import settings as given
from django.core import mail
from django.test import Client

from tianfu.accounts.protection import attempts, guesses

from . import make
from .test_passkeys import enrol, sign_in_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("axes_on")]
NEW = "a wholly new sentence"
ATTACKERS = [f"198.51.{number // 250}.{number % 250 + 1}" for number in range(300)]


@pytest.fixture(autouse=True)
def _counting(settings) -> Iterator[None]:
    server = attempts.server()

    def empty() -> None:
        for key in [*server.scan_iter(f"{attempts._PREFIX}guess:*"), *server.scan_iter(f"{attempts._PREFIX}spared:*")]:
            server.delete(key)

    settings.GUESS_LIMITS = {**given.ALL_GUESS_LIMITS, "account": (10, 3600)}  # a tenth: quicker
    empty()
    yield
    empty()


def sign_in(client: Client, email: str, password: str, ip: str = "203.0.113.9"):
    return client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=ip)


def attack(email: str, addresses: list[str] = ATTACKERS[:15]) -> list[int]:
    return [sign_in(Client(), email, "a wrong guess", ip).status_code for ip in addresses]


def known_and_signed_in(email: str) -> Client:
    client = Client()
    assert sign_in(client, email, make.PASSWORD).status_code == 302
    return client


def known(email: str) -> Client:
    """The owner's browser, signed out again."""
    client = known_and_signed_in(email)
    client.post("/account/logout/", REMOTE_ADDR="203.0.113.9")
    return client


def reset(email: str) -> Client:
    """By the link in the mail, in a browser of its own."""
    client = Client(REMOTE_ADDR="192.0.2.44")
    client.post("/account/password/reset/", {"email": email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(link.removeprefix(given.PUBLIC_URL), follow=True)
    form = {"password1": NEW, "password2": NEW}
    assert client.post(page.redirect_chain[-1][0], form).status_code == 302
    return client


def test_three_hundred_addresses_guess_a_hundred_times_and_never_keep_the_owner_out(settings):
    settings.GUESS_LIMITS = given.ALL_GUESS_LIMITS
    owner, other = make.user(), make.user()
    at_home = known(owner.email)
    statuses = attack(owner.email, ATTACKERS)
    # Guessing from everywhere is slowed down …
    assert (statuses.count(200), statuses.count(429), statuses.index(429)) == (100, 200, 100)
    stranger = sign_in(Client(), owner.email, make.PASSWORD)
    assert (stranger.status_code, int(stranger["Retry-After"]) <= 3600) == (429, True)
    assert "用登录过这个账号的浏览器" in stranger.content.decode()
    # … the owner's browser signs in, other accounts do from anywhere.
    assert sign_in(at_home, owner.email, make.PASSWORD).status_code == 302
    assert sign_in(Client(), other.email, make.PASSWORD, ATTACKERS[0]).status_code == 302


def test_after_a_reset_by_mail_the_owner_signs_in_from_anywhere():
    owner = make.user()
    attack(owner.email)
    for _ in range(5):
        sign_in(Client(), owner.email, "wrong too", "203.0.113.9")
    reset(owner.email)
    assert sign_in(Client(), owner.email, NEW, "203.0.113.9").status_code == 302
    attack(owner.email)  # they go on
    assert sign_in(Client(), owner.email, NEW, "203.0.113.10").status_code == 302


def test_the_browser_of_the_reset_is_known_from_then_on():
    owner = make.user()
    client = reset(owner.email)
    attempts.forget(f"spared:{guesses._mark(owner.email)}")  # an hour later
    attack(owner.email)
    assert sign_in(Client(), owner.email, NEW).status_code == 429
    assert sign_in(client, owner.email, NEW).status_code == 302


def test_the_known_browser_passes_beside_an_attacker_in_the_same_network():
    owner = make.user()
    at_home = known(owner.email)
    for _ in range(8):
        sign_in(Client(), owner.email, "wrong", "203.0.113.9")
    assert sign_in(Client(), owner.email, make.PASSWORD).status_code == 429
    assert sign_in(at_home, owner.email, make.PASSWORD).status_code == 302


def test_a_passkey_passes():
    owner = make.user()
    device = enrol(known_and_signed_in(owner.email))
    attack(owner.email)
    assert sign_in(Client(), owner.email, make.PASSWORD).status_code == 429
    assert sign_in_by(device).get("/account/email/").status_code == 200


def test_a_known_browser_guesses_only_twenty_times():
    owner = make.user()
    at_home = known(owner.email)
    statuses = [sign_in(at_home, owner.email, f"guess {number}").status_code for number in range(22)]
    assert statuses == [200] * 20 + [429] * 2


def test_a_device_known_to_one_account_is_unknown_to_another():
    owner, other = make.user(), make.user()
    of_other = known(other.email)
    attack(owner.email)
    assert sign_in(of_other, owner.email, make.PASSWORD).status_code == 429


def test_a_forged_device_cookie_is_none():
    owner = make.user()
    attack(owner.email)
    client = Client()
    client.cookies["devices"] = f"[{owner.pk}]"
    assert sign_in(client, owner.email, make.PASSWORD).status_code == 429


def test_one_network_that_tries_many_accounts_is_stopped_and_others_are_not():
    people = [make.user() for _ in range(3)]
    names = [f"person{number}@example.com" for number in range(62)]
    statuses = [sign_in(Client(), name, "spring 2026", ATTACKERS[0]).status_code for name in names]
    assert statuses == [200] * 60 + [429] * 2
    assert sign_in(Client(), people[0].email, make.PASSWORD, ATTACKERS[0]).status_code == 429
    assert sign_in(Client(), people[1].email, make.PASSWORD, ATTACKERS[1]).status_code == 302


def test_an_unknown_account_is_slowed_down_the_same_way():
    statuses = attack("nobody@example.com")
    assert statuses == [200] * 10 + [429] * 5


def test_right_passwords_are_no_guesses(settings):
    settings.GUESS_LIMITS = {"account": (3, 60), "network": (3, 60), "known": (3, 60)}
    owner = make.user()
    assert [sign_in(Client(), owner.email, make.PASSWORD).status_code for _ in range(8)] == [302] * 8


def test_no_address_of_a_person_stands_in_redis():
    sign_in(Client(), "wang@example.com", "wrong")
    keys = b" ".join(attempts.server().scan_iter(f"{attempts._PREFIX}guess:*")).decode()
    assert "account:" in keys
    assert "wang" not in keys


def test_a_reset_by_mail_opens_the_browser_that_had_guessed_too_often():
    owner = make.user()
    at_home = known(owner.email)
    assert [sign_in(at_home, owner.email, f"guess {number}").status_code for number in range(21)][-1] == 429
    reset(owner.email)
    assert sign_in(at_home, owner.email, NEW).status_code == 302


def test_a_try_given_back_after_its_counter_has_ended_gives_nobody_one_more():
    key = "guess:ended"
    attempts.forget(key)
    attempts.give_back(key)
    assert [attempts.count(key, 60) for _ in range(2)] == [1, 2]
    attempts.give_back(key)
    assert attempts.count(key, 60) == 2
