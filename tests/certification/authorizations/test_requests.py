"""持有人申请 is a cause only where the holder has asked."""

from datetime import date

import pytest
from django.urls import reverse

from certification.authorizations.sanctions.acts import confirm, open_proposal, proposal_facts, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.causes import choices
from certification.authorizations.suspensions.requests import ask_suspension, take_back
from certification.models import SuspensionRequest
from tests import make
from tests.pages import hidden
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db
TEXT = "生产线改造，六月至九月停产。"


def listed(person):
    held = {waiting.source.key: waiting for waiting in waiting_for(person, Kind.TODO)}
    return [item.url for item in held["certification.suspension_requests"].items]


def suggest(authorization, person):
    seen = authorization.revision
    return propose(authorization, Act.SUSPEND, user=person, seen=seen, reason="按申请暂停", cause=Cause.HOLDER)


def test_without_a_request_the_cause_is_neither_offered_nor_recorded(issued, pair):
    authorization = issued("self_declaration")
    assert Cause.HOLDER not in dict(choices(authorization))
    with pytest.raises(NotPossible, match="持有人没有提出暂停申请"):
        suggest(authorization, pair[0])


def test_a_holder_asks_and_two_people_suspend_upon_it(issued, pair, clock):
    authorization = issued()
    clock.set("2026-06-01")
    row = ask_suspension(authorization, user=authorization.application.created_by, text=TEXT)
    message = InboxMessage.objects.filter(key="suspension_requested").get(user=pair[0])
    page = f"/console/authorizations/{authorization.pk}/"
    assert (message.link, TEXT in message.body, listed(pair[1])) == (page, True, [page])
    assert Cause.HOLDER in dict(choices(authorization))
    proposal = suggest(authorization, pair[0])
    assert listed(pair[1]) == []
    confirm(proposal, user=pair[1], seen=authorization.revision, shown=NO_PAGE)
    authorization.refresh_from_db()
    row.refresh_from_db()
    standing = authorization.suspensions.get()
    assert (authorization.state, row.suspension, standing.limit_on) == ("suspended", standing, date(2027, 6, 1))
    assert Cause.HOLDER not in dict(choices(authorization)), "one request, one suspension"


def test_the_second_person_reads_the_request_that_stands(issued, pair):
    authorization = issued()
    owner = authorization.application.created_by
    row = ask_suspension(authorization, user=owner, text=TEXT)
    proposal = suggest(authorization, pair[0])
    read = stamp(proposal_facts(authorization, proposal))
    SuspensionRequest.objects.filter(pk=row.pk).update(text="另一个事由")
    with pytest.raises(Changed, match="持有人的暂停申请"):
        confirm(proposal, user=pair[1], seen=authorization.revision, shown=read)


def test_a_request_taken_back_lets_the_proposal_lapse(issued, pair):
    authorization = issued()
    owner = authorization.application.created_by
    row = ask_suspension(authorization, user=owner, text=TEXT)
    proposal = suggest(authorization, pair[0])
    take_back(row, user=owner)
    authorization.refresh_from_db()
    assert open_proposal(authorization) is None
    with pytest.raises(NotPossible, match="已失效"):
        confirm(proposal, user=pair[1], seen=authorization.revision, shown=NO_PAGE)
    with pytest.raises(NotPossible, match="已经办理或者已经撤回"):
        take_back(row, user=owner)
    ask_suspension(authorization, user=owner, text=TEXT)


def test_asking_is_for_who_signs_once_and_while_the_mark_lives(issued, pair, act):
    authorization = issued()
    owner = authorization.application.created_by
    editor = make.member(authorization.enterprise.organisation, edit=True)
    with pytest.raises(NotAllowed):
        ask_suspension(authorization, user=editor, text=TEXT)
    with pytest.raises(NotPossible, match="请写明申请暂停的事由"):
        ask_suspension(authorization, user=owner, text="  ")
    ask_suspension(authorization, user=owner, text=TEXT)
    with pytest.raises(NotPossible, match="已有一份等待处理"):
        ask_suspension(authorization, user=owner, text=TEXT)
    act(authorization, Act.CANCEL, "", "停产")
    authorization.refresh_from_db()
    assert listed(pair[0]) == []
    with pytest.raises(NotPossible, match="已经终止"):
        ask_suspension(authorization, user=owner, text=TEXT)


def test_the_pages_of_asking_and_taking_back(issued, pair, signed_in):
    authorization = issued()
    owner = signed_in(authorization.application.created_by)
    home, url = (reverse(f"portal:{name}", args=[authorization.pk]) for name in ("authorization", "suspension_request"))
    assert "申请暂停使用标识" in owner.get(home).content.decode()
    page = owner.get(url)
    assert owner.post(url, {**hidden(page), "text": " "}).status_code == 422
    assert owner.post(url, {**hidden(page), "text": TEXT}).status_code == 302
    again = owner.post(url, {**hidden(owner.get(url)), "text": "再次申请"})
    assert (again.status_code, "再次申请" in again.content.decode()) == (422, True)
    assert TEXT in owner.get(home).content.decode()
    console = signed_in(pair[0]).get(reverse("console:authorization", args=[authorization.pk])).content.decode()
    assert "持有人的暂停申请" in console and TEXT in console
    assert owner.post(url, {"act": "take_back"}).status_code == 302
    assert owner.post(url, {"act": "take_back"}).status_code == 409
    stranger = signed_in(make.founder(make.enterprise("别的企业").organisation))
    assert stranger.get(url).status_code == 404
