"""转请: what an officer makes of a finding lies on the operator's desk, ends by its two people, and names no reporter."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from certification.authorizations.sanctions.acts import confirm, drop, proposal_facts, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization, AuthorizationEndorsement
from supervision.lists.leads.acts import decide_lead, file_lead
from supervision.lists.leads.requests import (
    leave_alone,
    outcomes,
    propose_on_lead,
    request_facts,
    request_problems,
    to_answer,
)
from supervision.lists.models import Lead, LeadAnswer
from supervision.lists.sources import SOURCES
from tests import make
from tests.pages import hidden
from tests.queries import costs
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

WAITING = next(row for row in SOURCES if row.key == "supervision.lead_requests")
pytestmark = pytest.mark.django_db
WHY = "照片显示改色，请核实。"
SECRETS = ("匿名监督者", "春熙路某柜台", "包装上的标识被改成绿色", "社会监督员")


@pytest.fixture
def officer(reference: None, clock: Any) -> Any:
    clock.set("2026-05-11")
    return make.officer(Role.PROVINCE_OFFICER)


@pytest.fixture
def pair(officer: Any) -> Any:
    return make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)


@pytest.fixture
def lead(officer: Any, pair: Any, clock: Any) -> Lead:
    """Filed by a 社会监督员 about a mark in force, passed on to the operator."""
    pk = make.issued(clock_fixture=clock).pk
    volunteer = make.officer(Role.SUPERVISOR_VOLUNTEER, name="匿名监督者")
    row = file_lead(
        user=volunteer, authorization=Authorization.objects.get(pk=pk), found_on=date(2026, 5, 10),
        place="春熙路某柜台", text="包装上的标识被改成绿色。",
    )  # fmt: skip
    return decide_lead(row, user=officer, seen=0, outcome="suspend", reason=WHY)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def mark_of(lead: Lead) -> Authorization:
    return Authorization.objects.get(pk=lead.authorization_id)


def proposed(lead: Lead, user: Any, act: str = Act.SUSPEND) -> AuthorizationEndorsement:
    values = {"reason": "标识改色使用，属实。", "cause": Cause.MISUSE, "shown": NO_PAGE}
    return propose_on_lead(Lead.objects.get(pk=lead.pk), act, user=user, seen=mark_of(lead).revision, **values)


def waiting() -> list[int]:
    return [row.pk for row in to_answer()]


def url(lead: Lead, tail: str = "") -> str:
    return f"/console/lead-requests/{lead.pk}/{tail}"


def test_a_finding_is_passed_on_proposed_and_decided_by_the_operators_two(lead: Lead, pair: Any, officer: Any) -> None:
    first, second = client_of(pair[0]), client_of(pair[1])
    assert [(item.url, item.since) for item in WAITING.rows(pair[0], 5)] == [
        (url(lead), lead.changes.get(transition="decide").at)
    ]
    assert url(lead) in first.get("/console/").content.decode()
    page = first.get(url(lead)).content.decode()
    assert [part in page for part in (WHY, url(lead, "suspend/"), url(lead, "withdraw/"), url(lead, "none/"))] == [
        True
    ] * 4
    form = first.get(url(lead, "suspend/"))
    assert (form.context["form"].initial["reason"], WHY in form.content.decode()) == (WHY, True)
    lacking = first.post(url(lead, "suspend/"), {**hidden(form), "cause": Cause.MISUSE, "reason": ""})
    assert lacking.status_code == 422
    typed = {**hidden(form), "cause": Cause.MISUSE, "reason": "标识改色使用，属实。"}
    assert first.post(url(lead, "suspend/"), typed).status_code == 302
    row = AuthorizationEndorsement.objects.get()
    assert (row.basis, row.act, waiting()) == (f"lead:{lead.pk}", "suspend", [])
    assert "等待确认" in client_of(officer).get(f"/console/leads/{lead.pk}/").content.decode()
    facts = proposal_facts(mark_of(lead), row)
    assert (facts["依据"], facts["省级经办人转请的理由"]) == (f"省级经办人转请处理的线索 {lead.pk}", WHY)

    again = first.post(url(lead, "suspend/"), typed)
    assert (again.status_code, "等待确认，不能重复提出" in again.content.decode()) == (422, True)
    with pytest.raises(NotPossible, match="您是提出人"):
        confirm(row, user=pair[0], seen=row.round, shown=NO_PAGE)
    confirmation = hidden(second.get(f"/console/authorizations/{lead.authorization_id}/"))
    answer = second.post(
        f"/console/authorizations/{lead.authorization_id}/proposals/{row.pk}/", {**confirmation, "act": "confirm"}
    )
    assert (answer.status_code, mark_of(lead).state) == (302, "suspended")
    assert [one["state"] for one in outcomes(lead)] == ["confirmed"]
    told = InboxMessage.objects.get(key="lead_settled")
    assert (told.user, told.link, "“暂停”已由两人决定" in told.body) == (officer, f"/console/leads/{lead.pk}/", True)
    filer = client_of(lead.filed_by).get(f"/console/leads/{lead.pk}/").content.decode()
    assert ("已暂停授权" in filer, str(pair[0]) in filer) == (True, False)


def test_who_found_or_decided_it_never_confirms_and_nobody_else_proposes(lead: Lead, pair: Any, officer: Any) -> None:
    outsiders = (officer, lead.filed_by, make.officer(Role.PREFECTURE_OFFICER, "510100"), make.officer(Role.EXPERT))
    for person in outsiders:
        with pytest.raises(NotAllowed, match="运营机构"):
            proposed(lead, person)
        with pytest.raises(NotAllowed, match="运营机构"):
            leave_alone(lead, user=person, reason="无")
        for tail in ("suspend/", "none/"):
            assert client_of(person).get(url(lead, tail)).status_code == 403
    row = proposed(lead, pair[0], Act.WITHDRAW)
    for person in (officer, lead.filed_by):
        make.grant(person, Role.OPERATOR_OFFICER)
        fresh = type(person).objects.get(pk=person.pk)
        with pytest.raises(NotPossible, match="您发现或处理过所依据的线索"):
            confirm(row, user=fresh, seen=row.round, shown=NO_PAGE)
    assert confirm(row, user=pair[1], seen=row.round, shown=NO_PAGE).state == "withdrawn"


def test_it_is_answered_with_a_reason_once_and_may_still_be_proposed(lead: Lead, pair: Any, officer: Any) -> None:
    client = client_of(pair[0])
    empty = client.post(url(lead, "none/"), {"reason": ""})
    assert (empty.status_code, "会告知省级经办人" in empty.content.decode()) == (422, True)
    with pytest.raises(NotPossible, match="请写明不提出处理的理由"):
        leave_alone(lead, user=pair[0], reason=" ")
    assert client.post(url(lead, "none/"), {"reason": "包装为样品，未上市。"}).status_code == 302
    assert (waiting(), InboxMessage.objects.get(key="lead_settled").user) == ([], officer)
    event = AuditEvent.objects.get(action="lead.left_alone")
    assert (event.actor, event.subject_id, event.reason) == (pair[0], str(lead.pk), "包装为样品，未上市。")
    with pytest.raises(NotPossible, match="已登记不提出处理的理由"):
        leave_alone(lead, user=pair[1], reason="同上")
    assert "包装为样品，未上市。" in client_of(officer).get(f"/console/leads/{lead.pk}/").content.decode()
    row = proposed(lead, pair[0])
    with pytest.raises(NotPossible, match="正在等待确认"):
        leave_alone(lead, user=pair[1], reason="同上")
    with pytest.raises(NotPossible, match="撤下须写明理由：理由会告知省级经办人"):
        drop(row, user=pair[1], reason=" ")
    drop(row, user=pair[1], reason="证据不足")
    assert [one["state"] for one in outcomes(lead)] == ["taken_back", "left"]
    assert InboxMessage.objects.filter(key="lead_settled").count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        LeadAnswer.objects.update(reason="别的")


def test_only_what_was_passed_on_about_this_mark_is_a_basis(lead: Lead, pair: Any, officer: Any) -> None:
    other = file_lead(
        user=lead.filed_by, authorization=lead.authorization, found_on=date(2026, 5, 10), place="商场", text="改色。"
    )
    mark = mark_of(lead)
    values = {"user": pair[0], "seen": mark.revision, "reason": "查实", "cause": Cause.MISUSE}
    with pytest.raises(NotPossible, match="没有转请运营机构处理"):
        propose(mark, Act.SUSPEND, basis=f"lead:{other.pk}", **values)
    decide_lead(other, user=officer, seen=0, outcome="nothing", reason="与标识无关。")
    with pytest.raises(NotPossible, match="没有转请运营机构处理"):
        propose_on_lead(Lead.objects.get(pk=other.pk), Act.SUSPEND, shown=NO_PAGE, **values)
    Lead.objects.filter(pk=lead.pk).update(authorization=None, outcome="nothing")
    for basis in (f"lead:{lead.pk}", "lead:999999", "lead:x", "lead:"):
        with pytest.raises(NotPossible, match="所依据的检查或线索不存在"):
            propose(mark, Act.SUSPEND, basis=basis, **values)
    client = client_of(pair[0])
    gone = [client.get(f"/console/lead-requests/{pk}/").status_code for pk in (other.pk, lead.pk, 999999)]
    assert (gone, client.get(url(lead, "cancel/")).status_code, waiting()) == ([404] * 3, 404, [])


def test_it_is_proposed_upon_what_was_read_and_only_while_the_mark_lives(lead: Lead, pair: Any) -> None:
    values = {"user": pair[0], "seen": mark_of(lead).revision, "reason": "查实", "cause": Cause.MISUSE}
    with pytest.raises(Changed):
        propose_on_lead(lead, Act.SUSPEND, shown=stamp({"发现日期": "别的"}), **values)
    with pytest.raises(NotPossible, match="请选择暂停或撤销"):
        propose_on_lead(lead, Act.CANCEL, shown=stamp(request_facts(lead)), **values)
    row = propose(mark_of(lead), Act.CANCEL, user=pair[0], seen=mark_of(lead).revision, reason="停产")
    confirm(row, user=pair[1], seen=row.round, shown=NO_PAGE)
    fresh = Lead.objects.get(pk=lead.pk)
    assert (waiting(), request_problems(fresh)) == ([], ["授权当前为“注销”，不能再提出暂停或撤销。"])
    page = client_of(pair[0]).get(url(lead, "suspend/"))
    assert (page.status_code, "不能再提出暂停或撤销" in page.content.decode()) == (200, True)


def test_neither_operator_holder_nor_public_learns_who_reported(lead: Lead, pair: Any, officer: Any) -> None:
    row = proposed(lead, pair[0])
    readers = {
        client_of(pair[1]): ["/console/", "/console/lead-requests/", url(lead), url(lead, "withdraw/"),
                             f"/console/authorizations/{lead.authorization_id}/", "/portal/inbox/"],
    }  # fmt: skip
    texts = [client.get(page).content.decode() for client, pages in readers.items() for page in pages]
    confirm(row, user=pair[1], seen=row.round, shown=NO_PAGE)
    run_due()
    mark = mark_of(lead)
    holder = client_of(make.member(mark.enterprise.organisation))
    texts += [holder.get(page).content.decode() for page in (f"/portal/authorizations/{mark.pk}/", "/portal/inbox/")]
    texts.append(Client().get(f"/brands/{mark.number}/").content.decode())
    about_it = InboxMessage.objects.exclude(user__in=[officer, lead.filed_by])
    texts += ["".join(f"{one.subject}{one.body}" for one in about_it)]
    assert [(number, word) for number, text in enumerate(texts) for word in SECRETS if word in text] == []
    others = [make.officer(Role.PREFECTURE_OFFICER, "510700"), make.officer(Role.SUPERVISOR_VOLUNTEER)]
    for person in (*others, lead.filed_by):
        assert [client_of(person).get(page).status_code for page in ("/console/lead-requests/", url(lead))] == [403] * 2


def test_the_desk_and_the_list_cost_the_same_for_many(lead: Lead, pair: Any, officer: Any) -> None:
    def more() -> None:
        for _ in range(3):
            row = file_lead(
                user=lead.filed_by,
                authorization=lead.authorization,
                found_on=date(2026, 5, 10),
                place="商场",
                text="改色。",
            )
            decide_lead(row, user=officer, seen=0, outcome="suspend", reason=WHY)

    client = client_of(pair[0])
    one, many = costs(lambda: client.get("/console/lead-requests/"), more)
    assert (one == many, len(waiting())) == (True, 4)
