"""Public pages are given out again for a few seconds: the same bytes to everybody, never anybody's own, never longer."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.authorizations.states import Act
from tests import make
from tests.certification.authorizations.test_sanctions import act
from tianfu.accounts.protection import attempts, limits
from tianfu.accounts.roles import Role
from tianfu.site.answers import page_cache
from tianfu.site.answers.page_cache import PageCache
from tianfu.site.answers.public_answers import PublicAnswersMiddleware
from tianfu.site.answers.reception import Reception

pytestmark = pytest.mark.django_db


class AtOnce:
    """Runs what a desk would run, in the thread (and transaction) of the test."""

    def ask(self, work: Any, *given: Any) -> Any:
        return work(*given)

    def queue(self) -> int:
        return 0


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Site:
    """The platform behind its reception; `ask` gives (status, headers, body) and what it cost in queries."""

    def __init__(self, application: Any = None) -> None:
        self.clock = Clock()
        self.pages = PageCache(self.clock)
        self.reception = Reception(application or WSGIHandler(), desks=1, pages=self.pages)
        self.reception.desks = AtOnce()
        self.queries = 0

    def ask(self, address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote(parts.path).encode().decode("latin-1"), "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "192.0.2.7", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), **headers,
        }  # fmt: skip
        told: list[Any] = []
        with CaptureQueriesContext(connection) as found:
            body = b"".join(self.reception(environ, lambda status, headers, *_: told.extend((status, headers))))
        self.queries = len(found)
        return int(told[0][:3]), dict(told[1]), body


@pytest.fixture
def site(reference: None, settings: Any) -> Iterator[Site]:
    """Its requests stay in the test's transaction: none ends with closing the connection."""
    settings.LIMITS = {}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Site()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


SHARED_PAGES = ["/", "/brands/", "/brands/?q=1", "/notices/", "/sanctions/", "/blacklist/", "/draws/", "/inspections/",
                "/guide/tfmp/", "/data/", "/privacy/", "/sitemap.xml", "/brands/feed/", "/api/v1/brands/"]  # fmt: skip


def test_a_public_page_is_made_once_and_given_out_again_without_a_query(site):
    for address in SHARED_PAGES:
        status, first, body = site.ask(address)
        assert status == 200, address
        status, again, same = site.ask(address)
        assert (status, same, site.queries) == (200, body, 0), address
        own = {"X-Request-ID", "Cache-Control"}
        assert {k: v for k, v in again.items() if k not in own} == {k: v for k, v in first.items() if k not in own}
        assert again["X-Request-ID"] != first["X-Request-ID"]


def test_a_changed_state_is_visible_on_the_verify_page_within_its_ten_seconds(site, issued, clock):
    page = f"/V/{issued.number}"
    assert "授权在有效期内" in site.ask(page)[2].decode()
    assert "max-age=10" in site.ask(page)[1]["Cache-Control"]
    act(issued, [make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)], Act.SUSPEND)
    site.clock.seconds += 6.5
    status, headers, body = site.ask(page)
    assert "授权在有效期内" in body.decode()
    assert headers["Cache-Control"] == "public, max-age=3"  # a cache behind this one adds nothing to the ten seconds
    site.clock.seconds += 3.5
    assert "授权已暂停" in site.ask(page)[2].decode()


def test_no_page_is_kept_longer_than_ten_seconds_whatever_it_promises(site):
    assert site.ask("/privacy/")[1]["Cache-Control"] == "public, max-age=3600"
    site.clock.seconds += 9
    assert site.ask("/privacy/")[1]["Cache-Control"] == "public, max-age=3591"
    site.clock.seconds += 1
    assert site.ask("/privacy/")[1]["Cache-Control"] == "public, max-age=3600"


def test_what_changed_while_a_page_was_made_is_seen_in_time(site):
    made = []

    def slow(environ: Any, start: Any) -> Any:
        made.append(site.clock.seconds)
        site.clock.seconds += 4
        return WSGIHandler()(environ, start)

    site.reception.application = slow
    site.ask("/verify/")
    site.clock.seconds += 6
    site.ask("/verify/")
    assert len(made) == 2


def test_304_for_who_has_the_page(site):
    _, first, _ = site.ask("/")
    for told in (first["ETag"], f'"other", W/{first["ETag"].removeprefix("W/")}', "*"):
        status, headers, body = site.ask("/", HTTP_IF_NONE_MATCH=told)
        assert (status, body, headers["ETag"], site.queries) == (304, b"", first["ETag"], 0)
        assert "Content-Length" not in headers
    assert site.ask("/", HTTP_IF_NONE_MATCH='"other"')[0] == 200


def test_each_coding_host_scheme_query_and_path_has_its_own_page(site, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example"]
    plain = site.ask("/brands/")
    packed = site.ask("/brands/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert (plain[1].get("Content-Encoding"), packed[1]["Content-Encoding"]) == (None, "br")
    assert site.ask("/brands/", HTTP_ACCEPT_ENCODING="gzip")[1]["Content-Encoding"] == "gzip"
    assert site.ask("/brands/", HTTP_ACCEPT_ENCODING="br;q=0")[2] == plain[2]
    for address, more in [
        ("/brands/", {"HTTP_HOST": "other.example"}),
        ("/brands/", {"HTTP_X_FORWARDED_PROTO": "https"}),
        ("/brands/", {"wsgi.url_scheme": "https"}),
        ("/brands/?q=%E8%8C%B6", {}),
        ("/brands/?q=%E8%8C%B6&status=active", {}),
        ("/brands/?status=active&q=%E8%8C%B6", {}),
        ("/brands/?q=%E9%85%92", {}),
    ]:
        site.ask(address, **more)
        assert site.queries > 0, (address, more)
    assert "“茶”的查询结果" in site.ask("/brands/?q=%E8%8C%B6")[2].decode()
    assert "“酒”的查询结果" in site.ask("/brands/?q=%E9%85%92")[2].decode()


def test_what_is_asked_with_a_cookie_or_credentials_is_never_kept(site):
    person = make.user()
    client = Client()
    client.force_login(person)
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    for more in ({"HTTP_COOKIE": cookie}, {"HTTP_COOKIE": "anything=1"}, {"HTTP_AUTHORIZATION": "Basic eDp5"}):
        for address in (*SHARED_PAGES, "/portal/", "/account/login/", "/console/"):
            site.ask(address, **more)
    assert len(site.pages.pages) == 0
    nobodys = site.ask("/")[2]
    somebodys = site.ask("/", HTTP_COOKIE=cookie)[2]
    assert somebodys == nobodys
    assert person.name not in somebodys.decode()


def test_what_is_not_a_whole_public_page_is_never_kept(site):
    asked = [("/portal/", "GET"), ("/account/login/", "GET"), ("/no/such/page/", "GET"), ("/V/TFMP-C-510100-2026-00999-Z", "GET"),
             ("/api/v1/brands/none/", "GET"), ("/api/v1/brands/?no=1", "GET"), ("/", "HEAD"), ("/", "POST"), ("/", "OPTIONS"),
             ("/health/ready", "GET"), ("/files/1/", "GET"), ("/brands/?q=" + "x" * 700, "GET")]  # fmt: skip
    for address, method in asked:
        site.ask(address, method)
    site.ask("/", HTTP_RANGE="bytes=0-10")
    site.ask("/", HTTP_HOST="evil.example")
    assert [key[4] for key in site.pages.pages] == []


def test_head_is_not_answered_with_a_body_and_reloading_gets_a_new_page(site):
    site.ask("/")
    assert site.ask("/", "HEAD")[0] == 200
    assert site.queries > 0
    site.ask("/", HTTP_CACHE_CONTROL="no-cache")
    assert site.queries > 0


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({"Cache-Control": "public, max-age=60"}, 1),
        ({"Cache-Control": "public, max-age=60", "Vary": "Accept-Encoding"}, 1),
        ({"Cache-Control": "public, max-age=60", "Vary": "Accept-Encoding, Cookie"}, 0),
        ({"Cache-Control": "public, max-age=60", "Vary": "*"}, 0),
        ({"Cache-Control": "public, max-age=60", "Vary": "Accept-Language"}, 0),
        ({"Cache-Control": "public, max-age=0"}, 0),
        ({"Cache-Control": "public"}, 0),
        ({"Cache-Control": "private, max-age=60"}, 0),
        ({"Cache-Control": "public, no-store, max-age=60"}, 0),
        ({}, 0),
    ],
)
def test_only_what_says_so_is_kept(headers, kept):
    site = Site(application(HttpResponse("页面", headers=headers)))
    site.ask("/any/")
    assert len(site.pages.pages) == kept


def application(response: HttpResponse) -> Any:
    """Answers everything alike, as Django behind the middleware of public answers would."""

    def answer(environ: Any, start: Any) -> HttpResponse:
        made = PublicAnswersMiddleware(lambda request: response)(WSGIRequest(environ))
        start(f"{made.status_code} OK", list(made.items()))
        return made

    return answer


def test_an_answer_that_sets_a_cookie_is_never_kept():
    response = HttpResponse("页面", headers={"Cache-Control": "public, max-age=60"})
    response.set_cookie("session", "somebody")
    site = Site(application(response))
    site.ask("/any/")
    assert len(site.pages.pages) == 0


def test_the_memory_is_bounded_and_the_oldest_go_first(monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_BYTES", 1000)
    monkeypatch.setattr(page_cache, "LARGEST", 400)
    site = Site(application(HttpResponse(b"x" * 300, headers={"Cache-Control": "public, max-age=60"})))
    for number in range(6):
        site.ask(f"/{number}/")
    assert [key[4] for key in site.pages.pages] == ["/3/", "/4/", "/5/"]
    assert site.pages.bytes == 900
    large = Site(application(HttpResponse(b"x" * 401, headers={"Cache-Control": "public, max-age=60"})))
    large.ask("/")
    assert len(large.pages.pages) == 0


def test_who_looks_too_often_is_refused_although_the_page_is_known(site, settings):
    attempts.server().flushdb()
    settings.LIMITS = {"verify": (3, 60)}
    answers = [site.ask("/verify/")[0] for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert site.ask("/verify/", REMOTE_ADDR="192.0.2.8")[0] == 200


def test_without_redis_known_pages_are_given_out_all_the_same(site, settings, monkeypatch):
    settings.LIMITS = {"look_up": (1000, 60)}
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    attempts.server.cache_clear()
    monkeypatch.setattr(limits, "_away_until", 0.0)
    try:
        _, _, first = site.ask("/")
        status, _, again = site.ask("/")
        assert (status, again, site.queries) == (200, first, 0)
    finally:
        attempts.server.cache_clear()
