"""What a manager typed about a member stays in the form when it is refused."""

import pytest
from django.urls import reverse

from tests import make
from tianfu.accounts.organisations import membership as organisations_membership

pytestmark = pytest.mark.django_db
REASON = "已于本月离职，交接见附件说明。"


@pytest.fixture
def manager(client, reference):
    person = make.member(make.enterprise().organisation, manage=True)
    client.force_login(person)
    return person


def decide(client, membership, **form):
    return client.post(reverse("portal:decide_member", args=[membership.pk]), form)


def test_the_reason_stays_when_the_last_manager_would_go(client, manager):
    own = manager.memberships.get()
    answer = decide(client, own, act="remove", reason=REASON)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("须至少保留一位管理员" in page, f'value="{REASON}"' in page, "<details open>" in page) == (True, True, True)
    own.refresh_from_db()
    assert own.status == "active"


def test_the_ticks_stay_when_the_last_managers_right_would_go(client, manager):
    own = manager.memberships.get()
    page = decide(client, own, act="rights", sign="on", **{"was-edit": "on", "was-sign": "on", "was-manage": "on"})
    text = page.content.decode()
    assert page.status_code == 422
    ticked = [name for name in ("edit", "sign", "manage") if f'id="{name}-{own.pk}" checked' in text]
    assert ticked == ["sign"]
    assert 'name="was-manage" value="on"' in text, "what is stored is still what the page says of before"


def test_a_button_that_is_none_does_nothing(client, manager):
    answer = decide(client, manager.memberships.get(), act="poem")
    assert (answer.status_code, "请选择要办理的事项。" in answer.content.decode()) == (422, True)


def test_a_refusal_without_reason_says_so_at_that_member(client, manager):
    row = organisations_membership.request_membership(make.user(), manager.memberships.get().organisation)
    answer = decide(client, row, act="refuse", reason="  ")
    page = answer.content.decode()
    assert (answer.status_code, f'id="member-{row.pk}"' in page, "请填写不同意的理由" in page) == (422, True, True)


def test_the_reason_is_given_back_when_the_membership_ended_meanwhile(client, manager):
    other = make.member(manager.memberships.get().organisation)
    row = other.memberships.get()
    assert decide(client, row, act="remove", reason="离职").status_code == 302
    answer = decide(client, row, act="remove", reason=REASON)
    assert (answer.status_code, REASON in answer.content.decode()) == (409, True)


def test_an_unknown_act_is_refused_and_keeps_the_reason(client, manager):
    answer = decide(client, manager.memberships.get(), act="zzz", reason=REASON)
    assert (answer.status_code, REASON in answer.content.decode()) == (422, True)
