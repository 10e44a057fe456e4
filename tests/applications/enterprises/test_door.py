"""The door of a change of an enterprise, asked by everybody and in every wrong way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest

from applications.enterprises.changes.acts import decide, file_change, hand_in_again, take_effect_due, withdraw
from applications.models import Enterprise, EnterpriseChange
from tests import make
from tests.door.cast import HERE, Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.accounts.models import Membership, User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
AGGREGATES = (EnterpriseChange,)
CITY = "成都的一家企业"

for _verb in ("approve", "return_it", "refuse"):

    @wrong(f"enterprisechange.{_verb}", "您是该企业的成员")
    def of_his_own_enterprise(call: Call) -> Call:
        with pgtrigger.ignore():
            Membership.objects.create(
                user=call.actor, organisation=call.obj.enterprise.organisation, status="active",
                decided_at=the_clock.now(),
            )  # fmt: skip
        return replace(call, actor=User.objects.get(pk=call.actor.pk))


@wrong("enterprisechange.take_effect", "尚未到日")
def on_the_day_before(call: Call) -> None:
    EnterpriseChange.objects.filter(pk=call.obj.pk).update(valid_from=the_clock.today() + timedelta(days=1))


@pytest.fixture
def owner(reference: None, clock: Any) -> Enterprise:
    clock.set("2026-03-02")
    return make.enterprise()


@pytest.fixture
def people(owner: Enterprise) -> Cast:
    return cast(holder=owner.organisation)


def asked(owner: Enterprise, signer: User, name: str) -> EnterpriseChange:
    facts = {"new_name": name, "valid_from": date(2026, 3, 10), "explanation": ""}
    return file_change(owner, "rename", facts, [make.pdf("新执照.pdf")], user=signer)


def test_rights_are_those_of_the_kept_table(owner: Enterprise, people: Cast, rewrite: bool) -> None:
    change = asked(owner, people["holder.sign"], "新名称有限公司")
    compare(path_of(EnterpriseChange), table({CITY: (change, people)}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(owner: Enterprise, people: Cast, clock: Any) -> None:
    officer, signer = make.officer(Role.PREFECTURE_OFFICER, HERE), make.member(owner.organisation, sign=True)
    with Probe({EnterpriseChange: (CITY, people)}).watching() as probe:
        change = decide(asked(owner, signer, "甲有限公司"), "return_it", user=officer, seen=0, note="缺通知书")
        change = hand_in_again(change, [], user=signer, seen=change.revision, note="已补")
        decide(change, "refuse", user=officer, seen=change.revision, note="不符")
        withdraw(asked(owner, signer, "乙有限公司"), user=signer, seen=0)
        decide(asked(owner, signer, "丙有限公司"), "approve", user=officer, seen=0)
        clock.set("2026-03-10")
        assert take_effect_due(the_clock.today()) == 1
    assert_tight(probe, EnterpriseChange)
