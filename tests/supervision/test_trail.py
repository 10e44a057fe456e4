"""Every act of supervision is in the audit trail, with who did it to what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from supervision.directories.inspectors.roll import (
    change,
    declare_leave,
    declare_recusal,
    end_recusal,
    enter,
    facts_of,
    put_back,
    take_back_leave,
    take_off,
)
from supervision.directories.items.catalogue import draft as draft_item
from supervision.directories.items.catalogue import editable, save_draft
from supervision.directories.items.publication import drop as drop_item
from supervision.directories.items.publication import propose as propose_item
from supervision.directories.models import InspectionItem, PlannedBatch, YearlyPlan
from supervision.directories.objects.tags import set_added_tags
from supervision.directories.plans.acts import draw_up, new_version, remove_batch, save_batch, save_plan, writable
from supervision.directories.states import ItemAct
from supervision.draws.plans.annulment import drop_void, propose_void
from supervision.draws.plans.drafts import drop_draft, hand_back, hand_over, new_draft
from supervision.draws.results import deviations
from supervision.draws.states import DeviationCode, Mode
from supervision.draws.values import corrections
from supervision.draws.values.entries import type_values
from supervision.draws.values.meetings import record_meeting
from supervision.inspections.assignment.directed import open_directed_check
from supervision.inspections.consequences.rectifications import answer_report, file_report
from supervision.inspections.consequences.sanctions import leave_be
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import add_finding, add_photo, open_record, sign
from supervision.inspections.records.acts import take_back as strike
from supervision.inspections.records.paper import assent
from supervision.inspections.results.conclusions import publish
from supervision.inspections.results.corrections import drop_correction, propose_correction
from supervision.inspections.results.objections import decide_objection, object_to
from supervision.inspections.states import ResultWord
from supervision.lists.blacklist.entries import drop as drop_entry
from supervision.lists.blacklist.entries import propose_entry, propose_removal, standing_proposal
from supervision.lists.leads.acts import add_photo as add_lead_photo
from supervision.lists.leads.acts import file_lead
from supervision.lists.leads.checks import drop_check, propose_check
from supervision.lists.models import Lead
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.draws.corrected import proposed
from tests.supervision.inspections import make as checks
from tests.supervision.lists import make as lists
from tests.supervision.make import bureau, inspector, plain_object, published_items
from tests.trail import unlike
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pair(reference, clock):
    clock.set("2026-11-26")
    return make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)


def data_of(action):
    return AuditEvent.objects.filter(action=action).latest("pk").data


def test_the_roll_of_inspectors(pair):
    keeper, today = pair[0], the_clock.today()
    old = inspector()
    new = type(old)(number="5101999999", name="周新", unit=bureau(), valid_from=today, valid_until=today + DAY,
                    areas=["5101"], home="5101", lead=False)  # fmt: skip
    assert unlike([("inspector.enter", keeper, None, lambda: enter(new, actor=keeper))]) == {}
    before = facts_of(new)
    new.lead = True
    code = plain_object().code
    assert unlike([
        ("inspector.change", keeper, new, lambda: change(new, before, actor=keeper)),
        ("inspector.declare_leave", keeper, new,
         lambda: declare_leave(new, since=today, until=today + DAY, actor=keeper)),
        ("inspector.take_back_leave", keeper, new, lambda: take_back_leave(new.leaves.get(), actor=keeper)),
        ("inspector.declare_recusal", keeper, new,
         lambda: declare_recusal(new, against=code, reason="亲属任职", actor=keeper)),
        ("inspector.end_recusal", keeper, new,
         lambda: end_recusal(new.recusals.get(), reason="亲属已离职", actor=keeper)),
        ("inspector.take_off", keeper, new, lambda: take_off(new, on=today, reason="调离", actor=keeper)),
        ("inspector.put_back", keeper, new, lambda: put_back(new, actor=keeper)),
    ]) == {}  # fmt: skip
    assert data_of("inspector.change") == {"lead": [False, True]}
    assert (data_of("inspector.take_off"), data_of("inspector.declare_recusal")) == (
        {"on": today.isoformat()},
        {"code": code},
    )


def test_the_list_of_items_and_the_tags_of_an_object(pair):
    first, row = pair[0], plain_object()
    known = InspectionItem.objects.filter(state="draft").first()
    item = InspectionItem(code="NEW-1", name="新事项", basis="条例", kind=known.kind, methods=known.methods,
                          object_kinds=known.object_kinds)  # fmt: skip
    assert unlike([("inspectionitem.draft", first, None, lambda: draft_item(item, actor=first))]) == {}
    with transaction.atomic():
        locked = editable(item, first)
        assert unlike([("inspectionitem.change", first, item, lambda: save_draft(locked, actor=first))]) == {}

    def proposed():
        return propose_item(item, ItemAct.PUBLISH, user=first, seen=item.revision)

    assert unlike([
        ("inspectionitem.propose_publish", first, item, proposed),
        ("inspectionitem.drop_proposal", first, item,
         lambda: drop_item(item.endorsements.get(), user=first, reason="有误")),
        ("inspectionobject.set_tags", first, row, lambda: set_added_tags(row, ["重点"], actor=first)),
    ]) == {}  # fmt: skip
    assert data_of("inspectionobject.set_tags") == {"before": [], "after": ["重点"]}


def test_a_yearly_plan(pair):
    writer, items = pair[0], published_items(1)
    plan = YearlyPlan(year=2026, title="2026 年度计划", yearly_cap=2)
    assert unlike([("yearlyplan.draw_up", writer, None, lambda: draw_up(plan, actor=writer))]) == {}
    batch = PlannedBatch(plan=plan, title="批次", object_kind="authorization", month=12, ratio="5%")
    with transaction.atomic():
        locked = writable(plan, writer)
        assert unlike([
            ("yearlyplan.change", writer, plan, lambda: save_plan(locked, actor=writer)),
            ("yearlyplan.save_batch", writer, plan, lambda: save_batch(batch, items, actor=writer)),
            ("yearlyplan.remove_batch", writer, plan, lambda: remove_batch(batch, actor=writer)),
        ]) == {}  # fmt: skip
    filing = {"filed_on": the_clock.today(), "filed_with": "总局", "filed_number": "1号"}
    YearlyPlan.objects.filter(pk=plan.pk).update(state="published", approved_by=pair[1], **filing)
    plan.refresh_from_db()
    assert unlike([("yearlyplan.new_version", writer, None, lambda: new_version(plan, actor=writer))]) == {}


@pytest.fixture
def directory(pair):
    draws.objects(6)
    draws.inspectors(5)
    draws.item()


def test_a_draft_of_a_draw(pair, directory):
    first, second = pair
    plan = draws.draft(first)
    assert unlike([
        ("drawplan.drafted", first, None, lambda: new_draft(user=first, title="抽查")),
        ("drawplan.handed_over", first, plan, lambda: hand_over(plan, user=first, seen=plan.draft_version)),
    ]) == {}  # fmt: skip
    plan.refresh_from_db()
    back = lambda: hand_back(plan, user=second, seen=plan.draft_version, reason="请顺延")  # noqa: E731
    assert unlike([("drawplan.handed_back", second, plan, back)]) == {}
    plan.refresh_from_db()
    assert AuditEvent.objects.get(action="drawplan.handed_back").reason == "请顺延"
    gone = draws.draft(first)
    key = gone.pk
    drop_draft(gone, user=first, seen=gone.draft_version)
    event = AuditEvent.objects.get(action="drawplan.dropped")
    assert (event.actor, event.subject_id, event.data) == (first, str(key), {"title": "机构抽查"})


def test_a_draw_its_dice_and_its_changes(pair, directory, clock):
    first, second = pair
    diced = draws.committed(pair, mode=Mode.DICE, sources=[])
    two = [{"name": "周强", "role": "人大代表"}, {"name": "吴静", "role": "媒体记者"}]
    rolled = {"held_at": diced.committed_at, "place": "会议室", "witnesses": two, "film_sha256": "a" * 64}
    assert unlike([("drawplan.dice_rolled", first, diced, lambda: record_meeting(diced, user=first, **rolled))]) == {}
    plan = draws.after_event(draws.committed(pair), clock)

    def typed(user):
        return lambda: type_values(plan, user=user, values=draws.values(plan), url=draws.URL)

    assert unlike([
        ("drawplan.values_typed", first, plan, typed(first)),
        ("drawplan.values_typed", second, plan, typed(second)),
    ]) == {}  # fmt: skip
    run_due()
    plan.refresh_from_db()
    pick = plan.picks.first()
    one, other = [member.inspector for member in pick.members.all()]
    asked = {"user": first, "code": DeviationCode.values[0], "reason": "病假"}
    assert unlike([
        ("drawplan.deviation_proposed", first, plan, lambda: deviations.propose(pick, one, **asked)),
        ("drawplan.deviation_dropped", second, plan,
         lambda: deviations.drop_change(plan.deviations.get(), user=second, reason="已销假")),
        ("drawplan.deviation_proposed", first, plan, lambda: deviations.propose(pick, other, **asked)),
        ("drawplan.deviation", second, plan,
         lambda: deviations.confirm(plan.deviations.get(withdrawn_at=None), user=second, shown=NO_PAGE)),
        ("drawplan.correction_proposed", first, plan, lambda: proposed(plan, first)),
        ("drawplan.correction_dropped", second, plan,
         lambda: corrections.drop_correction(plan.corrections.get(), user=second, reason="公告无误")),
        ("drawplan.propose_void", first, plan,
         lambda: propose_void(plan, user=first, seen=plan.revision, reason="名录有误")),
        ("drawplan.drop_void", second, plan, lambda: drop_void(plan.endorsements.get(), user=second, reason="无误")),
    ]) == {}  # fmt: skip


def test_a_check_from_its_record_to_its_correction(reference, clock):
    clock.set("2026-11-26")
    first, second = checks.people()
    third = make.officer(Role.SPOTCHECK_MANAGER)
    plan = checks.drawn((first, second), clock)
    task, body = checks.first(plan), make.body()
    signer = make.member(body.organisation, sign=True)
    body.refresh_from_db()
    type(task.object).objects.filter(body=body).update(body=None)
    type(task.object).objects.filter(pk=task.object_id).update(body=body)
    task = InspectionTask.objects.get(pk=task.pk)
    lead, mate = checks.inspector_of(task), checks.inspector_of(task, 1)
    item = checks.item_of(task)
    assert unlike([
        ("inspectiontask.finding_added", lead, task, lambda: add_finding(task, item, "不一致。", lead, key=uuid4())),
        ("inspectiontask.finding_taken_back", mate, task, lambda: strike(task.findings.get(), mate)),
    ]) == {}  # fmt: skip
    photo = add_photo(task, checks.picture(), lead)
    with transaction.atomic():
        _, record = open_record(task, lead)
        assert unlike([
            ("inspectiontask.taskphoto_taken_back", lead, task, lambda: strike(photo, lead)),
            ("inspectiontask.signed", lead, task, lambda: sign(record, checks.picture("签字.png"), lead)),
        ]) == {}  # fmt: skip
    task = checks.reviewed(InspectionTask.objects.get(pk=task.pk), first, ResultWord.ORDERED)
    assert unlike([
        ("inspectiontask.record_signed", mate, task, lambda: assent(task, mate)),
        ("inspectiontask.objected", signer, task, lambda: object_to(task, user=signer, text="不实。")),
        ("inspectiontask.objection_dismissed", second, task,
         lambda: decide_objection(task.objections.get(), user=second, upheld=False, answer="属实。")),
    ]) == {}  # fmt: skip
    task = publish(task, user=first, seen=task.revision)

    def filed(text):
        return lambda: file_report(task, user=signer, text=text, uploads=[make.pdf()], shown=NO_PAGE)

    def answered(accept):
        last = lambda: task.reports.last()  # noqa: E731
        return lambda: answer_report(last(), user=first, accept=accept, answer="不清楚。", shown=NO_PAGE)

    asked = {"word": ResultWord.NORMAL, "reason": "登记有误。"}
    assert unlike([
        ("inspectiontask.rectification_filed", signer, task, filed("已改。")),
        ("inspectiontask.rectification_returned", first, task, answered(False)),
        ("inspectiontask.rectification_filed", signer, task, filed("又改。")),
        ("inspectiontask.rectification_accepted", first, task, answered(True)),
        ("inspectiontask.correction_proposed", second, task,
         lambda: propose_correction(task, user=second, seen=task.revision, **asked)),
        ("inspectiontask.correction_dropped", third, task,
         lambda: drop_correction(task.corrections.get(), user=third, reason="无误。")),
    ]) == {}  # fmt: skip


def test_a_directed_check_and_a_result_that_is_left_be(reference, clock):
    clock.set("2026-11-26")
    organisers = checks.people()
    row = checks.mark(clock)
    task = checks.of_mark(checks.first(checks.drawn(organisers, clock)), row)
    task = checks.published(task, organisers[0], ResultWord.ORDERED)
    operator = make.officer(Role.OPERATOR_OFFICER)
    assert unlike([
        ("inspectiontask.left_be", operator, task, lambda: leave_be(task, user=operator, reason="情节轻微。")),
    ]) == {}  # fmt: skip
    first, second = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    other = InspectionTask.objects.exclude(pk=task.pk).first()
    InspectionTask.objects.filter(pk=other.pk).update(state="stopped")
    team, items = [inspector(), inspector()], list(other.items.all())
    opened = lambda: open_directed_check(other.object, items, team, "举报", first, second)  # noqa: E731
    assert unlike([("inspectiontask.directed", second, None, opened)]) == {}
    assert data_of("inspectiontask.directed") == {"first": first.pk}


def test_the_blacklist_and_findings(reference, clock):
    clock.set("2026-05-11")
    people = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    first, second = people
    facts = {"uscc": lists.CODE, "name": "样例家居制造有限公司", **lists.FACTS}
    assert unlike([("blacklistentry.propose_enter", first, None, lambda: propose_entry(user=first, **facts))]) == {}
    entry = lists.entered(people, uscc=make.CODES[3])
    assert unlike([
        ("blacklistentry.propose_remove", first, entry,
         lambda: propose_removal(entry, user=first, seen=entry.revision, reason="整改")),
        ("blacklistentry.drop_proposal", second, entry,
         lambda: drop_entry(standing_proposal(entry), user=second, reason="未核实")),
    ]) == {}  # fmt: skip
    volunteer = make.officer(Role.SUPERVISOR_VOLUNTEER)
    mark = make.issued(clock_fixture=clock)
    mark.refresh_from_db()
    found = {"found_on": the_clock.today(), "place": "商场", "text": "标识被改色。"}
    filed = lambda: file_lead(user=volunteer, authorization=mark, **found)  # noqa: E731
    assert unlike([("lead.file", volunteer, None, filed)]) == {}
    lead, items = Lead.objects.get(), published_items(1)
    asked = {"seen": 0, "items": items, "team": [inspector()], "reason": "核实"}
    assert unlike([
        ("lead.add_photo", volunteer, lead, lambda: add_lead_photo(lead, checks.picture(), user=volunteer)),
        ("lead.propose_check", first, lead, lambda: propose_check(lead, user=first, **asked)),
        ("lead.drop_check", second, lead, lambda: drop_check(lead.endorsements.get(), user=second, reason="已核实")),
    ]) == {}  # fmt: skip
