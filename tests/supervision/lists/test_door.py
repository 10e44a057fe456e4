"""The door of 黑名单 and 线索, asked by everybody and in every wrong way; who may stands in tests/door/tables."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from certification.models import Authorization
from supervision.lists.blacklist.entries import confirm, drop, propose_entry, propose_removal, standing_proposal
from supervision.lists.leads.acts import decide_lead, file_lead
from supervision.lists.leads.checks import confirm_check, object_of, offered, propose_check
from supervision.lists.models import BlacklistEntry, Lead
from tests import make
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tests.supervision.make import inspector, plain_object, published_items
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (BlacklistEntry, Lead)
CODE = "91510100TFMP0101X4"
FACTS = {"grounds": "false_facts", "cause": "所附检测报告系伪造。", "months": 36}
ALL = "全省"


@wrong("lead.decide", "线索由您提交")
def his_own(call: Call) -> None:
    Lead.objects.filter(pk=call.obj.pk).update(filed_by=call.actor)


@wrong("lead.decide", "请选择处理方式")
def no_outcome(call: Call) -> Call:
    return replace(call, inputs={"outcome": ""})


@wrong("lead.decide", "请选择处理方式")
def unknown_outcome(call: Call) -> Call:
    return replace(call, inputs={"outcome": "praise"})


@wrong("lead.decide", "定向检查须由两人作出")
def a_check_by_one(call: Call) -> Call:
    return replace(call, inputs={"outcome": "check"})


@wrong("lead.decide", "不能转请暂停")
def suspension_of_no_mark(call: Call) -> Call:
    Lead.objects.filter(pk=call.obj.pk).update(authorization=None)
    return replace(call, inputs={"outcome": "suspend"})


@pytest.fixture
def people(reference: None, clock: Any) -> Cast:
    clock.set("2026-05-11")
    return cast()


def proposed(person: User) -> BlacklistEntry:
    return propose_entry(user=person, uscc=CODE, name="样例家居制造有限公司", **FACTS)


def filed(person: User, authorization: Authorization | None = None) -> Lead:
    return file_lead(
        user=person, authorization=authorization, found_on=date(2026, 5, 10), place="商场", text="标识被改色。"
    )


def test_rights_are_those_of_the_kept_tables(people: Cast, rewrite: bool) -> None:
    rows = proposed(people["province_officer"]), filed(people["supervisor_volunteer"])
    for row in rows:
        compare(path_of(type(row)), table({ALL: (row, people)}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(people: Cast, clock: Any) -> None:
    first, second = make.officer(Role.PROVINCE_APPROVER), make.officer(Role.PROVINCE_APPROVER)
    authorization = make.authorization(clock_fixture=clock)
    plain_object(kind="authorization", authorization=authorization)
    published_items(3)
    with Probe(dict.fromkeys(AGGREGATES, (ALL, people))).watching() as probe:
        drop(standing_proposal(proposed(first)), user=second, reason="事实不清")
        entry = proposed(first)
        entry = confirm(standing_proposal(entry), user=second, seen=entry.revision, shown=NO_PAGE)
        removal = propose_removal(entry, user=first, seen=entry.revision, reason="已整改")
        confirm(removal, user=second, seen=entry.revision, shown=NO_PAGE)
        mark = Authorization.objects.get(pk=authorization.pk)
        lead = filed(people["supervisor_volunteer"], mark)
        items, _ = offered(object_of(lead))
        team = [inspector(), inspector(lead=False)]
        row = propose_check(lead, user=first, seen=0, items=items[:1], team=team, reason="需核实")
        confirm_check(row, user=second, seen=0, shown=NO_PAGE)
        decide_lead(filed(people["supervisor_volunteer"]), user=first, seen=0, outcome="nothing", reason="与标识无关。")
    assert_tight(probe, *AGGREGATES)
