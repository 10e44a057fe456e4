"""年度计划: written by one, approved by another, filed, published; its cap holds; its batches stand."""

import threading
import time
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from supervision.directories.models import InspectionItem, PlannedBatch, YearlyPlan
from supervision.directories.objects.eligibility import yearly_cap
from supervision.directories.plans.acts import approve, draw_up, new_version, plan_facts, publish, save_batch
from supervision.directories.sources import waiting_plans
from tests import make
from tests.pages import hidden
from tests.supervision.make import published_items
from tests.threads import together
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, advance
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db
PLANS = "/console/directory/plans/"


@pytest.fixture
def people(reference, clock):
    clock.set("2026-05-11")
    return make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.PROVINCE_APPROVER)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_who_draws_up_the_plan_of_a_year_second_is_told_of_the_first(reference, clock):
    clock.set("2026-05-11")
    planners = [make.officer(Role.SPOTCHECK_MANAGER) for _ in range(2)]
    saved, asked = threading.Event(), threading.Event()

    def write(number):
        plan = YearlyPlan(year=2026, title="2026 年度计划", yearly_cap=3)
        if number:
            assert saved.wait(20)
            asked.set()
            return draw_up(plan, actor=planners[1])
        with transaction.atomic():
            draw_up(plan, actor=planners[0])
            saved.set()
            assert asked.wait(20)
            with connection.cursor() as cursor:
                for _ in range(200):
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone() != (0,):
                        break
                    time.sleep(0.02)
        return plan

    first, second = together(2, write)
    assert first == YearlyPlan.objects.get()
    assert str(second) == "刚刚已有人编制了同一年度的计划，请刷新后查看。"


def drawn_up(planner, *, year=2026, region=None, cap=3, batches=1):
    place = Region.objects.get(pk=region) if region else None
    plan = draw_up(YearlyPlan(year=year, region=place, title=f"{year} 年度计划", yearly_cap=cap), actor=planner)
    items = list(InspectionItem.objects.published(the_clock.today())) or published_items(2)
    for number in range(batches):
        batch = PlannedBatch(plan=plan, title=f"第 {number + 1} 批", object_kind="authorization", month=6, ratio="10%")
        save_batch(batch, items, actor=planner)
    return plan


def passed(plan, planner, approver, *, to="published"):
    plan = approve(plan, actor=approver, seen=plan.revision, shown=NO_PAGE)
    if to == "approved":
        return plan
    plan = advance(
        plan, "file", actor=planner, seen=plan.revision, filed_on=date(2026, 5, 10), filed_with="国家市场监督管理总局",
        filed_number="川市监函〔2026〕1号",
    )  # fmt: skip
    return plan if to == "filed" else publish(plan, actor=planner, seen=plan.revision, shown=NO_PAGE)


def test_a_plan_goes_from_draft_to_published_and_its_cap_holds(people):
    planner, approver = people
    plan = passed(drawn_up(planner), planner, approver)
    assert (plan.state, plan.published_on) == ("published", date(2026, 5, 11))
    assert [change.transition for change in plan.changes.all()] == ["approve", "file", "publish"]
    assert (yearly_cap(date(2026, 12, 1)), yearly_cap(date(2027, 1, 1))) == (3, 2)


def test_a_prefecture_may_only_lower_the_cap(people):
    planner, approver = people
    passed(drawn_up(planner), planner, approver)
    local = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    for_city = make.officer(Role.PREFECTURE_APPROVER, "510700")
    passed(drawn_up(local, region="510700", cap=1), local, for_city)
    other = make.officer(Role.SPOTCHECK_MANAGER, "510300")
    passed(drawn_up(other, region="510300", cap=9), other, make.officer(Role.PREFECTURE_APPROVER, "510300"))
    day = date(2026, 12, 1)
    assert [yearly_cap(day, region) for region in ("510700", "510100", "510300")] == [1, 3, 3]


def test_who_wrote_on_a_plan_does_not_approve_it(people):
    planner, approver = people
    colleague = make.officer(Role.SPOTCHECK_MANAGER)
    plan = drawn_up(planner)
    save_batch(
        PlannedBatch(plan=plan, title="补充", object_kind="authorization", month=9, ratio="5%"),
        list(plan.batches.first().items.all()),
        actor=colleague,
    )
    for writer in (planner, colleague):
        with pytest.raises(NotPossible, match="须由另一人审定"):
            approve(plan, actor=writer, seen=0, shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyPlan.objects.filter(pk=plan.pk).update(approved_by=planner)
    assert approve(plan, actor=approver, seen=0, shown=NO_PAGE).approved_by == approver


def test_what_was_not_read_is_not_approved(people):
    planner, approver = people
    plan = drawn_up(planner)
    shown = stamp(plan_facts(plan))
    YearlyPlan.objects.filter(pk=plan.pk).update(yearly_cap=9)
    with pytest.raises(Changed):
        approve(plan, actor=approver, seen=0, shown=shown)


@pytest.mark.parametrize("gap", ["no batch", "no item", "withdrawn item"])
def test_a_plan_with_gaps_is_not_approved(people, gap):
    planner, approver = people
    plan = drawn_up(planner, batches=0 if gap == "no batch" else 1)
    if gap == "no item":
        plan.batches.get().items.clear()
    elif gap == "withdrawn item":
        item = plan.batches.get().items.first()
        type(item).objects.filter(pk=item.pk).update(withdrawn_on=the_clock.today(), state="withdrawn")
    with pytest.raises(NotPossible):
        approve(plan, actor=approver, seen=0, shown=NO_PAGE)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"filed_number": " "}, "备案文号"),
        ({"filed_with": ""}, "备案机关"),
        ({"filed_on": date(2026, 5, 12)}, "不能晚于今天"),
        ({"filed_on": None}, "备案日期"),
    ],
)
def test_a_filing_names_organ_day_and_number(people, inputs, words):
    planner, approver = people
    plan = passed(drawn_up(planner), planner, approver, to="approved")
    whole = {"filed_on": date(2026, 5, 11), "filed_with": "总局", "filed_number": "1号", **inputs}
    with pytest.raises(NotPossible, match=words):
        advance(plan, "file", actor=planner, seen=plan.revision, **whole)


def test_no_step_is_left_out(people):
    planner, approver = people
    plan = drawn_up(planner)
    for step in ("file", "publish", "close"):
        with pytest.raises(NotPossible):
            advance(plan, step, actor=planner, seen=0, filed_on=None)
    with pytest.raises(Overtaken):
        approve(plan, actor=approver, seen=7, shown=NO_PAGE)


def test_the_batches_of_an_approved_plan_stand_in_the_database(people):
    planner, approver = people
    plan = passed(drawn_up(planner), planner, approver, to="approved")
    batch = plan.batches.get()
    for change in (
        lambda: PlannedBatch.objects.filter(pk=batch.pk).update(ratio="100%"),
        lambda: PlannedBatch.objects.filter(pk=batch.pk).update(kind="risk"),
        lambda: PlannedBatch.objects.create(plan=plan, title="夹带", object_kind="authorization", month=1, ratio="1"),
        lambda: PlannedBatch.objects.filter(pk=batch.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_approved_plan_and_a_published_item_stand_in_the_database(people):
    planner, approver = people
    plan = passed(drawn_up(planner), planner, approver, to="approved")
    item = plan.batches.get().items.first()
    for change in (
        lambda: YearlyPlan.objects.filter(pk=plan.pk).update(yearly_cap=52),
        lambda: YearlyPlan.objects.filter(pk=plan.pk).update(note="夹带"),
        lambda: InspectionItem.objects.filter(pk=item.pk).update(basis="另一依据"),
        lambda: InspectionItem.objects.filter(pk=item.pk).update(methods=["sampling"]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_sent_back_with_a_reason_the_planner_is_told_and_all_begins_anew(people):
    planner, approver = people
    plan = passed(drawn_up(planner), planner, approver, to="filed")
    with pytest.raises(NotPossible):
        advance(plan, "send_back", actor=approver, seen=plan.revision)
    plan = advance(plan, "send_back", actor=approver, seen=plan.revision, note="补充认证机构")
    assert (plan.state, plan.approved_by, plan.filed_on) == ("draft", None, None)
    message = InboxMessage.objects.get(key="yearly_plan_returned")
    assert (message.user, "补充认证机构" in message.body) == (planner, True)


def test_a_later_version_takes_the_place_of_the_published_one(people):
    planner, approver = people
    old = passed(drawn_up(planner), planner, approver)
    draft = new_version(old, actor=planner)
    assert (draft.version, draft.batches.get().title, draft.batches.get().items.count()) == (2, "第 1 批", 2)
    with pytest.raises(NotPossible):
        new_version(old, actor=planner)
    YearlyPlan.objects.filter(pk=draft.pk).update(yearly_cap=1)
    passed(draft, planner, approver)
    old.refresh_from_db()
    assert old.state == "closed"
    assert yearly_cap(the_clock.today()) == 1


def test_a_plan_is_closed_when_its_year_is_over_and_not_before(people, clock):
    planner, approver = people
    plan = passed(drawn_up(planner), planner, approver)
    with pytest.raises(NotPossible, match="尚未结束"):
        advance(plan, "close", actor=planner, seen=plan.revision)
    clock.set("2027-01-04")
    assert list(waiting_plans(planner)) == [plan]
    assert advance(plan, "close", actor=planner, seen=plan.revision).state == "closed"


def test_one_year_has_one_plan_of_each_authority(people):
    planner, _ = people
    drawn_up(planner)
    with pytest.raises(NotPossible, match="2026 年度的计划已有"):
        draw_up(YearlyPlan(year=2026, title="又一个", yearly_cap=2), actor=planner)
    local = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    with pytest.raises(NotAllowed):
        draw_up(YearlyPlan(year=2027, title="越权", yearly_cap=2), actor=local)


def test_what_waits_is_shown_to_whom_it_waits_for(people):
    planner, approver = people
    plan = drawn_up(planner)
    other = make.officer(Role.PREFECTURE_APPROVER, "510700")
    assert [list(waiting_plans(who)) for who in (planner, approver, other)] == [[], [plan], []]
    plan = passed(plan, planner, approver, to="approved")
    assert [list(waiting_plans(who)) for who in (planner, approver)] == [[plan], []]


def test_a_desk_reads_the_plans_of_the_province_and_of_its_own_region(people):
    whole, here = drawn_up(people[0]), drawn_up(people[0], region="510100")
    rows, role = YearlyPlan.objects.order_by("pk"), Role.SPOTCHECK_MANAGER
    seen = {place: list(rows.on_console_for(make.officer(role, place), role)) for place in ("510100", "510700", None)}
    assert seen == {"510100": [whole, here], "510700": [whole], None: [whole, here]}


def test_the_whole_way_on_the_pages(people, client):
    planner, approver = people
    items = published_items(2)
    client.force_login(planner)
    page = client.get(f"{PLANS}new/")
    answer = client.post(
        f"{PLANS}new/", {**hidden(page), "year": "2026", "region": "", "title": "", "yearly_cap": "２"}
    )
    plan = YearlyPlan.objects.get()
    assert answer["Location"] == f"{PLANS}{plan.pk}/"
    assert (plan.title, plan.yearly_cap) == ("四川省 2026 年度抽查工作计划", 2)
    one = f"{PLANS}{plan.pk}/"
    batch = {
        "title": "第一批", "kind": "seasonal", "object_kind": "authorization", "month": "6", "ratio": "10%",
        "items": [items[0].pk],
    }  # fmt: skip
    for wrong in ({"items": []}, {"kind": ""}, {"kind": "季节"}):
        answer = client.post(f"{one}batches/new/", {**batch, **wrong})
        assert (answer.status_code, "第一批" in answer.content.decode()) == (422, True), wrong
    assert client.post(f"{one}batches/new/", batch).status_code == 302
    client.force_login(approver)
    assert client.post(f"{one}approve/", {**hidden(client.get(one)), "note": "同意"}).status_code == 302
    client.force_login(planner)
    answer = client.post(f"{one}batches/new/", batch)
    assert answer.status_code == 409
    filing = {"filed_with": "国家市场监督管理总局", "filed_on": "2026-05-11", "filed_number": "川市监函〔2026〕1号"}
    assert client.post(f"{one}file/", {**hidden(client.get(f"{one}file/")), **filing}).status_code == 302
    assert client.post(f"{one}publish/", hidden(client.get(f"{one}publish/"))).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "published"
    shown = client.get(one).content.decode()
    assert [word in shown for word in ("第一批", "季节专项", "日常抽查")] == [True, True, False]
    assert plan.batches.get().kind == "seasonal"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"year": "2024"}, "只能编制 2026 年度或 2027 年度的计划"),
        ({"yearly_cap": "0"}, "次数上限应在 1 至 52 之间"),
        ({"yearly_cap": "两次"}, "不是能读懂的数字"),
        ({"region": "510700"}, "510700"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_the_field(people, client, fields, words):
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER, "510100"))
    whole = {"year": "2026", "region": "510100", "title": "成都计划", "yearly_cap": "2", **fields}
    answer = client.post(f"{PLANS}new/", whole)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "成都计划" in answer.content.decode()


def test_items_of_another_kind_of_object_do_not_stand_in_a_batch(people, client):
    planner, _ = people
    items = published_items(8)
    plan = draw_up(YearlyPlan(year=2026, title="计划", yearly_cap=2), actor=planner)
    client.force_login(planner)
    batch = {
        "title": "批", "kind": "routine", "object_kind": "authorization", "month": "6", "ratio": "10%",
        "items": [items[7].pk],
    }  # fmt: skip
    answer = client.post(f"{PLANS}{plan.pk}/batches/new/", batch)
    assert answer.status_code == 422
    assert "不适用于标识使用授权" in answer.content.decode()


def test_a_batch_takes_each_kind_that_the_directory_keeps_and_no_other(people, client):
    planner, _ = people
    items = published_items(2)
    plan = draw_up(YearlyPlan(year=2026, title="计划", yearly_cap=2), actor=planner)
    client.force_login(planner)
    batch = {
        "title": "批", "kind": "routine", "object_kind": "mark_usage", "month": "6", "ratio": "10%",
        "items": [items[1].pk],
    }  # fmt: skip
    url = f"{PLANS}{plan.pk}/batches/new/"
    assert 'value="mark_usage"' in client.get(url).content.decode()
    assert client.post(url, {**batch, "object_kind": "poem"}).status_code == 422
    assert client.post(url, batch).status_code == 302


def test_a_batch_says_whether_it_is_routine_seasonal_or_drawn_by_risk(people):
    planner, approver = people
    plan = drawn_up(planner)
    batch = plan.batches.get()
    assert (batch.kind, batch.get_kind_display()) == ("routine", "日常抽查")
    shown = stamp(plan_facts(plan))
    batch.kind = "risk"
    save_batch(batch, list(batch.items.all()), actor=planner)
    with pytest.raises(Changed):
        approve(plan, actor=approver, seen=0, shown=shown)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedBatch.objects.filter(pk=batch.pk).update(kind="surprise")
    old = passed(plan, planner, approver)
    assert new_version(old, actor=planner).batches.get().get_kind_display() == "风险随机"
