"""Before a weighty act of staff whoever is there shows it again; what was typed goes through and the act goes on (E 12)."""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages import hidden
from tianfu.accounts.access.rules import asks_identity, rule_of
from tianfu.accounts.access.sessions import SIGNED_IN_AT
from tianfu.accounts.factors import codes, freshness
from tianfu.accounts.models import GrantProposal, User
from tianfu.accounts.roles import REGION_REQUIRED, Role

from . import make
from .device import Device
from .test_passkeys import with_passkey
from .test_sessions import _code, _with_second_factor

pytestmark = pytest.mark.django_db

# Acts of staff before which nobody is asked again, and why. Everything else that staff send asks; a new address too.
ROUTINE = {
    "console:take": "a case is given back by the same button",
    "console:assign": "given to a colleague, and back",
    "admin:files_storedfile_scan_again": "the scanner decides",
    "admin:inbox_outgoingmail_retry": "the same mail once more",
    "admin:workflow_job_retry": "the same job once more",
    "admin:workflow_clock_move": "the clock of the demo",
}
# The decisions, sanctions, grants, publications and exports of today: if one is renamed, say so here.
WEIGHTY = {
    "console:pass", "console:decline", "console:reject", "console:send_back", "console:terminate",
    "console:countersign", "console:ask_correction", "console:objection", "console:objection_new", "console:claim",
    "console:enterprise_change", "console:batch_new", "console:export", "console:propose", "console:proposal",
    "console:restoration", "console:replacement", "console:body_new", "console:body", "console:term_begin",
    "console:term_end", "admin:accounts_user_grant", "admin:accounts_user_end", "admin:accounts_user_disable",
    "admin:accounts_user_enable", "admin:accounts_user_create", "admin:accounts_organisation_create",
    "admin:workflow_calendar_load", "admin:workflow_policy_of",
}  # fmt: skip
GRANT_WORDS = "2026 年第 8 号任命文件，“第二批” & <b>"


def addresses(resolver: URLResolver | None = None, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator:
    """(path with a key in each gap, name, view) of every address of the project."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + re.sub(r"\^|\$|\\Z", "", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            uuid = "00000000-0000-4000-8000-000000000000"
            path = re.sub(r"<uuid:\w+>", uuid, route)
            path = re.sub(r"\(\?P<\w+>[^)]*\)|<(?:int|path|str|slug|file_name):\w+>|<\w+>", "1", path)
            yield "/" + path, ":".join((*spaces, entry.name or "")), entry.callback


def staff_of_each_role() -> dict[str, User]:
    return {
        role: make.staff(role, where=make.region() if role in REGION_REQUIRED else None, email=f"{role}@example.com")
        for role in Role
    }


def stale(person: User) -> Client:
    """Signed in an hour ago, active since."""
    client = Client()
    client.force_login(person)
    client.get("/account/2fa/")
    session = client.session
    session[SIGNED_IN_AT] -= 3600
    session.save()
    return client


def test_the_acts_that_ask_nobody_are_the_ones_of_the_list_and_all_others_of_staff_ask() -> None:
    rules = [(name, view, rule_of(view, name)) for _, name, view in addresses()]
    of_staff = {name for name, _, rule in rules if rule is not None and rule.staff}
    asking = {name for name, view, rule in rules if rule is not None and asks_identity(view, rule, "POST")}
    assert of_staff - asking == set(ROUTINE)
    assert WEIGHTY - asking == set()
    assert {name for name, view, rule in rules if rule is not None and asks_identity(view, rule, "GET")} == set()


def test_every_weighty_address_answers_a_stale_session_with_the_question_and_does_nothing() -> None:
    people = staff_of_each_role()
    clients = {key: stale(person) for key, person in people.items()}
    rules = [(path, name, view, rule_of(view, name)) for path, name, view in addresses()]
    weighty = [(path, name, rule) for path, name, view, rule in rules if rule and asks_identity(view, rule, "POST")]
    assert len(weighty) > 50
    for path, name, rule in weighty:
        who = next((key for key, person in people.items() if rule.allows(person)), None)
        assert who is not None, name
        answer = clients[who].post(path, {"opinion": "同意\r\n第二行"})
        assert (answer.status_code, "确认是您本人" in answer.content.decode()) == (403, True), path
        assert hidden(answer) == {"opinion": "同意\n第二行"}, path


@pytest.mark.parametrize(("with_factor", "words"), [(False, "请输入登录密码。"), (True, "请输入动态验证码或恢复码。")])
def test_an_empty_answer_is_told_what_to_type(with_factor: bool, words: str) -> None:
    person = make.administrator()
    if with_factor:
        _with_second_factor(person)
    answer = stale(person).post("/console/accounts/user/1/invite/", {"step_up_password": ""})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_that_change_something_ask_as_well(method: str) -> None:
    assert getattr(stale(make.administrator()), method)("/console/accounts/user/1/invite/").status_code == 403


def test_a_script_gets_a_sentence_instead_of_a_page() -> None:
    client = stale(make.administrator())
    answer = client.post("/console/accounts/user/1/invite/", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "step_up_required")


@pytest.fixture
def officer() -> User:
    make.administrator()  # who could confirm what the first proposes
    return make.user()


def grant_path(officer: User) -> str:
    return f"/console/accounts/user/{officer.pk}/grant/"


def form(**more: str) -> dict[str, str]:
    return {"role": "expert", "region": "", "reason": GRANT_WORDS, "password_or_code": make.PASSWORD, **more}


def test_the_typed_form_goes_through_the_question_unchanged_and_the_act_follows(officer: User) -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    client = stale(person)
    page = client.post(grant_path(officer), form(), headers={"Referer": f"http://testserver{grant_path(officer)}"})
    carried = hidden(page)
    assert carried["reason"] == GRANT_WORDS
    assert carried["role"] == "expert"
    assert make.PASSWORD not in page.content.decode()
    assert f'href="http://testserver{grant_path(officer)}"' in page.content.decode()
    wrong = client.post(grant_path(officer), {**carried, "step_up_password": "000000"})
    assert (wrong.status_code, hidden(wrong)) == (422, carried)
    assert "动态验证码或恢复码不正确" in wrong.content.decode()
    assert GrantProposal.objects.filter(user=officer).count() == 0
    done = client.post(grant_path(officer), {**hidden(wrong), "step_up_password": _code(secret)})
    assert done.status_code == 302
    granted = GrantProposal.objects.get(user=officer)
    assert (granted.role, granted.reason, granted.proposed_by) == ("expert", GRANT_WORDS, person)


def test_the_password_is_no_proof_of_who_has_a_factor(officer: User) -> None:
    person = make.administrator()
    _with_second_factor(person)
    client = stale(person)
    carried = hidden(client.post(grant_path(officer), form()))
    answer = client.post(grant_path(officer), {**carried, "step_up_password": make.PASSWORD})
    assert answer.status_code == 422
    assert GrantProposal.objects.filter(user=officer).count() == 0


def test_a_code_typed_into_the_acts_own_form_is_the_proof_and_is_asked_once(officer: User) -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    client = stale(person)
    assert client.post(grant_path(officer), form(password_or_code=_code(secret))).status_code == 302
    assert GrantProposal.objects.filter(user=officer).count() == 1
    assert codes.spend(person, _code(secret)) is None


def test_a_recovery_code_serves_where_the_phone_is_not_at_hand(officer: User) -> None:
    person = make.administrator()
    _with_second_factor(person)
    code = person.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client = stale(person)
    carried = hidden(client.post(grant_path(officer), form()))
    assert client.post(grant_path(officer), {**carried, "step_up_password": code}).status_code == 302
    other = stale(person)
    carried = hidden(other.post(grant_path(officer), form(role="auditor")))
    assert other.post(grant_path(officer), {**carried, "step_up_password": code}).status_code == 422


def test_a_passkey_is_the_proof_and_the_act_follows(officer: User) -> None:
    person = make.administrator()
    device = with_passkey(person)
    client = stale(person)
    page = client.post(grant_path(officer), form())
    carried = hidden(page)
    stranger = Device()
    wrong = client.post(grant_path(officer), {**carried, "step_up_passkey": stranger.show(page.context["options"])})
    assert wrong.status_code == 422
    assert "通行密钥没有通过核对" in wrong.content.decode()
    carried = hidden(wrong) | {"step_up_passkey": device.show(wrong.context["options"]), "step_up_password": ""}
    assert client.post(grant_path(officer), carried).status_code == 302
    assert GrantProposal.objects.get(user=officer).reason == GRANT_WORDS


def test_shown_once_it_counts_for_five_minutes_and_no_longer(officer: User) -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    client = stale(person)
    path = grant_path(officer)
    before = client.session.session_key
    client.post(path, {**hidden(client.post(path, form())), "step_up_password": _code(secret)})
    assert client.session.session_key != before  # a new session id with it (E 22)
    for seconds, status in ((299, 422), (301, 403), (-1, 403)):
        session = client.session
        session[freshness.SHOWN]["at"] += -session[freshness.SHOWN]["at"] + freshness.real_now().timestamp() - seconds
        session.save()
        assert (seconds, client.post(path, {"role": ""}).status_code) == (seconds, status)


def test_the_freshness_of_one_person_is_not_that_of_the_next_in_the_same_session() -> None:
    person, other = make.administrator(), make.administrator()
    for one in (person, other):
        _with_second_factor(one)
    client = stale(other)
    session = client.session
    session[freshness.SHOWN] = {"of": person.pk, "at": freshness.real_now().timestamp(), "way": "totp"}
    session.save()
    assert client.post("/console/accounts/user/1/invite/").status_code == 403


def test_a_change_of_the_factors_asks_again() -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    device = with_passkey_beside(person, secret)
    assert device is not None
    client = Client()
    client.force_login(person)
    session = client.session
    session[freshness.SHOWN] = {"of": person.pk, "at": freshness.real_now().timestamp(), "way": "totp"}
    session.save()
    key = person.authenticator_set.get(type="webauthn")
    assert client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/").status_code == 302
    assert client.post("/console/accounts/user/1/invite/").status_code == 403


def with_passkey_beside(person: User, secret: str) -> Device:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": _code(secret)})
    device = Device()
    options = client.get("/account/2fa/webauthn/add/").context["options"]
    client.post("/account/2fa/webauthn/add/", {"name": "甲", "credential": device.make(options)})
    return device


def test_without_a_factor_which_only_a_demo_allows_the_password_or_a_new_sign_in_serves(officer: User) -> None:
    person = make.administrator()
    fresh = Client()
    fresh.force_login(person)
    assert fresh.post(grant_path(officer), form()).status_code == 302
    client = stale(person)
    wanted = form(role="auditor", password_or_code="")
    page = client.post(grant_path(officer), wanted)
    assert page.status_code == 403
    assert 'type="password" name="step_up_password"' in page.content.decode()
    wrong = client.post(grant_path(officer), {**hidden(page), "step_up_password": "wrong"})
    assert "登录密码不正确" in wrong.content.decode()


@pytest.mark.parametrize(("demo", "email", "value"), list(itertools.product((True, False), ("admin", "other"), [""])))
def test_the_printed_password_is_filled_in_for_accounts_of_the_demo_only(settings, demo, email, value) -> None:
    settings.DEMO = demo
    client = stale(make.administrator(f"{email}@demo.example"))
    page = client.post("/console/accounts/user/1/invite/").content.decode()
    shown = re.search(r'name="step_up_password"[^>]* value="([^"]*)"', page)
    assert shown is not None
    assert (shown[1] != "") == (demo and email == "admin")


def test_guessing_is_stopped_after_five_tries() -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    client = stale(person)
    for _ in range(5):
        client.post("/console/accounts/user/1/invite/", {"step_up_password": "123456"})
    answer = client.post("/console/accounts/user/1/invite/", {"step_up_password": _code(secret)})
    assert "10 分钟后再试" in answer.content.decode()


def test_a_file_goes_through_the_question_too() -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    client = stale(person)
    path, content = "/console/workflow/calendarversion/load/", "日期,安排,名称\r\n".encode()
    page = client.post(path, {"source": "国办发明电〔2026〕8号", "file": SimpleUploadedFile("安排.csv", content)})
    carried = hidden(page)
    assert carried["source"] == "国办发明电〔2026〕8号"
    answer = client.post(path, {**carried, "step_up_password": _code(secret)})
    assert answer.context["form"].files["file"].name == "安排.csv"
    assert answer.context["form"].files["file"].size == len(content)
    assert answer.status_code == 422


@pytest.mark.parametrize("file", ["", "[]", "{}", "[1,2,3,4]", '["file","a","b","%"]', "[" * 9000, "9" * 5000])
def test_a_carried_file_that_nobody_packed_is_no_file(file: str) -> None:
    person = make.administrator()
    secret = _with_second_factor(person)
    sent = {"step_up_file": file, "step_up_password": _code(secret)}
    answer = stale(person).post("/console/workflow/calendarversion/load/", sent)
    assert (answer.status_code, dict(answer.context["form"].files)) == (422, {})


def test_a_session_that_ended_at_the_question_leads_back_to_the_form() -> None:
    person = make.administrator()
    client = stale(person)
    client.post("/account/logout/")
    page = "http://testserver/console/applications/7/?x=1"
    answer = client.post("/console/applications/7/pass/", {"step_up_from": page, "step_up_password": "1"})
    assert answer["Location"] == "/account/login/?next=/console/applications/7/%3Fx%3D1"
