"""The hidden key of a form belongs to one person and one form."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests import make
from tianfu.workflow.models import PostedForm
from tianfu.workflow.once import new_key, once

pytestmark = pytest.mark.django_db


def posted(user, key, path="/portal/products/new/"):
    request = RequestFactory().post(path, {"once": key})
    request.user = user
    return request


def test_the_same_form_sent_twice_acts_once():
    done, user, key = [], make.user(), new_key()
    answers = [once(posted(user, key), lambda: done.append(1) or "/done/") for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/done/", "/done/"]
    assert len(done) == 1


def test_a_key_of_somebody_else_neither_breaks_nor_shows_his_answer():
    key = new_key()
    first = once(posted(make.user(), key), lambda: "/his/")
    second = once(posted(make.user(), key), lambda: "/mine/")
    assert (first["Location"], second["Location"]) == ("/his/", "/mine/")
    assert PostedForm.objects.count() == 2


def test_a_key_of_another_form_does_not_swallow_this_one():
    user, key = make.user(), new_key()
    first = once(posted(user, key), lambda: "/product/")
    second = once(posted(user, key, "/portal/applications/new/"), lambda: "/case/")
    assert (first["Location"], second["Location"]) == ("/product/", "/case/")


@pytest.mark.parametrize("key", ["", "²", "x" * 36, "9" * 5000, "{" + "0" * 34 + "}", "../"])
def test_what_is_no_key_acts_each_time(key):
    user = make.user()
    answers: list[HttpResponse] = [once(posted(user, key), lambda: "/done/") for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/done/", "/done/"]
    assert PostedForm.objects.count() == 0
