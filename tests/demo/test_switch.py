"""Changing the demo's account: two clicks with DEMO, nothing at all without it."""

from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.kept_rows import once
from tianfu.accounts.models import User
from tianfu.demo.accounts import accounts, create_accounts
from tianfu.workflow import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference: None) -> dict[str, User]:
    """The persons of all accounts, as the demo makes them, without its stories."""
    return once("accounts of the demo", "", made)


def made() -> dict[str, User]:
    create_accounts(clock.now())
    return {row.key: User.objects.get(email=row.email) for row in accounts()}


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def press(client: Client, key: str, **data: str) -> Any:
    return client.post("/demo/accounts/switch/", {"account": key, **data})


def test_the_page_lists_every_account_with_what_to_try(client: Client, people: dict[str, User]) -> None:
    text = client.get("/demo/accounts/").content.decode()
    missing = [row.key for row in accounts() if row.name not in text or row.hint not in text]
    assert missing == []


def test_one_press_signs_in_as_the_account_and_leads_home(client: Client, people: dict[str, User]) -> None:
    answer = press(client, "operator")
    assert answer.headers["Location"] == "/account/done/"
    assert signed_in_as(client) == str(people["operator"].pk)
    assert client.get("/console/", follow=True).status_code == 200


def test_nothing_of_the_former_account_s_session_stays(client: Client, people: dict[str, User]) -> None:
    press(client, "operator")
    session = client.session
    session["kept"] = "secret of the first"
    session.save()
    key = session.session_key
    press(client, "province")
    assert signed_in_as(client) == str(people["province"].pk)
    assert "kept" not in client.session and client.session.session_key != key


def test_it_goes_on_where_the_turn_is_and_never_to_another_site(client: Client, people: dict[str, User]) -> None:
    assert press(client, "solar", next="/portal/inbox/").headers["Location"] == "/portal/inbox/"
    for target in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"):
        assert "evil" not in press(client, "solar", next=target).headers["Location"]
        assert "javascript" not in press(client, "solar", next=target).headers["Location"]


@pytest.mark.parametrize("key", ["", "nobody", "admin@demo.example", "../admin", "ADMIN"])
def test_only_the_demo_s_own_accounts_can_be_had(client: Client, people: dict[str, User], key: str) -> None:
    assert press(client, key).status_code == 404
    assert signed_in_as(client) is None


def test_a_real_person_is_never_offered(client: Client, people: dict[str, User]) -> None:
    other = make.user("someone@example.org")
    assert other.email not in client.get("/demo/accounts/").content.decode()
    assert press(client, other.email).status_code == 404


def test_a_closed_account_cannot_be_had(client: Client, people: dict[str, User]) -> None:
    User.objects.filter(pk=people["operator"].pk).update(is_active=False)
    assert press(client, "operator").status_code == 404


def test_reading_an_address_changes_nothing(client: Client, people: dict[str, User]) -> None:
    assert client.get("/demo/accounts/switch/", {"account": "admin"}).status_code == 405
    assert signed_in_as(client) is None


def test_a_foreign_page_cannot_change_the_account(people: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert press(client, "admin").status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["/demo/accounts/", "/demo/accounts/switch/"])
def test_without_demo_there_is_no_such_page(
    client: Client, people: dict[str, User], settings: Any, method: str, address: str
) -> None:
    settings.DEMO = False
    answer = getattr(client, method)(address, {"account": "admin"})
    assert answer.status_code in (404, 405)
    assert signed_in_as(client) is None


def test_without_demo_no_page_offers_to_change_the_account(client: Client, reference: None, settings: Any) -> None:
    settings.DEMO = False
    assert "/demo/accounts/" not in client.get("/").content.decode()
