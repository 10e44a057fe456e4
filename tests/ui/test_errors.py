"""Error pages: the right status, Chinese, what happened and what to do, nothing of the machine."""

import logging
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests import make
from tianfu.accounts.models import Organisation
from tianfu.ledger.requests.loglines import OneLineFormatter
from tianfu.site.answers import errors
from tianfu.site.answers.refusals import RefusalMiddleware

AT = datetime(2026, 11, 22, 14, 3, 21, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def request_page(rf: RequestFactory) -> HttpRequest:
    return rf.get("/portal/applications/1/")


@pytest.fixture
def request_api(rf: RequestFactory) -> HttpRequest:
    return rf.get("/api/v1/brands/1")


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_unknown_address_is_a_chinese_404(client: Client, db: None) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "没有找到这个页面" in text(response)
    assert "/verify/" in text(response)


def test_unknown_address_of_the_api_answers_in_its_error_shape(client: Client, db: None) -> None:
    response = client.get("/api/v1/no-such-thing")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "address", "allow", "words"),
    [
        ("get", "/portal/choose/", "POST", "这个网址只用来提交"),
        ("post", "/brands/", "GET, HEAD", "这个网址只供查看"),
    ],
)
def test_a_method_that_a_page_does_not_take_is_said_in_words(method, address, allow, words, client, reference) -> None:
    client.force_login(make.member(make.enterprise().organisation))
    response = getattr(client, method)(address)
    assert (response.status_code, response["Allow"], words in text(response)) == (405, allow, True)


@pytest.mark.parametrize(
    ("view", "status", "code"),
    [(errors.bad_request, 400, "bad_request"), (errors.permission_denied, 403, "forbidden"), (errors.page_not_found, 404, "not_found")],
)  # fmt: skip
def test_api_gets_json(request_api: HttpRequest, view: object, status: int, code: str) -> None:
    response = view(request_api, None)  # type: ignore[operator]
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert code in text(response)


def test_a_chinese_reason_is_shown_and_djangos_english_is_not(request_page: HttpRequest) -> None:
    shown = errors.permission_denied(request_page, PermissionDenied("只有企业管理员可以邀请成员。"))
    hidden = errors.bad_request(request_page, SuspiciousOperation("Invalid HTTP_HOST header"))
    assert "只有企业管理员可以邀请成员。" in text(shown)
    assert "HTTP_HOST" not in text(hidden)


def test_a_reason_is_escaped(request_page: HttpRequest) -> None:
    response = errors.page_not_found(request_page, Http404("没有<script>alert(1)</script>"))
    assert "<script>alert" not in text(response)


def test_two_who_enter_the_same_at_one_moment_are_told_what_happened(request_page: HttpRequest, db: None) -> None:
    facts = {"kind": "enterprise", "name": "样例有限公司", "uscc": "91510100TFMP0101X4"}
    Organisation.objects.create(**facts)
    with pytest.raises(IntegrityError) as twin, transaction.atomic():
        Organisation.objects.create(**facts)
    answer = RefusalMiddleware(lambda request: HttpResponse()).process_exception(request_page, twin.value)
    assert answer is not None
    words = "“组织”里刚刚已有相同的内容，可能是他人或您在另一个窗口提交的，本次没有重复保存。请返回刷新页面后核对。"
    assert (answer.status_code, words in text(answer)) == (409, True)


def test_conflict_says_who_was_faster_and_when_and_keeps_what_was_typed(request_page: HttpRequest) -> None:
    response = errors.conflict(
        request_page, by="李四", at=AT, source="市州初审", target="资料审核", back="/console/1/", kept=[("审查意见", "资料齐全")]
    )  # fmt: skip
    page = text(response)
    assert response.status_code == 409
    for words in ("李四", "14:03:21", "市州初审", "资料审核", "资料齐全", 'href="/console/1/"'):
        assert words in page


def test_too_many_requests_says_how_long_to_wait(request_page: HttpRequest) -> None:
    response = errors.too_many(request_page, retry_after=90)
    assert (response.status_code, response["Retry-After"]) == (429, "90")
    assert "2 分钟后再试" in text(response)


def test_maintenance_and_gone(request_page: HttpRequest) -> None:
    assert errors.unavailable(request_page)["Retry-After"] == "300"
    assert errors.gone(request_page).status_code == 410


def test_server_error_page_needs_no_database_no_session_no_context(request_page: HttpRequest) -> None:
    response = errors.server_error(request_page)
    assert response.status_code == 500
    assert "问题在我们这边" in text(response)


class Broken(Exception):
    """What no page expects."""


@pytest.mark.parametrize("path", ["/privacy/", "/api/v1/regions/"])
def test_a_page_that_fails_says_the_number_under_which_the_log_has_it(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a database, which is what failed: the number stands on the page, in the header and before the traceback."""
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(OneLineFormatter("[%(request_id)s] %(message)s"))
    logging.getLogger("django.request").addHandler(handler)

    def fail(*args: object, **kwargs: object) -> None:
        raise Broken("kaputt")

    monkeypatch.setattr("tianfu.accounts.access.middleware.rule_of", fail)
    try:
        response = Client(raise_request_exception=False).get(path)
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    number = response["X-Request-ID"]
    assert response.status_code == 500
    assert len(number) == 32
    assert number in text(response)
    assert f"[{number}] Internal Server Error: {path}" in lines.getvalue()
    assert "Broken: kaputt" in lines.getvalue()
    if path.startswith("/api/"):
        assert response.json()["error"]["request_id"] == number


def test_a_form_without_token_says_what_to_do_and_leads_back_only_to_this_site(rf: RequestFactory) -> None:
    own = rf.post("/portal/", headers={"referer": "http://testserver/portal/products/new/"})
    foreign = rf.post("/portal/", headers={"referer": "https://evil.example/"})
    assert 'href="http://testserver/portal/products/new/"' in text(errors.csrf_failure(own))
    assert "evil.example" not in text(errors.csrf_failure(foreign))
    assert errors.csrf_failure(own).status_code == 403


@pytest.mark.parametrize("view", [errors.permission_denied, errors.page_not_found, errors.csrf_failure])
def test_a_closed_door_of_the_demo_offers_another_account(request_page: HttpRequest, settings, view) -> None:
    settings.DEMO = True
    assert '<a class="button link" href="/demo/accounts/">切换账号</a>' in text(view(request_page))
    settings.DEMO = False
    assert "/demo/" not in text(view(request_page))


def test_every_error_page_stands_on_its_own_and_has_one_heading(request_page: HttpRequest) -> None:
    pages = [
        errors.bad_request(request_page), errors.permission_denied(request_page), errors.page_not_found(request_page),
        errors.conflict(request_page), errors.gone(request_page), errors.too_many(request_page),
        errors.server_error(request_page), errors.unavailable(request_page), errors.csrf_failure(request_page),
    ]  # fmt: skip
    for page in pages:
        assert text(page).count("<h1") == 1
        assert 'lang="zh-CN"' in text(page)
        assert 'name="robots" content="noindex"' in text(page)
