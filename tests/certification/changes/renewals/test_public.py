"""What the public reads of a renewal: the old number leads to the new one, the new one to the old."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certification.register.past.day import state_on
from certification.register.verification import verify
from certification.tasks import expire
from tianfu.workflow import clock as now

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair_of(in_window, made, fresh):
    mark = in_window()
    new = made(mark)
    return fresh(mark), fresh(new)


def test_before_the_first_day_the_new_number_is_real_and_not_yet_valid(client, pair_of):
    mark, new = pair_of
    found = verify(new.number, now.today())
    assert (found.answer.value, found.authorization) == ("not_yet", None)
    assert found.sentence == (
        f"该编号真实，授权尚未生效，自 2027 年 3 月 10 日起有效；此前请查验原授权编号 {mark.number}。"
    )
    assert client.get(reverse("verify_number", args=[new.number])).status_code == 200
    assert client.get(reverse("brand", args=[new.number])).status_code == 404, "published with its first day"
    body = client.get(reverse("api_verify", args=[new.number])).json()
    assert (body["answer"], body["brand"]) == ("not_yet", None)
    page = client.get(reverse("verify_number", args=[mark.number])).content.decode()
    assert [words in page for words in ("已续期，新授权", new.number, "自 2027 年 3 月 10 日起生效。")] == [True] * 3


def test_its_holder_and_the_operator_read_that_it_waits_for_its_day(pair_of, clock, signed_in, pair):
    mark, new = pair_of
    holder, operator = signed_in(mark.application.created_by), signed_in(pair[0])
    pages = [
        holder.get(reverse("portal:authorizations")),
        holder.get(reverse("portal:home")),
        holder.get(reverse("portal:authorization", args=[new.pk])),
        operator.get(reverse("console:authorizations")),
        operator.get(reverse("console:authorization", args=[new.pk])),
    ]
    said = [("待生效" in page.content.decode(), "制证中" in page.content.decode()) for page in pages]
    assert said == [(True, False)] * 5
    clock.set(new.starts_on)
    expire()
    assert "待生效" not in holder.get(reverse("portal:authorizations")).content.decode()


def test_afterwards_each_leads_to_the_other(client, pair_of, clock):
    mark, new = pair_of
    clock.set(new.starts_on)
    expire()
    old_page = client.get(reverse("verify_number", args=[mark.number])).content.decode()
    assert ("过期" in old_page, reverse("verify_number", args=[new.number]) in old_page) == (True, True)
    new_page = client.get(reverse("verify_number", args=[new.number])).content.decode()
    assert reverse("verify_number", args=[mark.number]) in new_page
    assert reverse("brand", args=[new.number]) in client.get(reverse("brand", args=[mark.number])).content.decode()
    assert reverse("brand", args=[mark.number]) in client.get(reverse("brand", args=[new.number])).content.decode()
    answers = [client.get(reverse("api_verify", args=[row.number])).json() for row in (mark, new)]
    numbers = [(row["previous_number"], row["following_number"]) for row in answers]
    assert numbers == [(None, new.number), (mark.number, None)]


def test_no_day_between_the_two_is_without_an_answer(pair_of, clock, fresh):
    mark, new = pair_of
    clock.set(new.starts_on + timedelta(days=5))
    expire()
    days = [mark.ends_on - timedelta(days=1), mark.ends_on]
    mark, new = fresh(mark), fresh(new)
    assert [state_on(mark, day).valid for day in days] == [True, True]
    assert [state_on(new, day).answer.value for day in days] == ["not_yet", "not_yet"]


def test_begun_on_its_day_it_holds_from_midnight(pair_of, clock, fresh):
    _, new = pair_of
    clock.set(f"{new.starts_on}T00:40:00+08:00")
    expire()
    clock.set(new.starts_on + timedelta(days=1))
    found = state_on(fresh(new), new.starts_on)
    assert (found.valid, found.since) == (True, now.start_of(new.starts_on))
