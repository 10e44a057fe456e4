"""A proposed suspension is seen by the other operators: in their list."""

import re

import pytest

from certification.authorizations.sanctions.acts import confirm, drop, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization
from tests import make
from tests.pages import hidden
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(reference, clock):
    row = make.issued(clock_fixture=clock)
    return Authorization.objects.get(pk=row.pk)


def listed(person):
    return [item.what for held in work_items.waiting_for(person, Kind.SECOND) for item in held.items]


def suspend(row, person):
    return propose(row, Act.SUSPEND, user=person, seen=row.revision, reason="超范围使用标识", cause=Cause.MISUSE)


def test_a_proposed_act_waits_in_the_list_of_every_other_operator(issued):
    first, second, third = (make.officer(Role.OPERATOR_OFFICER) for _ in range(3))
    reader = make.officer(Role.AUDITOR)
    suspend(issued, first)
    assert [listed(person) for person in (first, second, third, reader)] == [
        [], ["拟暂停授权，请复核。"], ["拟暂停授权，请复核。"], []
    ]  # fmt: skip


@pytest.mark.parametrize("act", [Act.SUSPEND, Act.WITHDRAW, Act.CANCEL])
def test_what_is_confirmed_or_taken_back_leaves_the_list(issued, act):
    first, second = (make.officer(Role.OPERATOR_OFFICER) for _ in range(2))
    facts = {
        "user": first,
        "seen": issued.revision,
        "reason": "理由",
        "cause": Cause.MISUSE if act == Act.SUSPEND else "",
    }
    proposal = propose(issued, act, **facts)
    assert listed(second) == [f"拟{act.label}授权，请复核。"]
    drop(proposal, user=first, reason="写错了")
    assert listed(second) == []
    confirm(propose(issued, act, **facts), user=second, seen=issued.revision, shown=NO_PAGE)
    assert listed(second) == []


@pytest.mark.parametrize("act", [Act.WITHDRAW, Act.CANCEL])
def test_ending_a_mark_is_confirmed_from_a_page_with_its_consequences(client, issued, act):
    first, second = (make.officer(Role.OPERATOR_OFFICER) for _ in range(2))
    proposal = propose(issued, act, user=first, seen=issued.revision, reason="情节严重")
    client.force_login(second)
    page = f"/console/authorizations/{issued.pk}/"
    url = f"{page}proposals/{proposal.pk}/"
    answer = client.post(url, {**hidden(client.get(page)), "act": "confirm", "note": "情况属实"})
    text = answer.content.decode()
    assert (answer.status_code, Authorization.objects.get(pk=issued.pk).state) == (200, "active")
    assert [words in text for words in ("会发生什么", "不能撤回", "情况属实", f"确认{act.label}")] == [True] * 4
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text[text.index('class="panel form"') :]))
    assert client.post(url, {**form, "note": "改过"}).status_code == 200
    assert Authorization.objects.get(pk=issued.pk).state == "active"
    assert client.post(url, form).status_code == 302
    assert Authorization.objects.get(pk=issued.pk).state in ("withdrawn", "cancelled")


@pytest.mark.parametrize("act", [Act.SUSPEND, Act.WITHDRAW])
def test_what_the_second_person_wrote_survives_a_refusal(client, issued, act):
    first, second, third = (make.officer(Role.OPERATOR_OFFICER) for _ in range(3))
    cause = Cause.MISUSE if act == Act.SUSPEND else ""
    proposal = propose(issued, act, user=first, seen=issued.revision, reason="情节严重", cause=cause)
    client.force_login(second)
    page = f"/console/authorizations/{issued.pk}/"
    read = hidden(client.get(page))
    drop(proposal, user=third, reason="证据不足")
    answer = client.post(f"{page}proposals/{proposal.pk}/", {**read, "act": "confirm", "note": "核对了三批包装"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert [words in text for words in ("该提议已确认、已撤下或已失效", "核对了三批包装", "没有保存")] == [True] * 3
    propose(issued, act, user=third, seen=issued.revision, reason="再次提出", cause=cause)
    answer = client.post(f"{page}proposals/{proposal.pk}/", {**read, "act": "confirm", "note": "核对了三批包装"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "核对了三批包装</textarea>" not in text, "not under another proposal"
    assert "核对了三批包装" in text and "再次提出" in text


def test_who_turned_one_down_reads_that_another_confirms_the_next_and_loses_no_word(client, issued):
    first, second = (make.officer(Role.OPERATOR_OFFICER) for _ in range(2))
    turned_down = suspend(issued, second)
    drop(turned_down, user=second, reason="待核实")
    proposal = suspend(issued, first)
    client.force_login(second)
    page = f"/console/authorizations/{issued.pk}/"
    read = client.get(page)
    assert "须由未提出过意见的人员确认" in read.content.decode() and 'value="confirm"' not in read.content.decode()
    form = {**hidden(read), "act": "confirm", "note": "核对了三批包装"}
    answer = client.post(f"{page}proposals/{proposal.pk}/", form)
    text = answer.content.decode()
    assert (answer.status_code, Authorization.objects.get(pk=issued.pk).state) == (409, "active")
    assert [words in text for words in ("须由未提出过意见的人员确认", "核对了三批包装", "没有保存")] == [True] * 3
    assert hidden(answer) == hidden(client.get(page)), "the proposal stands"
