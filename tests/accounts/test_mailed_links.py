"""Links in mails stand under PUBLIC_URL, whatever host and port a request came to; answers tell no known address."""

import re
import time
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from tests.some import some
from tianfu.accounts.protection.equal_time import ANSWER_SECONDS
from tianfu.accounts.sign_in.adapter import AccountAdapter, public

from . import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
OURS = "https://mingpin.example"
HOSTS = ["testserver", "testserver:4444", "localhost:1", "127.0.0.1:65535"]


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PUBLIC_URL = OURS


def links():
    return [address for row in mail.outbox for address in re.findall(r"https?://[^\s）。，]+", row.body)]


@pytest.mark.parametrize("host", HOSTS)
def test_a_reset_link_never_takes_host_or_port_of_the_request(host):
    make.user("known@example.com")
    answer = Client(headers={"host": host, "x-forwarded-host": "evil.example", "x-forwarded-proto": "http"}).post(
        "/account/password/reset/", {"email": "known@example.com"}
    )
    assert answer.status_code == 302
    assert links() and {urlsplit(link)._replace(path="", query="").geturl() for link in links()} == {OURS}
    assert any("/password/reset/key/" in link for link in links())


@pytest.mark.parametrize("host", HOSTS)
def test_the_mail_for_a_taken_address_leads_nowhere_else(host):
    make.user("known@example.com")
    words = "a wholly new sentence"
    Client(headers={"host": host}).post(
        "/account/signup/",
        {"email": "known@example.com", "password1": words, "password2": words, "name": "张三", "agree": "on"},
    )
    assert mail.outbox
    assert [link for link in some(links()) if not link.startswith(OURS + "/")] == []


def test_every_address_in_the_words_of_a_mail_is_rewritten(rf, monkeypatch):
    seen = {}

    class Kept:
        def send(self):
            pass

    def render(self, prefix, email, context, headers=None):
        seen.update(context)
        return Kept()

    monkeypatch.setattr(AccountAdapter, "render_mail", render)
    AccountAdapter(rf.get("/")).send_mail(
        "account/email/any", "a@example.com",
        {"password_reset_url": "http://evil.example:81/a/?b=1#c", "signup_url": "//evil.example/d", "user": "x"},
    )  # fmt: skip
    assert (seen["password_reset_url"], seen["signup_url"]) == (OURS + "/a/?b=1#c", OURS + "/d")
    assert public("") == ""


def test_known_and_unknown_addresses_are_answered_after_the_same_time():
    make.user("known@example.com")
    words = "a wholly new sentence"

    def took(path, email, number):
        client, began = Client(REMOTE_ADDR=f"198.51.100.{number}"), time.monotonic()
        client.post(path, {"email": email, "password1": words, "password2": words, "name": "张三", "agree": "on"})
        return time.monotonic() - began

    for at, path in enumerate(("/account/password/reset/", "/account/signup/")):
        known, unknown = [], []
        # On a machine that does other things, some take longer: of each kind one must not.
        for n in range(12):
            known.append(took(path, "known@example.com", 100 * at + n))
            unknown.append(took(path, f"unknown{n}@example.com", 100 * at + 50 + n))
            if n >= 2 and abs(min(known) - min(unknown)) < ANSWER_SECONDS / 2:
                break
        assert min(known + unknown) >= ANSWER_SECONDS
        assert abs(min(known) - min(unknown)) < ANSWER_SECONDS / 2, (path, known, unknown)
