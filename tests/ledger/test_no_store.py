import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tianfu.accounts.models import User
from tianfu.ledger.requests.no_store import NoStoreMiddleware


def _answer(user: object, response: HttpResponse | None = None) -> HttpResponse:
    request = RequestFactory().get("/portal/")
    if user is not None:
        request._cached_user = user  # type: ignore[attr-defined]

    def view(_: HttpRequest) -> HttpResponse:
        return response or HttpResponse()

    return NoStoreMiddleware(view)(request)


def test_a_signed_in_page_is_kept_by_no_cache() -> None:
    assert _answer(User(email="a@example.com"))["Cache-Control"] == "private, no-store"


def test_what_the_view_has_said_stands() -> None:
    public = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
    assert _answer(User(email="a@example.com"), public)["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_a_page_for_nobody_in_particular_is_left_alone(user: object) -> None:
    assert not _answer(user).has_header("Cache-Control")
