"""The door of 抽查事项 and 年度计划, asked by everybody and in every wrong way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest

from supervision.directories.items.publication import confirm, propose
from supervision.directories.models import InspectionItem, PlannedBatch, YearlyPlan
from supervision.directories.plans.acts import approve, draw_up, publish, save_batch
from supervision.directories.states import ItemAct
from tests import make
from tests.door.cast import HERE, Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tests.supervision.make import published_items
from tianfu.accounts.models import Region, User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (InspectionItem, YearlyPlan)
PROVINCE, CITY = "全省", "一个市（州）"
FILING = {"filed_with": "国家市场监督管理总局", "filed_number": "川市监函〔2026〕1号", "filed_on": date(2026, 5, 10)}


@wrong("yearlyplan.approve", "计划还没有批次")
def without_a_batch(call: Call) -> None:
    with pgtrigger.ignore():
        PlannedBatch.items.through.objects.filter(plannedbatch__plan=call.obj.pk).delete()
        PlannedBatch.objects.filter(plan=call.obj.pk).delete()


@wrong("yearlyplan.approve", "没有检查事项，请选择")
def a_batch_without_items(call: Call) -> None:
    PlannedBatch.items.through.objects.filter(plannedbatch__plan=call.obj.pk).delete()


@wrong("yearlyplan.approve", "未公布的事项不得检查")
def an_item_withdrawn_today(call: Call) -> None:
    with pgtrigger.ignore():
        InspectionItem.objects.filter(batches__plan=call.obj.pk).update(
            state="withdrawn", withdrawn_on=the_clock.today()
        )


@wrong("yearlyplan.approve", "须由另一人审定")
def by_who_drew_it_up(call: Call) -> None:
    YearlyPlan.objects.filter(pk=call.obj.pk).update(created_by=call.actor)


@wrong("yearlyplan.approve", "须由另一人审定")
def by_who_changed_it(call: Call) -> None:
    YearlyPlan.objects.filter(pk=call.obj.pk).update(changed_by=call.actor)


@wrong("yearlyplan.approve", "须由另一人审定")
def by_who_wrote_a_batch(call: Call) -> None:
    PlannedBatch.objects.filter(plan=call.obj.pk).update(changed_by=call.actor)


@wrong("yearlyplan.approve", "由提出人建立或授予")
def whose_account_the_author_made(call: Call) -> Call:
    User.objects.filter(pk=call.actor.pk).update(created_by=call.obj.created_by_id)
    return replace(call, actor=User.objects.get(pk=call.actor.pk))


@wrong("yearlyplan.file", "请填写备案机关")
def no_organ(call: Call) -> Call:
    return replace(call, inputs={**call.inputs, "filed_with": " "})


@wrong("yearlyplan.file", "请填写备案文号")
def no_number(call: Call) -> Call:
    return replace(call, inputs={**call.inputs, "filed_number": ""})


@wrong("yearlyplan.file", "请填写备案日期")
def no_day(call: Call) -> Call:
    return replace(call, inputs={**call.inputs, "filed_on": None})


@wrong("yearlyplan.file", "备案日期不能晚于今天")
def filed_tomorrow(call: Call) -> Call:
    return replace(call, inputs={**call.inputs, "filed_on": the_clock.today() + timedelta(days=1)})


@wrong("yearlyplan.close", "年度尚未结束")
def on_the_last_day_of_the_year(call: Call) -> None:
    the_clock.remember(the_clock.start_of(date(2026, 12, 31)) - the_clock.machine_now(), 1e9)


@pytest.fixture
def people(reference: None, clock: Any) -> Cast:
    clock.set("2026-05-11")
    return cast()


def drawn_up(planner: User, region: str | None = None) -> YearlyPlan:
    place = Region.objects.get(pk=region) if region else None
    plan = draw_up(YearlyPlan(year=2026, region=place, title="2026 年度计划", yearly_cap=3), actor=planner)
    batch = PlannedBatch(plan=plan, title="第一批", object_kind="authorization", month=6, ratio="10%")
    save_batch(batch, list(InspectionItem.objects.published(the_clock.today())), actor=planner)
    return plan


def test_rights_are_those_of_the_kept_tables(people: Cast, rewrite: bool) -> None:
    published_items(2)
    item = InspectionItem.objects.first()
    compare(path_of(InspectionItem), table({PROVINCE: (item, people)}), rewrite)
    plans = {
        PROVINCE: (drawn_up(people["spotcheck_manager"]), people),
        CITY: (drawn_up(people["spotcheck_manager@here"], HERE), people),
    }
    compare(path_of(YearlyPlan), table(plans), rewrite)


def test_every_wrong_call_on_an_item_is_refused_and_writes_nothing(people: Cast) -> None:
    first, second = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    with Probe({InspectionItem: (PROVINCE, people)}).watching() as probe:
        for act in (ItemAct.PUBLISH, ItemAct.WITHDRAW):
            item = InspectionItem.objects.order_by("code").first()
            proposal = propose(item, act, user=first, seen=item.revision, reason="不再检查")
            confirm(proposal, user=second, seen=item.revision, shown=NO_PAGE)
    assert_tight(probe, InspectionItem)


@pytest.mark.parametrize("region", [None, HERE])
def test_every_wrong_call_on_a_plan_is_refused_and_writes_nothing(people: Cast, clock: Any, region: str | None) -> None:
    published_items(2)
    planner, other = make.officer(Role.SPOTCHECK_MANAGER, region), make.officer(Role.SPOTCHECK_MANAGER, region)
    with Probe({YearlyPlan: (CITY if region else PROVINCE, people)}).watching() as probe:
        plan = drawn_up(planner, region)
        plan = approve(plan, actor=other, seen=plan.revision, shown=NO_PAGE)
        plan = advance(plan, "send_back", actor=other, seen=plan.revision, note="批次有误")
        plan = approve(plan, actor=other, seen=plan.revision, shown=NO_PAGE)
        plan = advance(plan, "file", actor=planner, seen=plan.revision, **FILING)
        plan = publish(plan, actor=planner, seen=plan.revision, shown=NO_PAGE)
        clock.set("2027-01-01")
        advance(plan, "close", actor=SYSTEM, seen=plan.revision)
    assert_tight(probe, YearlyPlan)
