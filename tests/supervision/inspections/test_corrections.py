"""更正: the published word stays as it was; another stands beside it, put there by two people (trust.md A.1, row 10)."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.corrections import (
    confirm_correction,
    correction_facts,
    drop_correction,
    propose_correction,
)
from supervision.inspections.facts import facts_of
from supervision.inspections.models import InspectionTask, ResultCorrection
from supervision.inspections.sources import corrections
from supervision.inspections.states import ResultWord, TaskState
from tests import make
from tests.pages import hidden
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def task(people: Any, clock: Any) -> InspectionTask:
    """Published by the first organiser: something to put right."""
    return checks.published(checks.first(checks.drawn(people, clock)), people[0], ResultWord.ORDERED)


def proposed(task: InspectionTask, user: User, **values: Any) -> ResultCorrection:
    given = {"word": ResultWord.NORMAL, "reason": "问题登记在另一家名下。"} | values
    return propose_correction(task, user=user, seen=task.revision, **given)


def corrected(task: InspectionTask, people: tuple[User, User], **values: Any) -> InspectionTask:
    row = proposed(task, people[0], **values)
    return confirm_correction(row, user=people[1], seen=task.revision, shown=NO_PAGE)


def test_the_database_refuses_to_change_a_published_result(task: InspectionTask) -> None:
    for change in (
        {"word": ResultWord.NORMAL},
        {"explanation": "没有问题。"},
        {"rectify_by": None},
        {"visited_on": the_clock.today().replace(day=1)},
        {"published_at": None},
        {"reviewed_at": the_clock.now()},
    ):
        with pytest.raises(DatabaseError, match="update"), transaction.atomic():
            InspectionTask.objects.filter(pk=task.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        InspectionTask.objects.filter(pk=task.pk).delete()


def test_two_people_put_another_word_beside_the_first(task: InspectionTask, people: Any) -> None:
    done = corrected(task, people)
    assert (done.word, done.corrected_word, done.final_word) == ("ordered", "normal", "normal")
    (row,) = done.corrections.all()
    assert (done.state, done.corrected_at) == (TaskState.CLOSED, done.changes.get(transition="correct").at)
    assert (row.before, row.word, row.first_by, row.second_by) == ("ordered", "normal", people[0], people[1])
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultCorrection.objects.filter(pk=row.pk).update(second_note="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultCorrection.objects.filter(pk=row.pk).delete()


def test_the_second_person_is_another_who_had_no_part_in_the_result(task: InspectionTask, people: Any) -> None:
    row = proposed(task, people[1])
    for person, sentence in ((people[1], "您是提出人"), (people[0], "您作出或复核了原结果")):
        with pytest.raises(NotPossible, match=sentence):
            confirm_correction(row, user=person, seen=task.revision, shown=NO_PAGE)
    for person in (make.officer(Role.SPOTCHECK_MANAGER, "510700"), make.officer(Role.PROVINCE_OFFICER)):
        with pytest.raises(NotAllowed):
            confirm_correction(row, user=person, seen=task.revision, shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultCorrection.objects.filter(pk=row.pk).update(second_by=people[1], second_at=the_clock.now())
    third = make.officer(Role.SPOTCHECK_MANAGER)
    assert (row in corrections(third), row in corrections(people[0]), row in corrections(people[1])) == (
        True,
        False,
        False,
    )
    with pytest.raises(Changed):
        confirm_correction(row, user=third, seen=task.revision, shown=stamp({"更正后": "别的"}))
    shown = stamp(correction_facts(task, row))
    assert confirm_correction(row, user=third, seen=task.revision, shown=shown).corrected_word == "normal"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"word": ""}, "请选择更正后"),
        ({"word": "ordered"}, "与现在的结果相同"),
        ({"reason": "  "}, "请写明更正的理由"),
        ({"word": "unreachable"}, "请写明更正后的情况说明"),
    ],
)
def test_a_correction_says_what_and_why(task: InspectionTask, people: Any, values: Any, sentence: str) -> None:
    with pytest.raises(NotPossible, match=sentence):
        proposed(task, people[0], **values)


def test_a_correction_never_turns_against_the_object_nor_precedes_the_publication(
    task: InspectionTask, people: Any
) -> None:
    done = corrected(task, people)
    with pytest.raises(NotPossible, match="对被检查对象不利"):
        proposed(done, people[0], word="ordered", explanation="有问题。")
    other = InspectionTask.objects.filter(plan=task.plan).exclude(pk=task.pk)[0]
    reviewed = checks.reviewed(other, people[0])
    with pytest.raises(NotPossible, match="尚未公布"):
        proposed(reviewed, people[0])


def test_one_correction_waits_at_a_time_and_is_taken_back_with_a_reason(task: InspectionTask, people: Any) -> None:
    row = proposed(task, people[0])
    with pytest.raises(Overtaken):
        proposed(task, people[1])
    with pytest.raises(NotPossible, match="须写明理由"):
        drop_correction(row, user=people[1], reason="")
    drop_correction(row, user=people[1], reason="原结果无误。")
    with pytest.raises(NotPossible, match="已撤下"):
        confirm_correction(row, user=people[1], seen=task.revision, shown=NO_PAGE)
    assert InspectionTask.objects.get(pk=task.pk).corrected_word == ""
    assert proposed(task, people[1]).standing


def test_between_words_that_find_a_problem_the_limit_stays(task: InspectionTask, people: Any) -> None:
    done = corrected(task, people, word="not_disclosed", explanation="未公示年报。")
    assert (done.state, done.final_word, done.rectify_by) == (TaskState.RECTIFYING, "not_disclosed", task.rectify_by)


def test_everybody_reads_both_with_their_days_and_the_log_keeps_both(
    task: InspectionTask, people: Any, clock: Any
) -> None:
    issued = checks.mark(clock)
    InspectionObject.objects.filter(authorization=issued).update(authorization=None)
    InspectionObject.objects.filter(pk=task.object_id).update(authorization=issued, uscc="91510100MA00000001")
    body = make.member(issued.enterprise.organisation)
    corrected(InspectionTask.objects.get(pk=task.pk), people)
    today = the_clock.today()
    words = "更正为“未发现问题”"
    plan = task.plan
    assert plan is not None
    for path in ("/inspections/", f"/brands/{issued.number}/", f"/draws/{plan.number}/"):
        html = Client().get(path).content.decode()
        assert ("发现问题已责令改正" in html, words in html) == (True, True), path
        assert f"{today:%Y} 年 {today.month} 月 {today.day} 日" in html, path
    assert f"未发现问题,{today.isoformat()}" in Client().get("/inspections/list.csv").content.decode()
    (row,) = json.loads(Client().get("/inspections/list.json").content)["inspections"]
    assert (row["result"], row["corrected_result"], row["corrected_on"], row["rectification"]) == (
        "发现问题已责令改正",
        "未发现问题",
        today.isoformat(),
        "",
    )
    entries = [json.loads(row.entry) for row in LogOutbox.objects.order_by("pk")]
    ours = [one for one in entries if one["t"] == "check.result"]
    assert [(one["number"], one["seq"], one["result"], one.get("before")) for one in ours] == [
        (task.object.code, 1, "发现问题已责令改正", None),
        (task.object.code, 2, "未发现问题", "发现问题已责令改正"),
    ]
    (fact,) = facts_of("91510100MA00000001", task.visited_on)  # type: ignore[arg-type]
    assert (fact.word, fact.rectify_by, fact.late) == ("normal", None, False)
    told = InboxMessage.objects.get(key="inspection_corrected")
    assert (told.organisation, "问题登记在另一家名下" in told.body) == (issued.enterprise.organisation, True)
    client = Client()
    client.force_login(body)
    assert words in client.get(f"/portal/inspections/{task.pk}/").content.decode()


def test_the_correction_goes_through_the_pages(task: InspectionTask, people: Any) -> None:
    page, (first, second) = f"/console/inspections/{task.pk}/", (Client(), Client())
    first.force_login(people[0])
    second.force_login(people[1])
    assert f"{page}correct/" in first.get(page).content.decode()
    form = first.get(f"{page}correct/")
    refused = first.post(f"{page}correct/", {**hidden(form), "word": "normal", "explanation": "无", "reason": ""})
    assert (refused.status_code, "请写明更正的理由" in refused.content.decode()) == (422, True)
    assert first.post(f"{page}correct/", {**hidden(form), "word": "normal", "reason": "登记有误"}).status_code == 302
    row = ResultCorrection.objects.get()
    assert "须由没有提出更正" in first.get(page).content.decode()
    read = hidden(second.get(page))
    empty = second.post(f"{page}corrections/{row.pk}/", {**read, "act": "drop", "note": ""})
    assert (empty.status_code, "撤下更正须写明理由" in empty.content.decode()) == (422, True)
    assert second.post(f"{page}corrections/{row.pk}/", {**read, "act": "confirm"}).status_code == 302
    assert "由“发现问题已责令改正”更正为“未发现问题”" in " ".join(second.get(page).content.decode().split())
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    assert second.post(f"/console/inspections/{other.pk}/corrections/{row.pk}/", read).status_code == 404
