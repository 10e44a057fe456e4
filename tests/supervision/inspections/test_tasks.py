"""From the pick to the closed case: who is told, who may act, what stands behind a word (domain.md 8.5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from supervision.directories.inspectors import recusal_reasons, recused_codes
from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.objects import exclusion
from supervision.draws.annulment import confirm_void, propose_void
from supervision.draws.computation import assign
from supervision.draws.deviations import confirm as confirm_change
from supervision.draws.deviations import propose as propose_change
from supervision.draws.models import DrawPlan, Pick
from supervision.draws.secrecy import reveal
from supervision.inspections.conclusions import (
    close,
    conclude,
    conclusion_facts,
    publish,
    reinspect,
    review,
    send_back,
    warn_of_unpublished,
)
from supervision.inspections.directed import open_directed_check
from supervision.inspections.facts import facts_of
from supervision.inspections.models import FieldRecord, InspectionTask
from supervision.inspections.records import add_finding, file_record, open_record, save_record
from supervision.inspections.states import ResultWord, TaskState
from supervision.lists.risk_facts import adverse_facts
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def plan(people: Any, clock: Any) -> DrawPlan:
    return checks.drawn(people, clock)


def told(key: str) -> int:
    return InboxMessage.objects.filter(key=key).count()


def test_each_pick_becomes_one_task_however_often_it_is_assigned(plan: DrawPlan) -> None:
    assign(Job.objects.get(kind="draw.assign"))

    tasks = InspectionTask.objects.filter(plan=plan)
    assert sorted(tasks.values_list("pick", flat=True)) == sorted(plan.picks.values_list("pk", flat=True))
    assert set(tasks.values_list("state", flat=True)) == {TaskState.NOTIFIED}
    task = checks.first(plan)
    drawn = set(task.pick.members.values_list("inspector", "lead"))
    assert set(task.members.values_list("inspector", "lead")) == drawn
    assert list(task.items.all()) == list(plan.items.all())
    assert told("inspection_assigned") == sum(row.members.count() for row in tasks)


def test_a_sealed_pick_is_announced_only_after_its_reveal(people: Any, clock: Any) -> None:
    day = the_clock.today()
    plan = checks.drawn(people, clock, sealed=True, reveal_by=the_clock.end_of(day + timedelta(days=20)))
    task = checks.first(plan)
    assert (task.state, task.hidden, told("inspection_assigned") > 0) == (TaskState.ASSIGNED, True, True)
    done = checks.reviewed(task, people[0])
    with pytest.raises(NotPossible, match="尚未揭示"):
        publish(done, user=people[0], seen=done.revision)

    reveal(plan, actor=people[0], seen=plan.revision, note="提前揭示。")
    run_due()
    states = set(InspectionTask.objects.filter(plan=plan).exclude(pk=task.pk).values_list("state", flat=True))
    assert states == {TaskState.NOTIFIED}


def test_a_pick_without_a_team_has_its_failure_as_outcome_and_no_task(people: Any, clock: Any) -> None:
    Inspector.objects.update(lead=False)
    Inspector.objects.filter(pk=Inspector.objects.first().pk).update(lead=True)  # type: ignore[union-attr]
    plan = draws.after_event(draws.committed(people, max_load=1), clock)
    draws.typed(plan, people)
    run_due()

    failed = Pick.objects.filter(plan=plan).exclude(failure="")
    assert failed.exists()
    assert set(failed.values_list("outcome", flat=True)) == {"failed"}
    assert not InspectionTask.objects.filter(pick__in=failed).exists()


def test_the_team_of_a_task_follows_the_change_of_the_drawn_team(people: Any, plan: DrawPlan) -> None:
    task = checks.first(plan)
    out = task.members.get(lead=True).inspector
    gone = checks.inspector_of(task)
    change = propose_change(task.pick, out, user=people[0], code="RECUSED", reason="亲属")
    confirm_change(change, user=people[1], shown=NO_PAGE)

    assert set(task.members.filter(replaced_at=None).values_list("inspector", "lead")) == set(
        task.pick.members.filter(replaced_at=None).values_list("inspector", "lead")
    )
    assert not InspectionTask.objects.of_team(gone).filter(pk=task.pk).exists()
    with pytest.raises(NotAllowed), transaction.atomic():
        open_record(task, gone)


def test_voiding_the_draw_stops_its_checks(people: Any, plan: DrawPlan) -> None:
    checks.reviewed(checks.first(plan), people[0])
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录有误")
    confirm_void(proposal, user=people[1], seen=plan.revision, shown=NO_PAGE)

    assert set(InspectionTask.objects.values_list("state", flat=True)) == {TaskState.STOPPED}


def test_a_record_is_whole_before_it_is_filed_and_stands_afterwards(plan: DrawPlan) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    with pytest.raises(NotPossible, match="请填写现场记录"):
        file_record(task, user=user, seen=task.revision)
    checks.whole_record(task, user, "fail")
    with pytest.raises(NotPossible, match="请登记发现的问题"):
        file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    add_finding(task, checks.item_of(task), "标识用在未授权型号上。", user)
    done = file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)

    assert (done.state, done.visited_on) == (TaskState.VISITED, the_clock.today())
    done.object.refresh_from_db()
    assert done.object.last_checked_on == the_clock.today()
    with pytest.raises(NotPossible, match="不能再修改"), transaction.atomic():
        open_record(done, user)
    with pytest.raises(DatabaseError), transaction.atomic():
        FieldRecord.objects.filter(task=done).update(remarks="改动")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"signing": "signed", "unsigned_reason": ""}, "请在屏幕上签字"),
        ({"signing": "refused", "unsigned_reason": ""}, "请写明理由"),
        ({"signing": ""}, "是否签字"),
    ],
)
def test_the_object_signs_or_the_record_says_why_not(plan: DrawPlan, values: Any, sentence: str) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    checks.whole_record(task, user, **values)
    with pytest.raises(NotPossible, match=sentence):
        file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)


def test_a_visit_is_not_in_the_future_nor_before_the_task(plan: DrawPlan) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    for days, fits in ((-1, False), (1, False), (0, True)):
        checks.whole_record(task, user, visited_on=the_clock.today() + timedelta(days=days))
        if not fits:
            with pytest.raises(NotPossible, match="检查日期应在"):
                file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    assert file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision).state == "visited"


def test_what_is_not_an_item_of_the_task_gets_no_result(plan: DrawPlan) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    with transaction.atomic():
        _, record = open_record(task, user)
        with pytest.raises(NotPossible, match="不在本次检查的事项中"):
            save_record(record, {"answer-999999": "pass"}, user)


@pytest.mark.parametrize(
    ("finding", "word", "explanation", "sentence"),
    [
        ("", "", "", "请选择一个检查结果"),
        ("有问题", ResultWord.NORMAL, "", "不能作“未发现问题”"),
        ("", ResultWord.PENDING, "待查", "须有登记的问题"),
        ("", ResultWord.NOT_ENGAGED, "", "请写明情况"),
        ("有问题", ResultWord.ORDERED, "责令", "请写明整改期限"),
    ],
)
def test_a_word_needs_what_it_claims(plan: DrawPlan, finding: str, word: str, explanation: str, sentence: str) -> None:
    task = checks.visited(checks.first(plan), finding)
    with pytest.raises(NotPossible, match=sentence):
        conclude(task, user=checks.inspector_of(task), seen=task.revision, word=word, explanation=explanation)


def test_a_limit_lies_between_tomorrow_and_the_longest_term(plan: DrawPlan) -> None:
    task, today = checks.visited(checks.first(plan), "有问题"), the_clock.today()
    user = checks.inspector_of(task)
    for days, sentence in ((0, "应晚于今天"), (91, "整改期限最迟为")):
        limit = today + timedelta(days=days)
        with pytest.raises(NotPossible, match=sentence):
            conclude(task, user=user, seen=task.revision, word="ordered", explanation="改", rectify_by=limit)
    limit = today + timedelta(days=90)
    done = conclude(task, user=user, seen=task.revision, word="ordered", explanation="改", rectify_by=limit)
    assert (done.state, done.rectify_by) == (TaskState.CONCLUDED, limit)


def test_a_conclusion_is_reviewed_by_another_who_read_it(people: Any, plan: DrawPlan) -> None:
    task = checks.concluded(checks.first(plan))
    with pytest.raises(NotAllowed):
        review(task, user=checks.inspector_of(task), seen=task.revision, shown=NO_PAGE)
    with pytest.raises(Changed):
        review(task, user=people[0], seen=task.revision, shown=stamp({"检查结果": "别的"}))
    done = review(task, user=people[0], seen=task.revision, shown=stamp(conclusion_facts(task)))

    assert done.state == TaskState.REVIEWED
    assert Pick.objects.get(pk=task.pick_id).outcome == "visited"


def test_whoever_was_in_the_team_does_not_review_it_as_an_organiser(people: Any, plan: DrawPlan) -> None:
    task = checks.first(plan)
    member = task.members.get(lead=False)
    Inspector.objects.filter(pk=member.inspector_id).update(user=people[0])
    task = checks.concluded(task)
    with pytest.raises(NotAllowed):
        review(task, user=people[0], seen=task.revision, shown=NO_PAGE)


def test_a_conclusion_sent_back_is_made_anew(people: Any, plan: DrawPlan) -> None:
    task = checks.concluded(checks.first(plan))
    with pytest.raises(NotPossible, match="须写明理由"):
        send_back(task, user=people[0], seen=task.revision, note="")
    back = send_back(task, user=people[0], seen=task.revision, note="说明不清。")

    assert (back.state, back.word, back.publish_by) == (TaskState.VISITED, "", None)
    assert told("inspection_sent_back") == 2


def test_a_result_is_published_and_a_clean_case_is_over(people: Any, plan: DrawPlan) -> None:
    done = checks.published(checks.first(plan), people[0])
    assert (done.state, done.published_at is not None) == (TaskState.CLOSED, True)


def test_what_is_to_be_put_right_is_looked_at_again(people: Any, plan: DrawPlan) -> None:
    task = checks.published(checks.first(plan), people[0], ResultWord.ORDERED)
    assert task.state == TaskState.RECTIFYING
    user, today = checks.inspector_of(task), the_clock.today()
    with pytest.raises(NotPossible, match="复查日期"):
        reinspect(task, user=user, seen=task.revision, on=today + timedelta(days=1), passed=True, findings="已改。")
    failed = reinspect(task, user=user, seen=task.revision, on=today, passed=False, findings="仍不一致。")
    assert (failed.state, failed.rectified) == (TaskState.REINSPECTED, False)
    with pytest.raises(NotPossible, match="请写明后续处理"):
        close(failed, user=people[0], seen=failed.revision, note=" ")
    with pytest.raises(NotAllowed):
        close(failed, user=user, seen=failed.revision, note="已建议暂停。")
    assert close(failed, user=people[0], seen=failed.revision, note="已建议暂停。").state == TaskState.CLOSED


def test_put_right_in_time_the_case_is_over(people: Any, plan: DrawPlan) -> None:
    task = checks.published(checks.first(plan), people[0], ResultWord.ORDERED)
    today = the_clock.today()
    done = reinspect(task, user=checks.inspector_of(task), seen=task.revision, on=today, passed=True, findings="已改。")
    assert (done.state, done.rectified) == (TaskState.CLOSED, True)


def test_the_publication_has_twenty_working_days_and_warns_on_15_18_and_20(
    people: Any, plan: DrawPlan, clock: Any
) -> None:
    start = the_clock.today()
    task = checks.concluded(checks.first(plan))
    assert task.publish_by == add_working_days(start, 20).date

    warned = []
    for day in (14, 15, 16, 18, 20, 21):
        clock.set(add_working_days(start, day).date.isoformat())
        warn_of_unpublished(the_clock.today())
        warn_of_unpublished(the_clock.today())
        late = InspectionTask.objects.get(pk=task.pk).publication_overdue()
        warned.append((day, told("inspection_unpublished") // 2, late))
    assert warned == [(14, 0, False), (15, 1, False), (16, 1, False), (18, 2, False), (20, 3, False), (21, 3, True)]


def test_an_open_case_is_not_drawn_again_and_its_last_team_does_not_return(people: Any, plan: DrawPlan) -> None:
    task = checks.first(plan)
    assert exclusion(task.object, the_clock.today()) == "OPEN_CASE"
    done = checks.published(task, people[0])
    obj = InspectionObject.objects.get(pk=done.object_id)
    team = [row.inspector for row in done.members.all()]
    rest = Inspector.objects.exclude(pk__in=[one.pk for one in team])

    assert exclusion(obj, the_clock.today()) == "CHECKED_180D"
    assert [recused_codes(one, [obj]) for one in team] == [{obj.code}, {obj.code}]
    assert [recused_codes(one, [obj]) for one in rest] == [set(), set()]
    assert recusal_reasons(team[0], [obj]) == {obj.code: ["上次检查过该对象"]}


def test_a_directed_check_needs_two_people_and_a_team_that_may_go(people: Any) -> None:
    obj, item = InspectionObject.objects.get(code="CB00001"), draws.item()
    wrong = InspectionItem.objects.get(code="TFMP-J-01")
    InspectionItem.objects.filter(pk=wrong.pk).update(state="published", published_on=date(2026, 1, 1))
    team = list(Inspector.objects.order_by("pk")[:2])
    with pytest.raises(NotPossible, match="须由两人作出"):
        open_directed_check(obj, [item], team, "线索", people[0], people[0])
    with pytest.raises(NotAllowed):
        open_directed_check(obj, [item], team, "线索", people[0], make.officer(Role.EXPERT))
    with pytest.raises(NotPossible, match="两名以上"):
        open_directed_check(obj, [item], team[:1], "线索", people[0], people[1])
    with pytest.raises(NotPossible, match="缘由"):
        open_directed_check(obj, [item], team, " ", people[0], people[1])
    with pytest.raises(NotPossible, match="未公布或不适用"):
        open_directed_check(obj, [wrong], team, "线索", people[0], people[1])
    Inspector.objects.filter(pk=team[1].pk).update(user=people[1])
    with pytest.raises(NotPossible, match="提出和复核检查的人不能参加检查"):
        open_directed_check(obj, [item], list(Inspector.objects.order_by("pk")[:2]), "线索", people[0], people[1])
    Inspector.objects.filter(pk=team[1].pk).update(user=team[1].user)
    task = open_directed_check(obj, [item], team, "线索", people[0], people[1], origin_ref="lead:1")

    assert (task.state, task.origin_ref) == (TaskState.ASSIGNED, "lead:1")
    with pytest.raises(NotPossible, match="未办结的检查"):
        open_directed_check(obj, [item], team, "线索", people[0], people[1])
    assert checks.published(task, people[1]).state == TaskState.CLOSED


def test_the_facts_of_an_enterprise_are_its_published_results(people: Any, plan: DrawPlan) -> None:
    InspectionObject.objects.update(uscc="91510100MA00000001")
    today = the_clock.today()
    assert facts_of("91510100MA00000001", today) == []
    first, second = InspectionTask.objects.filter(plan=plan).order_by("pk")[:2]
    checks.published(first, people[0], ResultWord.ORDERED)
    checks.concluded(second)

    (fact,) = facts_of("91510100MA00000001", today)
    assert (fact.word, fact.visited_on, fact.rectified, fact.late) == ("ordered", today, None, False)
    assert facts_of("91510100MA00000001", today + timedelta(days=1)) == []
    assert facts_of("", today) == []


def test_what_was_not_put_right_in_time_weighs_more(people: Any, plan: DrawPlan, clock: Any) -> None:
    code = "91510100MA00000001"
    InspectionObject.objects.update(uscc=code)
    since = the_clock.today()
    task = checks.published(InspectionTask.objects.filter(plan=plan).earliest("pk"), people[0], ResultWord.ORDERED)
    for late, kinds in ((0, ["risk.found"]), (1, ["risk.found", "risk.late"])):
        day = clock.set(task.rectify_by + timedelta(days=late)).date()
        assert [fact.key for fact in adverse_facts(code, since, day)] == kinds
