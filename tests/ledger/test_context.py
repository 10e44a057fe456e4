import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tianfu.ledger.requests.context import RequestContext, RequestContextMiddleware, current


def _answer(request: HttpRequest, status: int = 200) -> tuple[HttpResponse, RequestContext]:
    seen: list[RequestContext] = []

    def view(_: HttpRequest) -> HttpResponse:
        seen.append(current())
        return HttpResponse(status=status)

    return RequestContextMiddleware(view)(request), seen[0]


def test_each_request_has_its_own_number_in_the_answer() -> None:
    (one, context), (two, _) = _answer(RequestFactory().get("/")), _answer(RequestFactory().get("/"))
    assert one["X-Request-ID"] == context.request_id != two["X-Request-ID"]
    assert current() == RequestContext()


@pytest.mark.parametrize(("proxies", "expected"), [(None, "127.0.0.1"), (0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_forwarded_address_counts_only_behind_our_proxy(settings: object, proxies: int, expected: str) -> None:
    settings.PROXY_COUNT = proxies  # type: ignore[attr-defined]
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    assert _answer(request)[1].ip == expected


def test_a_number_given_from_outside_is_believed_only_from_our_proxy(settings: object) -> None:
    request = RequestFactory().get("/", HTTP_X_REQUEST_ID="abcdef-123456")
    assert _answer(request)[1].request_id != "abcdef-123456"
    settings.PROXY_COUNT = 1  # type: ignore[attr-defined]
    assert _answer(request)[1].request_id == "abcdef-123456"


@pytest.mark.parametrize("number", ["a\r\nSet-Cookie: x=1", "short", "x" * 65, "带中文的编号abcdefg"])
def test_a_malformed_number_is_replaced(settings: object, number: str) -> None:
    settings.PROXY_COUNT = 1  # type: ignore[attr-defined]
    assert _answer(RequestFactory().get("/", HTTP_X_REQUEST_ID=number))[1].request_id != number


@pytest.mark.parametrize("status", [401, 403, 409, 429])
def test_a_refusal_is_logged_without_the_query(caplog: pytest.LogCaptureFixture, status: int) -> None:
    with caplog.at_level(logging.WARNING, "tianfu.access"):
        _answer(RequestFactory().post("/portal/x/?phone=13800138000"), status)
    assert caplog.messages == [f"refused status={status} method=POST path='/portal/x/' user=None"]


def test_an_ordinary_answer_is_not_logged_as_a_refusal(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "tianfu.access"):
        _answer(RequestFactory().get("/"), 404)
    assert caplog.messages == []
