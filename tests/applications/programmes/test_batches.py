"""申报批次: opened over the list that the page showed."""

import pytest
from django.urls import reverse

from applications.models import Batch, Programme
from tests import make
from tests.pages import hidden
from tianfu.accounts.roles import Role

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
