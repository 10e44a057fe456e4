"""Under an https address: cookies of the host alone, strict transport, and no page over http."""

import json
import subprocess
import sys

import pytest

from deploy.places import ROOT
from tests.deploy.test_start import surroundings

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ASK = """
import json
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
said = {}
for path in ("/account/login/", "/brands/", "/no-such-page/", "/api/v1/brands/", "/portal/"):
    answer = Client(headers={"host": "tianfu.example"}).get(path, secure=True)
    said[path] = [answer.status_code, dict(answer.items()), [morsel.OutputString() for morsel in answer.cookies.values()]]
plain = Client(headers={"host": "tianfu.example"}).get("/brands/?q=1")
said["plain"] = [plain.status_code, dict(plain.items()), []]
signed_in = Client(headers={"host": "tianfu.example"})
from tianfu.accounts.models import User
person = User.objects.create_user("https@example.com", "correct horse battery", name="x")
person.emailaddress_set.create(email=person.email, verified=True, primary=True)
given = {"login": person.email, "password": "correct horse battery"}
answer = signed_in.post("/account/login/", given, secure=True)
said["session"] = [answer.status_code, {}, [morsel.OutputString() for morsel in answer.cookies.values()]]
User.objects.filter(pk=person.pk).update(is_active=False, email="gone@example.com")
print("SAID", json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(django_db_setup, tmp_path_factory):
    """Path → (status, headers, cookies), asked in a process with the settings of a site under https."""
    env = surroundings(tmp_path_factory.mktemp("https"))
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", ASK],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("SAID ")]
    assert lines, done.stderr[-2000:]
    return json.loads(lines[0].removeprefix("SAID "))


def test_every_answer_asks_for_https_for_a_year_subdomains_included(said):
    for path, (status, headers, _) in said.items():
        if path not in ("plain", "session"):
            assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", (
                path,
                status,
            )


def test_cookies_belong_to_this_host_alone_and_go_over_https_only(said):
    cookies = [cookie for _, _, found in said.values() for cookie in found]
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"__Host-csrf", "__Host-session"}
    for cookie in cookies:
        assert "Secure" in cookie and "Path=/" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie
        assert ("HttpOnly" in cookie) is not cookie.startswith("__Host-csrf"), cookie


def test_a_page_asked_for_over_http_is_sent_on_to_https(said):
    status, headers, _ = said["plain"]
    assert (status, headers["Location"]) == (301, "https://tianfu.example/brands/?q=1")
