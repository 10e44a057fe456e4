"""A session can be asked how long it lives; typing prolongs it, looking does not, nothing prolongs the absolute limit."""

import re
import time
from urllib.parse import unquote

import pytest
from django.test import Client

from tests import make as cases
from tianfu.accounts.access.sessions import LAST_SEEN_AT, SIGNED_IN_AT
from tianfu.accounts.roles import Role

from . import make

pytestmark = pytest.mark.django_db

ALIVE = "/account/alive/"
JSON = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def officer(reference):
    client = Client()
    client.force_login(make.staff(Role.OPERATOR_OFFICER))
    client.get("/console/")
    return client


def aged(client, *, idle=0, old=0):
    session = client.session
    session[LAST_SEEN_AT], session[SIGNED_IN_AT] = time.time() - idle, time.time() - max(idle, old)
    session.save()
    return client


def left(client, method="get"):
    answer = getattr(client, method)(ALIVE, **JSON)
    assert answer.status_code == 200
    return answer.json()


def test_looking_does_not_prolong_the_session(officer):
    aged(officer, idle=800)
    assert [95 <= left(officer)["idle"] <= 100 for _ in range(2)] == [True, True]


def test_typing_prolongs_the_session(officer):
    aged(officer, idle=800)
    assert left(officer, "post")["idle"] >= 899
    assert left(officer)["idle"] >= 899


def test_nothing_prolongs_the_absolute_limit(officer):
    aged(officer, old=12 * 3600 - 50)
    assert left(officer, "post")["absolute"] <= 50
    aged(officer, old=12 * 3600 + 1)
    assert officer.post(ALIVE, **JSON).status_code == 401


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_that_is_over_says_so_and_where_to_sign_in(officer, method):
    aged(officer, idle=901)
    answer = getattr(officer, method)(ALIVE, **JSON)
    assert answer.status_code == 401
    assert answer["X-Session-Expired"] == "1"
    assert answer.json()["login"].startswith("/account/login/")


def test_a_page_of_the_console_carries_reader_and_limits_and_a_public_page_does_not(officer):
    page = officer.get("/console/").content.decode()
    assert 890 <= int(re.search(r'data-idle="(\d+)"', page)[1]) <= 900
    assert "js/keep.js" in page and f'data-alive="{ALIVE}"' in page
    public = Client().get("/privacy/").content.decode()
    assert "keep.js" not in public and "data-idle" not in public


class TestWhatWasHandedIn:
    """The page's script forgets a text only when the act went through."""

    KEY = "/console/applications/1/take/#0"

    @pytest.fixture
    def case(self, officer):
        case = cases.filed()
        officer.force_login(cases.officer(Role.PREFECTURE_OFFICER, "510100"))
        return case

    def send(self, officer, case, verb="take"):
        answer = officer.post(f"/console/applications/{case.pk}/{verb}/", {"kept": self.KEY, "seen": case.revision})
        told = unquote(answer.cookies["kept_done"].value).split() if "kept_done" in answer.cookies else []
        return answer.status_code, told

    def test_an_act_that_went_through_is_told(self, officer, case):
        assert self.send(officer, case) == (302, [self.KEY])
        assert re.fullmatch(r"[\w%.-]+", officer.cookies["kept_done"].coded_value), "a script reads it without quotes"

    def test_a_refused_form_is_kept(self, officer, case):
        assert self.send(officer, case, "decline") == (422, [])

    def test_a_form_sent_after_the_session_ended_is_kept(self, officer, case):
        aged(officer, idle=901)
        assert self.send(officer, case) == (302, [])

    def test_a_refusal_shown_on_the_next_page_is_kept(self, officer, case):
        holder = cases.officer(Role.PREFECTURE_OFFICER, "510100")
        type(case).objects.filter(pk=case.pk).update(handler=holder)
        assert self.send(officer, case) == (302, [])
