import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tianfu.accounts.access.rules import PUBLIC, SIGNED_IN, STAFF, rule_of
from tianfu.accounts.grants.ends import disable, end_role
from tianfu.accounts.models import OrganisationKind, User
from tianfu.accounts.organisations.membership import remove_member, request_membership
from tianfu.accounts.roles import Role

from . import make
from .urls_of_rules import RULES, StaffPage

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls_of_rules")]


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "tianfu.accounts.backends.RoleBackend")
    return client


def _enterprise() -> User:
    return make.member(manage=True).user


def _body() -> User:
    return make.member(make.organisation(OrganisationKind.CERTIFICATION_BODY), manage=True).user


PEOPLE = {
    "newcomer": (make.user, {"public", "signed_in"}),
    "enterprise member": (_enterprise, {"public", "signed_in", "enterprise"}),
    "body member": (_body, {"public", "signed_in", "body"}),
    "expert": (lambda: make.staff(Role.EXPERT), {"public", "signed_in", "staff"}),
    "auditor": (lambda: make.staff(Role.AUDITOR), {"public", "signed_in", "staff"}),
    "prefecture officer": (lambda: make.staff(Role.PREFECTURE_OFFICER), {"public", "signed_in", "staff"}),
    "province officer": (lambda: make.staff(Role.PROVINCE_OFFICER), {"public", "signed_in", "staff", "province"}),
    "province approver": (lambda: make.staff(Role.PROVINCE_APPROVER), {"public", "signed_in", "staff", "province"}),
    "administrator": (make.administrator, {"public", "signed_in", "staff", "admin"}),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_opens_exactly_what_the_rules_allow(who: str) -> None:
    person, opened = PEOPLE[who]
    client = _signed_in(person())
    answers = {name: client.get(f"/rule/{name}/").status_code for name in RULES}
    assert answers == {name: 200 if name in opened else 403 for name in RULES}


def test_a_rule_answers_as_a_plain_predicate_too() -> None:
    person = make.staff(Role.EXPERT)
    assert (PUBLIC.allows(AnonymousUser()), SIGNED_IN.allows(AnonymousUser())) == (True, False)
    assert STAFF.allows(person)
    assert (RULES["admin"] | STAFF).allows(person)
    person.is_active = False
    assert not STAFF.allows(person)


def test_a_view_without_a_rule_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"urls_of_rules\.undeclared \(/rule/undeclared/\)"):
        _signed_in(make.administrator()).get("/rule/undeclared/")


@pytest.mark.parametrize("path", ["/rule/signed_in/", "/rule/staff/", "/rule/class/", "/console/"])
def test_anonymous_people_are_asked_to_sign_in_and_come_back(path: str) -> None:
    response = Client().get(path + "?page=2")
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={path}%3Fpage%3D2")


def test_after_a_lost_post_people_come_back_to_the_page_with_the_form() -> None:
    client = Client()
    ours = client.post("/rule/class/", headers={"Referer": "http://testserver/rule/form/?step=3"})
    assert ours["Location"] == "/account/login/?next=/rule/form/%3Fstep%3D3"
    foreign = client.post("/rule/class/", headers={"Referer": "https://evil.example/x"})
    assert foreign["Location"] == "/account/login/?next=/rule/class/"


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"Sec-Fetch-Mode": "cors"},
        {"Accept": "application/json"},
    ],
)
def test_scripts_get_401_and_keep_what_was_typed(headers: dict[str, str]) -> None:
    response = Client().post("/rule/class/", headers=headers)
    assert (response.status_code, response["X-Session-Expired"]) == (401, "1")
    assert response.json()["login"].startswith("/account/login/?next=")
    assert "重新登录" in response.json()["error"]["message"]


def test_the_api_answers_401_and_403_in_json() -> None:
    assert Client().get("/api/v1/audit/").status_code == 401
    refused = _signed_in(make.staff(Role.EXPERT)).get("/api/v1/audit/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    assert _signed_in(make.staff(Role.AUDITOR)).get("/api/v1/audit/").json() == {"shown": True}


def test_a_role_ended_in_mid_session_refuses_the_next_request() -> None:
    person = make.staff(Role.PROVINCE_OFFICER)
    client = _signed_in(person)
    assert client.get("/rule/province/").status_code == 200
    end_role(person.role_grants.get(), actor=make.administrator(), reason="撤换", identity="password")
    assert client.get("/rule/province/").status_code == 403
    assert client.get("/console/").status_code == 403


def test_a_membership_ended_in_mid_session_refuses_the_next_request() -> None:
    manager = make.member(manage=True)
    member = make.member(manager.organisation, edit=True, sign=True)
    client = _signed_in(member.user)
    assert client.get("/rule/enterprise/").status_code == 200
    remove_member(member, actor=manager.user, reason="离职")
    assert client.get("/rule/enterprise/").status_code == 403


def test_a_pending_request_opens_nothing() -> None:
    person = make.user()
    request_membership(person, make.member(manage=True).organisation)
    assert _signed_in(person).get("/rule/enterprise/").status_code == 403


def test_a_disabled_account_is_signed_out_at_once() -> None:
    person = make.staff(Role.EXPERT)
    client = _signed_in(person)
    disable(person, actor=make.administrator(), reason="离职", identity="password")
    assert client.get("/rule/staff/").status_code == 302


def test_the_console_has_no_sign_in_of_its_own() -> None:
    assert Client().get("/console/login/")["Location"].startswith("/account/login/")
    assert (
        Client().post("/console/login/", {"username": "a", "password": "b"})["Location"].startswith("/account/login/")
    )
    inside = _signed_in(make.administrator())
    assert inside.get("/console/login/")["Location"] == "/account/done/"
    assert inside.post("/console/password_change/", {"old_password": make.PASSWORD})["Location"] == (
        "/account/password/change/"
    )


def test_class_views_are_found_by_their_class() -> None:
    assert rule_of(StaffPage.as_view(), "") is STAFF


def test_people_land_where_they_work() -> None:
    assert _signed_in(make.staff(Role.EXPERT)).get("/account/done/")["Location"] == "/console/"
    assert _signed_in(make.user()).get("/account/done/")["Location"] == "/portal/"


def test_a_public_page_does_not_look_at_the_session_and_stays_cacheable() -> None:
    client = _signed_in(make.user())
    response = client.get("/rule/public/")
    assert not response.has_header("Vary")
    assert not response.has_header("Cache-Control")


def test_pages_behind_a_rule_are_kept_in_no_cache() -> None:
    assert _signed_in(make.user()).get("/rule/signed_in/")["Cache-Control"] == "private, no-store"
    assert Client().get("/rule/signed_in/")["Cache-Control"] == "private, no-store"


def test_of_two_rules_of_staff_the_second_factor_is_asked_and_not_of_a_member_beside_them() -> None:
    both = STAFF | RULES["admin"]
    assert (both.staff, (STAFF | SIGNED_IN).staff, (STAFF | PUBLIC).public) == (True, False, True)
