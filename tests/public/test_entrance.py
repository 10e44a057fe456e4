"""The short way to a public page gives the answer of the whole one: status, headers, body; and nobody else takes it."""

import re
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.urls import reverse

from tests.public.pages import addresses
from tianfu.site.answers import entrance
from tianfu.site.answers.entrance import SHARED, Entrance, shared_page
from tianfu.site.answers.headers import SafetyMiddleware
from tianfu.site.answers.rates import READING

pytestmark = pytest.mark.django_db
# What the answer says of its second, and the demo's banner of its minute.
OWN = re.compile(r"\d{2}:\d{2}:\d{2}|\"answered_at\":\s*\"[^\"]+\"|演示时间 <strong>[^<]+".encode())


def environ(address: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": method, "PATH_INFO": unquote(parts.path).encode().decode("latin-1"), "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "192.0.2.7", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), **headers,
    }  # fmt: skip


def ask(application: Any, given: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    answer = application(dict(given), lambda status, headers, *_: told.extend((status, headers)))
    body = OWN.sub(b"", b"".join(answer))
    headers = {name: value for name, value in told[1] if name not in ("X-Request-ID", "ETag")}
    policy = sorted(headers.get("Content-Security-Policy", "").split("; "))
    return told[0], {**headers, "Content-Security-Policy": str(policy)}, body


@pytest.fixture
def in_one_transaction(settings: Any) -> Any:
    settings.LIMITS = {}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def looks(number: str) -> list[str]:
    """Addresses of every shared page, right and wrong."""
    named = [f"/{way}/{number}" for way in ("V", "v")]
    return [
        *named, f"/V/{number}?on=2026-11-01", f"/V/{number}?on=x", f"/verify/?number={number}", "/verify/?number=x", "/verify/paper/",
        "/V/x", "/brands/", "/brands/?q=" + quote("茶"), "/brands/?before=1&sector=service&sort=oldest", "/brands/?q=%00",
        f"/brands/{number}/", "/brands/TFMP-C-510100-2026-00999-Z/", "/brands/feed/", f"/brands/{number}/embed/",
        f"/brands/{number}/embed.svg", "/embed.js", "/notices/feed/", "/sitemap.xml", "/api/v1/brands/", "/api/v1/brands/?x=1",
        f"/api/v1/brands/{number}/", f"/api/v1/verify/{number}/", "/api/v1/verify/x/", "/api/v1/regions/", "/api/v1/industries/",
        "/inspections/", "/blacklist/", "/sanctions/", "/supervision/", "/log/proof/0/", "/log/consistency/?from=1&to=1",
    ]  # fmt: skip


def test_both_ways_give_the_same_answer(furnished, in_one_transaction):
    whole, short_way = WSGIHandler(), Entrance(WSGIHandler())
    kinds = [{}, {"HTTP_ACCEPT_ENCODING": "br"}, {"HTTP_ACCEPT_ENCODING": "gzip"}, {"HTTP_IF_NONE_MATCH": "*"}]
    short = set()
    for address in [*addresses(furnished), *looks(str(furnished.number))]:
        for headers in kinds if address in ("/", "/brands/", "/api/v1/brands/") else [{}]:
            for method in ("GET", "HEAD"):
                given = environ(address, method, **headers)
                if (match := shared_page(given)) is not None:
                    short.add(match.view_name)
                told = ask(short_way, given)
                assert told == ask(whole, given), (address, method, headers)
                assert told[0][0] in "234", (address, told[0])
    # Those of papers are set by the typesetter; a part of the site map, a sheet of the guide: the same handler.
    assert SHARED - short <= {
        "comparison_pdf",
        "comparison_png",
        "sitemap_part",
        "guide_sheet",
        "log:proof",
        "log:consistency",
    }


def test_hosts_and_hidden_signs_are_refused_alike(furnished, in_one_transaction):
    whole, short_way = WSGIHandler(), Entrance(WSGIHandler())
    for headers in ({"HTTP_HOST": "evil.example"}, {"HTTP_X_ANY": "a\0b"}, {"HTTP_ACCEPT": "text/\0"}):
        given = environ("/brands/", **headers)
        assert shared_page(given) is not None
        assert ask(short_way, given) == ask(whole, given)
        assert ask(short_way, given)[0][:3] == "400"


@pytest.mark.parametrize(
    ("address", "method", "headers"),
    [
        ("/", "POST", {}),
        ("/", "GET", {"HTTP_COOKIE": "session=x"}),
        ("/", "GET", {"HTTP_COOKIE": ""}),
        ("/", "GET", {"HTTP_AUTHORIZATION": "Basic eDp5"}),
        ("/", "GET", {"HTTP_X_FOLLOW": "script"}),
        ("/", "GET", {"CONTENT_LENGTH": "1"}),
        ("/", "GET", {"tianfu.refused": "x"}),
        ("/no/such/", "GET", {}),
        ("/brands", "GET", {}),
        ("/accounts/login/", "GET", {}),
        ("/portal/", "GET", {}),
        ("/console/", "GET", {}),
        ("/files/1/", "GET", {}),
    ],
)
def test_who_is_somebody_or_wants_more_goes_the_whole_way(address, method, headers):
    assert shared_page(environ(address, method, **headers)) is None


def test_no_page_of_the_short_way_is_behind_a_rule_or_gives_files_out():
    assert set(READING) - {"files:download"} == SHARED
    assert shared_page(environ(reverse("home"))) is not None


def test_nobodys_limit_is_counted_on_the_short_way_too(furnished, in_one_transaction, settings):
    settings.LIMITS = {"look_up": (2, 60)}
    short_way = Entrance(WSGIHandler())
    given = environ("/brands/", REMOTE_ADDR="198.51.100.9")
    told = [ask(short_way, given) for _ in range(3)]
    assert [status[:3] for status, _, _ in told] == ["200", "200", "429"]
    assert (told[2][1]["Cache-Control"], int(told[2][1]["Retry-After"]) > 0) == ("no-store", True)


@pytest.mark.parametrize("redirect", [False, True])
@pytest.mark.parametrize("seconds", [0, 31536000])
def test_headers_of_safety_are_djangos_by_http_and_https(rf, settings, redirect, seconds):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = redirect, seconds
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True

    def view(request):
        return HttpResponse("天府名品", headers={"Referrer-Policy": "no-referrer"} if request.GET else {})

    for address in ("/", "/?own=1"):
        for secure in (False, True):
            given = rf.get(address, secure=secure)
            told = [way(view)(given) for way in (SafetyMiddleware, SecurityMiddleware)]
            assert len({(answer.status_code, tuple(sorted(answer.items()))) for answer in told}) == 1


def test_connections_are_looked_after_when_the_short_way_is_over(furnished, in_one_transaction, monkeypatch):
    looked = []
    monkeypatch.setattr(entrance, "close_old_connections", lambda: looked.append("looked"))
    answer: Any = Entrance(WSGIHandler())(environ("/brands/"), lambda *told: None)
    assert (b"".join(answer) != b"", looked) == (True, [])
    answer.close()
    assert looked == ["looked"]
