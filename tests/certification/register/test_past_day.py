"""Was this number valid on a day? The page and the API answer from the history, as it held at the end of that day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from certification.authorizations.states import Act
from certification.authorizations.suspensions.causes import WORDS
from certification.models import Authorization
from certification.register.past.day import state_on
from certification.tasks import expire
from tests.certification.authorizations.conftest import act  # noqa: F401
from tianfu.workflow import clock as now

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(issued, act, clock):  # noqa: F811
    """Issued on 10 March 2026, suspended from 1 May to 20 May, withdrawn on 1 July."""
    mark = issued()
    clock.set("2026-05-01T10:00:00+08:00")
    act(mark)
    clock.set("2026-05-20T09:00:00+08:00")
    act(mark, Act.REINSTATE)
    clock.set("2026-07-01T15:00:00+08:00")
    act(mark, Act.WITHDRAW, cause="")
    clock.set("2026-08-01")
    return Authorization.objects.get(pk=mark.pk)


STATES = {
    "2026-03-09": "not_yet",
    "2026-03-10": "active",
    "2026-04-30": "active",
    "2026-05-01": "suspended",
    "2026-05-19": "suspended",
    "2026-05-20": "active",
    "2026-06-30": "active",
    "2026-07-01": "withdrawn",
    "2026-08-01": "withdrawn",
}


def test_each_day_has_the_state_that_held_at_its_end(told):
    assert {day: state_on(told, date.fromisoformat(day)).answer.value for day in STATES} == STATES


def test_a_day_of_suspension_is_told_with_cause_since_and_paper(told):
    found = state_on(told, date(2026, 5, 1))
    assert (found.word, found.valid, found.reasons) == ("暂停", False, (WORDS["misuse"].public,))
    assert (found.sentence, found.moved) == ("该日授权暂停，不得使用标识。", ("2026-05-01 10:00 暂停",))
    assert found.since == told.changes.get(transition="suspend").at
    certificate = told.certificates.get()
    assert (found.edition.version, found.edition.sha256) == (1, certificate.paper.sha256)
    assert state_on(told, date(2026, 6, 1)).since == told.changes.get(transition="reinstate").at


def test_before_the_first_day_there_is_neither_state_nor_paper(told):
    found = state_on(told, date(2026, 1, 1))
    assert (found.since, found.edition, found.reasons, found.moved) == (None, None, (), ())
    assert found.sentence == "该日授权尚未生效，有效期自 2026 年 3 月 10 日起。"


def test_the_last_day_is_valid_and_the_next_is_not_whether_a_job_ran_or_not(issued, clock):
    mark = issued("self_declaration")
    clock.set(mark.ends_on + timedelta(days=2))
    days = [mark.ends_on, mark.ends_on + timedelta(days=1)]
    assert [state_on(mark, day).answer.value for day in days] == ["active", "expired"]
    expire()
    mark = Authorization.objects.get(pk=mark.pk)
    found = [state_on(mark, day) for day in days]
    assert [row.answer.value for row in found] == ["active", "expired"]
    assert found[1].since == now.end_of(mark.ends_on)


def test_the_page_answers_in_words(client, told):
    page = client.get(reverse("verify_number", args=[told.number]), {"on": "2026-05-01"})
    text = page.content.decode()
    assert (page.status_code, "2026 年 5 月 1 日：暂停" in text) == (200, True)
    assert told.certificates.get().paper.sha256 in text
    assert "该授权已被撤销" in text, "today's answer stands above it"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-08-02", "日期不能晚于今天：以后的状态还没有发生。"),
        ("9999-12-31", "日期不能晚于今天：以后的状态还没有发生。"),
        ("2026-02-30", "请填写日期，如 2026-05-01。"),
        ("2026-5-1", "请填写日期，如 2026-05-01。"),
        ("昨天", "请填写日期，如 2026-05-01。"),
        ("2026-W18-5", "请填写日期，如 2026-05-01。"),
        ("２０２６-05-01", "请填写日期，如 2026-05-01。"),
    ],
)
def test_a_day_that_is_none_is_refused_on_the_page_and_in_the_api(client, told, typed, words):
    page = client.get(reverse("verify_number", args=[told.number]), {"on": typed})
    assert (page.status_code, words in page.content.decode()) == (422, True)
    answer = client.get(reverse("api_verify", args=[told.number]), {"on": typed})
    error = answer.json()["error"]
    assert (answer.status_code, error["parameter"], error["code"]) == (400, "on", "invalid_parameter")


@pytest.mark.parametrize("query", ["on=", "on=2026-05-01&on=2026-05-02", "day=2026-05-01"])
def test_the_api_takes_one_day_under_its_name_only(client, told, query):
    assert client.get(f"{reverse('api_verify', args=[told.number])}?{query}").status_code == 400


def test_the_api_says_both_what_it_is_and_what_it_was(client, told):
    body = client.get(reverse("api_verify", args=[told.number]), {"on": "2026-05-10"}).json()
    day = body["on_day"]
    assert (body["answer"], day["answer"], day["valid"], day["day"]) == ("withdrawn", "suspended", False, "2026-05-10")
    assert (day["reasons"], day["certificate"]["version"]) == ([WORDS["misuse"].public], 1)
    assert client.get(reverse("api_verify", args=[told.number])).json()["on_day"] is None


def test_a_number_that_was_never_issued_has_no_past(client, told):
    body = client.get(reverse("api_verify", args=["TFMP-C-510100-2026-09999-0"]), {"on": "2026-05-10"}).json()
    assert (body["on_day"], body["brand"]) == (None, None)


def test_an_answer_costs_few_queries(client, told, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(reverse("verify_number", args=[told.number]), {"on": "2026-05-10"})
