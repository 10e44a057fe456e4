"""申报批次: opened over the list that the page showed."""

import re
from datetime import date

import pytest
from django.urls import reverse

from applications.form.start import open_application
from applications.models import Batch, Programme
from tests import make
from tests.pages import hidden
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible

pytestmark = pytest.mark.django_db


def test_a_batch_opened_meanwhile_by_a_colleague_is_seen_before_another_is_opened(client, reference):
    client.force_login(make.officer(Role.OPERATOR_OFFICER))
    url = reverse("console:batch_new")
    form = {"programme": Programme.objects.get(slug="tfmp").pk, "name": "2027 年第一批", "opens_on": "2027-01-01",
            "closes_on": "2027-03-31", "sectors": ["manufacturing"], "routes": ["self_declaration"]}  # fmt: skip
    first, second = hidden(client.get(url)), hidden(client.get(url))
    assert client.post(url, {**form, **first}).status_code == 302
    answer = client.post(url, {**form, **second, "name": "2027 年首批"})
    assert answer.status_code == 409
    assert "2027 年第一批" in answer.content.decode()
    assert list(Batch.objects.values_list("name", flat=True)) == ["2027 年第一批"]
    assert client.post(url, {**form, **hidden(client.get(url)), "name": "2027 年第二批"}).status_code == 302


def test_the_list_says_of_each_batch_where_its_days_stand(client, reference, clock):
    clock.set("2026-03-10")
    days = {
        "未开始": ("2026-03-11", "2026-03-31"),
        "受理中": ("2026-03-10", "2026-03-10"),
        "已截止": ("2026-03-01", "2026-03-09"),
    }
    for word, (first, last) in days.items():
        row = make.batch(f"批次{word}", opens=date.fromisoformat(first), closes=date.fromisoformat(last))
        assert (row.standing_on(the_clock.today()), row.is_open(the_clock.today())) == (word, word == "受理中")
    client.force_login(make.officer(Role.OPERATOR_OFFICER))
    page = client.get(reverse("console:batches")).content.decode()
    for word in days:
        assert re.search(rf"(?s)批次{word}</th>(?:(?!</tr>).)*>{word}</", page), word
    assert "未受理" not in page


def test_a_batch_takes_only_the_sectors_and_routes_it_is_open_to(reference):
    item = make.product(make.enterprise())
    person, batch = make.member(item.enterprise.organisation, edit=True), make.batch()

    def opened():
        return open_application(user=person, product=item, batch=batch, route=Route.SELF_DECLARATION)

    batch.sectors, batch.routes = ["service"], [Route.QUALITY_CERTIFICATION]
    with pytest.raises(NotPossible) as refusal:
        opened()
    assert refusal.value.problems == ["本批次不受理“制造”领域。", "本批次不受理“自我声明”方式。"]
    batch.sectors, batch.routes = [item.sector], [Route.SELF_DECLARATION]
    assert opened().batch == batch
