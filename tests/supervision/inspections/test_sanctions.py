"""From a published result to 暂停 or 撤销: by the operator's two people, who took no part in the check."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from certification.authorizations.sanctions.acts import confirm, drop, proposal_facts, propose
from certification.authorizations.sanctions.bases import basis_of
from certification.authorizations.states import Act, Cause
from certification.models import Authorization, AuthorizationEndorsement
from supervision.directories.models import InspectionObject, Inspector
from supervision.inspections.consequences.sanctions import (
    ask_operator,
    leave_be,
    propose_sanction,
    ref,
    result_facts,
    sanction_problems,
    to_sanction,
)
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.corrections import confirm_correction, propose_correction
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.inspections import make as checks
from tests.supervision.make import queries_of
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def pair(people: Any) -> tuple[User, User]:
    return make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)


@pytest.fixture
def task(people: Any, clock: Any) -> InspectionTask:
    """A check of a mark in force, drawn and assigned; made before others come, so that it is set again."""
    row = checks.mark(clock)
    return checks.of_mark(checks.first(checks.drawn(people, clock)), row)


@pytest.fixture
def found(task: InspectionTask, pair: Any, people: Any) -> InspectionTask:
    """Its published result: something to put right."""
    return checks.published(task, people[0], ResultWord.ORDERED)


def mark_of(task: InspectionTask) -> Authorization:
    return Authorization.objects.get(pk=task.object.authorization_id)


def proposed(task: InspectionTask, user: User, act: str = Act.SUSPEND) -> AuthorizationEndorsement:
    seen = mark_of(task).revision
    fresh = InspectionTask.objects.get(pk=task.pk)
    return propose_sanction(
        fresh, act, user=user, seen=seen, shown=NO_PAGE, reason="标识用在未授权型号上。", cause=Cause.MISUSE
    )


def confirmed(row: AuthorizationEndorsement, user: User) -> Authorization:
    return confirm(row, user=user, seen=row.round, shown=NO_PAGE)


def told(key: str) -> int:
    return InboxMessage.objects.filter(key=key).count()


def test_a_finding_leads_to_a_suspension_by_two_and_an_ended_mark_takes_no_more(
    found: Any, pair: Any, people: Any
) -> None:
    row = proposed(found, pair[0])
    assert (row.basis, row.cause, row.first_note) == (ref(found), Cause.MISUSE, "标识用在未授权型号上。")
    done = confirmed(row, pair[1])
    assert (done.state, done.suspensions.get().cause) == ("suspended", Cause.MISUSE)
    assert told("inspection_sanction_settled") == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        AuthorizationEndorsement.objects.filter(pk=row.pk).update(basis="inspection:999")

    confirmed(propose(done, Act.CANCEL, user=pair[0], seen=done.revision, reason="停产"), pair[1])
    with pytest.raises(NotPossible, match="授权当前为“注销”"):
        proposed(found, pair[0])


def test_the_operator_proposes_once_upon_what_it_read_and_takes_back_with_a_reason(
    found: Any, pair: Any, people: Any
) -> None:
    mark = mark_of(found)
    for person in (people[0], checks.inspector_of(found), make.officer(Role.PROVINCE_OFFICER)):
        with pytest.raises(NotAllowed, match="运营机构"):
            proposed(found, person)
    for basis in ("inspection:999999", "inspection:x", "lead:1", "nonsense"):
        with pytest.raises(NotPossible, match="所依据的检查或线索不存在"):
            propose(mark, Act.WITHDRAW, user=pair[0], seen=mark.revision, reason="查实", basis=basis)
    values = {"user": pair[0], "seen": mark.revision, "reason": "查实", "cause": Cause.MISUSE}
    with pytest.raises(Changed):
        propose_sanction(found, Act.SUSPEND, shown=stamp({"检查结果": "别的"}), **values)
    shown = stamp(result_facts(InspectionTask.objects.get(pk=found.pk)))
    row = propose_sanction(found, Act.SUSPEND, shown=shown, **values)
    facts = proposal_facts(mark, row)
    assert (facts["依据"], facts["检查结果"]) == (f"检查结果：{found}", "发现问题已责令改正")
    for act in (Act.SUSPEND, Act.WITHDRAW):
        with pytest.raises(NotPossible, match="已依据该检查提出“暂停”"):
            proposed(found, pair[1], act)
    with pytest.raises(NotPossible, match="撤下须写明理由"):
        drop(row, user=pair[1], reason=" ")
    drop(row, user=pair[1], reason="证据不足")
    assert told("inspection_sanction_settled") == 2
    assert proposed(found, pair[1], Act.WITHDRAW).act == Act.WITHDRAW


def test_everybody_who_had_a_hand_in_the_check_is_kept_from_what_follows(found: Any, people: Any) -> None:
    opener, seconder, decider, corrector = (make.officer(Role.SPOTCHECK_MANAGER) for _ in range(4))
    now = the_clock.now()
    InspectionTask.objects.filter(pk=found.pk).update(opened_by=opener, seconded_by=seconder)
    found.objections.create(
        text="记录有误。",
        filed_by=make.user(),
        filed_at=now,
        upheld=False,
        decided_by=decider,
        decided_at=now,
        answer="一致",
    )
    propose_correction(
        found, user=corrector, seen=found.revision, word=ResultWord.NORMAL, reason="问题登记在另一家名下。"
    )
    team = set(found.members.values_list("inspector__user", flat=True))
    basis = basis_of(ref(found))
    assert basis is not None
    assert basis.took_part == team | {one.pk for one in (people[0], opener, seconder, decider, corrector)}


def test_a_result_not_public_or_without_a_problem_is_no_basis_and_a_grave_one_asks_at_once(
    task: Any, people: Any, pair: Any
) -> None:
    with pytest.raises(NotPossible, match="尚未公布"):
        proposed(task, pair[0])
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    clean = checks.published(checks.of_mark(other, mark_of(task)), people[0])
    with pytest.raises(NotPossible, match="检查结果为“未发现问题”"):
        proposed(clean, pair[0])
    again = checks.of_mark(task, mark_of(clean))
    done = checks.published(again, people[0], ResultWord.UNREACHABLE)
    assert [(row.pk, row.occasion) for row in to_sanction()] == [(done.pk, "result")]


def test_a_check_of_a_body_has_no_mark_to_suspend(people: Any, clock: Any) -> None:
    task = checks.published(checks.first(checks.drawn(people, clock)), people[0], ResultWord.ORDERED)
    assert sanction_problems(task) == ["检查对象不是授权，没有可以暂停或撤销的标识。"]


def test_neither_who_was_in_the_team_nor_upon_a_corrected_result_is_it_decided(
    task: Any, people: Any, pair: Any
) -> None:
    member = task.members.get(lead=False)
    Inspector.objects.filter(pk=member.inspector_id).update(user=pair[1])
    done = checks.published(task, people[0], ResultWord.ORDERED)
    row = proposed(done, pair[0])
    with pytest.raises(NotPossible, match="参加或复核过所依据的检查"):
        confirmed(row, pair[1])
    change = propose_correction(done, user=people[0], seen=done.revision, word=ResultWord.NORMAL, reason="登记有误")
    confirm_correction(change, user=people[1], seen=done.revision, shown=NO_PAGE)
    with pytest.raises(NotPossible, match="不能作为处理的依据"):
        confirmed(row, make.officer(Role.OPERATOR_OFFICER))


def test_the_operator_is_asked_when_it_is_grave_late_or_wrong_again(
    found: Any, people: Any, pair: Any, clock: Any
) -> None:
    assert list(to_sanction()) == []
    clock.set(found.rectify_by.isoformat())
    assert list(to_sanction()) == []
    clock.advance(days=1)
    assert [(row.pk, row.occasion) for row in to_sanction()] == [(found.pk, "overdue")]
    desk = User.objects.filter(role_grants__role=Role.OPERATOR_OFFICER, role_grants__ended_at=None)
    ask_operator(the_clock.today())
    ask_operator(the_clock.today())
    assert told("inspection_to_sanction") == desk.count()

    with pytest.raises(NotPossible, match="请写明不提出处理的理由"):
        leave_be(found, user=pair[0], reason=" ")
    leave_be(found, user=pair[0], reason="企业遇灾停产，已延期。")
    assert list(to_sanction()) == []
    fresh = InspectionTask.objects.get(pk=found.pk)
    checks.reinspected(fresh, passed=False, findings="仍不一致。")
    assert [row.occasion for row in to_sanction()] == ["failed"]
    row = proposed(found, pair[0])
    assert list(to_sanction()) == []
    drop(row, user=pair[1], reason="证据不足")
    assert list(to_sanction()) == []


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))


def test_the_pages_lead_from_the_check_to_the_decision_and_back(found: Any, pair: Any, people: Any) -> None:
    first, second, page = signed_in(pair[0]), signed_in(pair[1]), f"/console/inspections/{found.pk}/"
    html = first.get(page).content.decode()
    assert ("提出暂停" in html, "提出撤销" in html, "检查员" in html) == (True, True, False)
    form = first.get(f"{page}sanction/suspend/").content.decode()
    assert "结果为“发现问题已责令改正”" in form
    refused = first.post(f"{page}sanction/suspend/", {**hidden(form), "reason": "查实"})
    assert (refused.status_code, "请选择原因" in refused.content.decode()) == (422, True)
    posted = {**hidden(form), "reason": "标识用在未授权型号上。", "cause": "misuse"}
    assert first.post(f"{page}sanction/suspend/", posted).status_code == 302
    assert "等待确认" in signed_in(people[0]).get(page).content.decode()
    assert "已依据该检查提出" in first.get(f"{page}sanction/withdraw/").content.decode()

    decide = f"/console/authorizations/{found.object.authorization_id}/"
    html = second.get(decide).content.decode()
    assert (f'href="{page}"' in html, "发现的问题" in html) == (True, True)
    row = AuthorizationEndorsement.objects.get(basis=ref(found))
    keep = {**hidden(html), "act": "drop", "note": ""}
    assert second.post(f"{decide}proposals/{row.pk}/", keep).status_code == 409
    assert second.post(f"{decide}proposals/{row.pk}/", {**keep, "act": "confirm"}).status_code == 302
    assert "已生效" in signed_in(people[0]).get(page).content.decode()
    assert mark_of(found).state == "suspended"


def test_the_operator_sees_published_results_of_marks_only_at_a_fixed_price(
    found: Any, pair: Any, people: Any, clock: Any
) -> None:
    client, page = signed_in(pair[0]), f"/console/inspections/{found.pk}/"
    other = InspectionTask.objects.exclude(pk=found.pk)[0]
    mark = found.object.authorization
    for holder in (mark, None):  # not before it is published, and then only of marks
        InspectionObject.objects.filter(pk=found.object_id).update(authorization=None if holder else mark)
        InspectionObject.objects.filter(pk=other.object_id).update(authorization=holder)
        assert client.get(f"/console/inspections/{other.pk}/").status_code == 404
    checks.published(other, people[0], ResultWord.ORDERED)
    assert client.get(f"/console/inspections/{other.pk}/").status_code == 404
    html = client.get("/console/inspections/?tab=after").content.decode()
    assert (f"/inspections/{found.pk}/" in html, f"/inspections/{other.pk}/" in html) == (True, False)
    for act in ("cancel", "reinstate", "nonsense"):
        assert client.get(f"/console/inspections/{found.pk}/sanction/{act}/").status_code == 404
    assert signed_in(people[0]).get(f"/console/inspections/{found.pk}/sanction/suspend/").status_code == 403

    drop(proposed(found, pair[0]), user=pair[1], reason="证据不足")
    before = queries_of(client, page)
    drop(proposed(found, pair[0]), user=pair[1], reason="仍不足")
    assert queries_of(client, page) == before
