"""A proposed suspension is seen by the other operators: in their list."""

import pytest

from certification.models import Authorization
from certification.sanctioning import confirm, drop, propose
from certification.states import Act, Cause
from tests import make
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.jobs import run_due
from tianfu.workflow.work_items import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(reference, clock):
    row = make.authorization(clock_fixture=clock)
    run_due()
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
    confirm(propose(issued, act, **facts), user=second, seen=issued.revision)
    assert listed(second) == []
