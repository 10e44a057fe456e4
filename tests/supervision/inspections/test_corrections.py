"""更正: the published word stays as it was; another stands beside it, put there by two people (trust.md A.1, row 10)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.consequences.sanctions import sanction_problems, to_sanction
from supervision.inspections.models import InspectionTask, ResultCorrection
from supervision.inspections.results.corrections import (
    confirm_correction,
    correction_facts,
    drop_correction,
    propose_correction,
)
from supervision.inspections.results.facts import facts_of
from supervision.inspections.results.objections import contested, decide_objection, object_to
from supervision.inspections.states import ResultWord, TaskState
from supervision.inspections.work.seconds import corrections
from supervision.inspections.work.sources import to_correct, to_decide
from tests import make
from tests.pages import hidden
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

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
    with pytest.raises(NotPossible, match="请写明撤下的理由。"):
        drop_correction(row, user=people[1], reason="")
    drop_correction(row, user=people[1], reason="原结果无误。")
    with pytest.raises(NotPossible, match="已撤下"):
        confirm_correction(row, user=people[1], seen=task.revision, shown=NO_PAGE)
    assert InspectionTask.objects.get(pk=task.pk).corrected_word == ""
    assert proposed(task, people[1]).standing


def test_between_words_that_find_a_problem_the_limit_stays(task: InspectionTask, people: Any) -> None:
    done = corrected(task, people, word="not_disclosed", explanation="未公示年报。")
    assert (done.state, done.final_word, done.rectify_by) == (TaskState.RECTIFYING, "not_disclosed", task.rectify_by)


def of_body(task: InspectionTask) -> User:
    """Who signs for the inspected side."""
    body = make.body()
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=task.object_id).update(body=body)
    return make.member(body.organisation, sign=True)


def test_a_correction_that_still_finds_a_problem_may_be_objected_to_within_a_new_term(
    task: InspectionTask, people: Any, clock: Any
) -> None:
    signer = of_body(task)
    with pytest.raises(NotPossible, match="现在没有可以提出异议"):
        object_to(InspectionTask.objects.get(pk=task.pk), user=signer, text="有误。")
    done = corrected(task, people, word="pending", explanation="另案处理。")
    assert done.objection_until == add_working_days(the_clock.today(), 10).date
    assert f"{done.objection_until.day} 日" in InboxMessage.objects.get(key="inspection_corrected").body
    client, url = Client(), f"/portal/inspections/{task.pk}/"
    client.force_login(signer)
    assert "异议期内更正后的结果不作为暂停或撤销的依据" in client.get(url).content.decode()
    clock.set(done.objection_until.isoformat())
    assert client.post(url, {"text": "问题不在我处。"}).status_code == 302
    with pytest.raises(NotPossible, match="已经对该结论提出过异议"):
        object_to(done, user=signer, text="再说一次。")
    row, third = done.objections.get(), make.officer(Role.SPOTCHECK_MANAGER)
    assert [[done in to_decide(user)] for user in (*people, third)] == [[False], [False], [True]]
    for person in people:
        with pytest.raises(NotPossible, match="另一位抽查组织人处理异议"):
            decide_objection(row, user=person, upheld=True, answer="有误。")
    with pytest.raises(NotPossible, match="异议尚未处理，请先处理异议"):
        proposed(done, people[0], word=ResultWord.ORDERED, explanation="责令改正。")
    decide_objection(row, user=third, upheld=False, answer="更正无误。")
    after = InspectionTask.objects.get(pk=task.pk)
    assert (after.state, after.final_word, contested(after)) == (TaskState.RECTIFYING, "pending", [])


def test_after_the_new_term_nothing_is_objected_to_and_a_word_without_a_problem_opens_none(
    task: InspectionTask, people: Any, clock: Any
) -> None:
    signer = of_body(task)
    done = corrected(InspectionTask.objects.get(pk=task.pk), people, word="pending", explanation="另案处理。")
    clock.set(done.objection_until + timedelta(days=1))
    with pytest.raises(NotPossible, match="异议期已过"):
        object_to(done, user=signer, text="有误。")
    last = corrected(done, people)
    assert (last.state, last.objection_until) == (TaskState.CLOSED, None)
    with pytest.raises(NotPossible, match="现在没有可以提出异议"):
        object_to(last, user=signer, text="有误。")


def test_an_upheld_objection_to_a_correction_asks_for_another_one(task: InspectionTask, people: Any) -> None:
    signer, third = of_body(task), make.officer(Role.SPOTCHECK_MANAGER)
    done = corrected(InspectionTask.objects.get(pk=task.pk), people, word="pending", explanation="另案处理。")
    row = object_to(done, user=signer, text="问题不在我处。")
    decide_objection(row, user=third, upheld=True, answer="型号登记有误。")
    after = InspectionTask.objects.get(pk=task.pk)
    assert (after.final_word, after.revision, [after in to_correct(user) for user in people]) == (
        "pending", done.revision, [True, True],
    )  # fmt: skip
    assert InboxMessage.objects.filter(key="inspection_to_correct").count() == 3
    with pytest.raises(NotPossible, match="该异议已经处理"):
        decide_objection(row, user=third, upheld=False, answer="无误。")
    last = corrected(after, people)
    assert (last.final_word, [last in to_correct(user) for user in people]) == ("normal", [False, False])


def test_nothing_rests_on_a_correction_while_it_may_be_or_is_objected_to(
    task: InspectionTask, people: Any, clock: Any
) -> None:
    mark, third = checks.mark(clock), make.officer(Role.SPOTCHECK_MANAGER)
    row = checks.of_mark(task, mark)
    signer = make.member(mark.enterprise.organisation, sign=True)
    done = corrected(row, people, word="pending", explanation="另案处理。")
    asked = lambda: (contested(done), task in to_sanction(), sanction_problems(done)[:1])  # noqa: E731
    said, listed, problems = asked()
    assert ("异议期内" in said[0], listed, problems) == (True, False, said)
    objection = object_to(done, user=signer, text="有误。")
    said, listed, problems = asked()
    assert ("尚未处理" in said[0], listed, problems) == (True, False, said)
    decide_objection(objection, user=third, upheld=True, answer="有误。")
    said, listed, problems = asked()
    assert ("再次更正之前" in said[0], listed, problems) == (True, False, said)
    clock.advance(hours=1)
    done = corrected(InspectionTask.objects.get(pk=task.pk), people, word="false_disclosure", explanation="隐瞒。")
    assert (len(contested(done)), task in to_sanction()) == (1, False)
    clock.set(done.objection_until + timedelta(days=1))
    assert (contested(done), task in to_sanction()) == ([], True)


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
    clock.set(task.rectify_by + timedelta(days=1))  # type: ignore[operator]
    assert [one.late for one in facts_of("91510100MA00000001", task.visited_on)] == [False]  # type: ignore[arg-type]
    clock.set("2026-11-27")
    told = InboxMessage.objects.get(key="inspection_corrected")
    assert (told.organisation, "问题登记在另一家名下" in told.body) == (issued.enterprise.organisation, True)
    client = Client()
    client.force_login(body)
    assert words in client.get(f"/portal/inspections/{task.pk}/").content.decode()
    InspectionObject.objects.filter(pk=task.object_id).update(uscc="")
    assert facts_of("", task.visited_on) == [], "who has no code shares no facts with others"  # type: ignore[arg-type]


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
    assert "您作出或复核了原结果" in first.get(page).content.decode()
    read = hidden(second.get(page))
    empty = second.post(f"{page}corrections/{row.pk}/", {**read, "act": "drop", "note": ""})
    assert (empty.status_code, "请写明撤下的理由" in empty.content.decode()) == (422, True)
    assert second.post(f"{page}corrections/{row.pk}/", {**read, "act": "confirm"}).status_code == 302
    assert "由“发现问题已责令改正”更正为“未发现问题”" in " ".join(second.get(page).content.decode().split())
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    assert second.post(f"/console/inspections/{other.pk}/corrections/{row.pk}/", read).status_code == 404
