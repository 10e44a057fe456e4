"""From the word of the team to its publication, what is to be put right, and the term."""

from datetime import timedelta
from typing import Any

import pytest

from supervision.directories.models import Inspector
from supervision.draws.models import DrawPlan, Pick
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.conclusions import (
    close,
    conclude,
    conclusion_facts,
    review,
    send_back,
    warn_of_unpublished,
)
from supervision.inspections.states import ResultWord, TaskState
from tests.supervision.inspections import make as checks
from tests.supervision.inspections.test_tasks import told
from tianfu.accounts.models import User
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def plan(people: Any, clock: Any) -> DrawPlan:
    return checks.drawn(people, clock)


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
    user = checks.inspector_of(task)
    failed = checks.reinspected(task, passed=False, findings="仍不一致。")
    assert (failed.state, failed.rectified) == (TaskState.REINSPECTED, False)
    with pytest.raises(NotPossible, match="请写明后续处理"):
        close(failed, user=people[0], seen=failed.revision, note=" ")
    with pytest.raises(NotAllowed):
        close(failed, user=user, seen=failed.revision, note="已建议暂停。")
    assert close(failed, user=people[0], seen=failed.revision, note="已建议暂停。").state == TaskState.CLOSED


def test_put_right_in_time_the_case_is_over(people: Any, plan: DrawPlan) -> None:
    task = checks.published(checks.first(plan), people[0], ResultWord.ORDERED)
    done = checks.reinspected(task, passed=True)
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
