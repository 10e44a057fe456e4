"""分配: a case goes to a colleague of the same desk, by whom holds it, and the colleague is told."""

import pytest
from django.urls import reverse

from applications.models import Application
from applications.review.work.assignment import assign
from applications.review.work.handlers import take
from tests import make
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(reference):
    return make.filed(), make.staff(), make.officer(Role.PREFECTURE_OFFICER, "510100")


def test_case_is_handed_to_a_colleague_on_a_page_and_he_is_told(client, case):
    application, people, colleague = case
    client.force_login(people["prefecture"])
    url = reverse("console:assign", args=[application.pk])
    assert str(colleague) in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"to": colleague.pk}).status_code == 302
    assert Application.objects.get(pk=application.pk).handler == colleague
    told = InboxMessage.objects.get(key="assigned_to_you")
    assert (told.user, told.link) == (colleague, f"/console/applications/{application.pk}/")
    assert str(people["prefecture"]) in told.body


def test_only_the_desk_hands_over_and_only_within_it(client, case):
    application, people, colleague = case
    with pytest.raises(NotAllowed):
        assign(application, user=people["operator"], to=colleague)
    for other in (people["operator"], make.officer(Role.PREFECTURE_OFFICER, "510700"), people["prefecture"]):
        with pytest.raises(NotPossible, match="本岗位的另一位同事"):
            assign(application, user=people["prefecture"], to=other)
    take(application, user=colleague)
    with pytest.raises(NotPossible, match="正在办理此件"):
        assign(application, user=people["prefecture"], to=colleague)
    assert not InboxMessage.objects.filter(key="assigned_to_you").exists()
