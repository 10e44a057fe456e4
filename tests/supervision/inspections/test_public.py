"""一公开 of results: what everybody reads, and what nobody ever reads."""

import json
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.test import Client

from supervision.directories.models import InspectionObject, Inspector
from supervision.inspections.models import FieldRecord, Finding, InspectionTask, Sample, TaskPhoto
from supervision.inspections.records.acts import add_photo
from supervision.inspections.results.corrections import confirm_correction, propose_correction
from supervision.inspections.results.item_outcomes import item_outcomes
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.inspections import make as checks
from tests.supervision.make import queries_of
from tianfu.accounts.models import User
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SECRETS = ("对比表与公布的不一致", "责令改正。", "负责人不在", "王经理", "现场.png")


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_result_is_public_with_its_publication_and_not_before(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    task = checks.reviewed(checks.first(plan), people[0])
    pages = ("/inspections/", "/inspections/list.csv", "/inspections/list.json", f"/draws/{plan.number}/")
    assert ["未发现问题" in text(path) for path in pages] == [False] * 4

    other = InspectionTask.objects.filter(plan=plan).exclude(pk=task.pk).order_by("pk")[0]
    checks.published(other, people[0], ResultWord.ORDERED)
    assert ["发现问题已责令改正" in text(path) for path in pages] == [True] * 4
    (row,) = json.loads(text("/inspections/list.json"))["inspections"]
    assert (row["code"], row["result"], row["origin"]) == (other.object.code, "发现问题已责令改正", plan.number)
    line = f"{checks.item_of(other).name}：不符合"
    assert row["items"] == [line]
    assert [line in text(path) for path in pages] == [True, True, True, False]
    assert "逐项结果（1）" in text("/inspections/")


def test_nobody_reads_names_findings_photos_or_who_signed(people: Any, clock: Any, monkeypatch: Any) -> None:
    Inspector.objects.update(name="绝密姓名")
    plan = checks.drawn(people, clock)
    task = checks.first(plan)
    add_photo(task, checks.picture(), checks.inspector_of(task))
    answers = checks.whole_record

    def with_note(one: InspectionTask, user: User, answer: str = "pass", **values: Any) -> None:
        answers(one, user, answer, **{f"note-{checks.item_of(one).pk}": "记录里的备注"}, **values)

    monkeypatch.setattr(checks, "whole_record", with_note)
    checks.published(task, people[0], ResultWord.ORDERED)
    photo = TaskPhoto.objects.get().file
    assert "记录里的备注" in str(FieldRecord.objects.get(task=task).answers)
    paths = ("/inspections/", "/inspections/list.csv", "/inspections/list.json", f"/draws/{plan.number}/")
    for path in paths:
        html = text(path)
        assert [word for word in ("绝密姓名", "记录里的备注", *SECRETS, str(photo.pk)) if word in html] == [], path


def test_a_sealed_pick_leaves_no_trace_before_its_reveal(people: Any, clock: Any) -> None:
    reveal_by = the_clock.end_of(the_clock.today() + timedelta(days=60))
    plan = checks.drawn(people, clock, sealed=True, reveal_by=reveal_by)
    task = checks.concluded(checks.first(plan))
    clock.set((task.publish_by + timedelta(days=1)).isoformat())  # type: ignore[operator]
    for path in ("/inspections/", "/inspections/list.csv", "/inspections/list.json", f"/draws/{plan.number}/"):
        html = text(path)
        assert (task.object.name in html, "逾期未公布" in html) == (False, False), path


def test_an_overdue_result_announces_itself(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    task = checks.concluded(checks.first(plan))
    clock.set(task.publish_by.isoformat())  # type: ignore[union-attr]
    assert "逾期未公布" not in text("/inspections/")
    clock.set((task.publish_by + timedelta(days=1)).isoformat())  # type: ignore[operator]
    assert ("逾期未公布" in text("/inspections/"), "逾期未公布" in text(f"/draws/{plan.number}/")) == (True, True)
    assert "未发现问题" not in text(f"/draws/{plan.number}/")


def test_results_are_found_by_enterprise_with_few_queries(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    rows = list(InspectionTask.objects.filter(plan=plan).order_by("pk")[:2])
    InspectionObject.objects.filter(pk=rows[0].object_id).update(holder_name="成都甲木业有限公司")
    checks.published(rows[0], people[0])
    before = queries_of(Client(), "/inspections/")
    checks.published(rows[1], people[0])

    assert queries_of(Client(), "/inspections/") == before <= 8
    found = text("/inspections/?q=甲木业")
    assert ("共 1 项" in found, rows[1].object.name in found) == (True, False)
    assert "没有找到" in text("/inspections/?q=乙木业")


def test_the_brand_page_shows_its_checks(people: Any, clock: Any) -> None:
    issued = make.issued(clock_fixture=clock)
    issued.refresh_from_db()
    obj = InspectionObject.objects.get(authorization=issued)
    assert "检查结果" not in text(f"/brands/{issued.number}/")
    plan = checks.drawn(people, clock)
    task = checks.first(plan)
    done = checks.published(task, people[0])
    # The draw of the factory is of bodies: the row is put where a draw of authorizations would have put it.
    InspectionObject.objects.filter(pk=obj.pk).update(authorization=None)
    InspectionObject.objects.filter(pk=done.object_id).update(authorization=issued)
    html = text(f"/brands/{issued.number}/")
    shown = ("检查结果", "未发现问题", f'href="/draws/{plan.number}/"', f"/supervision/?q={issued.holder_uscc}")
    assert [word in html for word in shown] == [True] * 4


def outcome(task: InspectionTask) -> str:
    """The one item's word as everybody reads it."""
    (line,) = item_outcomes(InspectionTask.objects.get(pk=task.pk))
    assert line in text("/inspections/")
    name, word = line.rsplit("：", 1)
    assert name == checks.item_of(task).name
    return word


def test_a_word_against_the_object_is_public_only_while_the_result_holds_it(people: Any, clock: Any) -> None:
    task = checks.published(checks.first(checks.drawn(people, clock)), people[0], ResultWord.ORDERED)
    assert outcome(task) == "不符合"
    Finding.objects.update(taken_back_by=people[0], taken_back_at=the_clock.now())
    assert outcome(task) == "未认定问题"
    Finding.objects.update(taken_back_by=None, taken_back_at=None)
    row = propose_correction(task, user=people[0], seen=task.revision, word=ResultWord.NORMAL, reason="检查记录有误。")
    confirm_correction(row, user=people[1], seen=task.revision, shown=NO_PAGE)
    assert outcome(task) == "未认定问题"
    (entry,) = json.loads(text("/inspections/list.json"))["inspections"]
    assert entry["items"] == [f"{checks.item_of(task).name}：未认定问题"]


@pytest.mark.parametrize(
    ("answer", "verdicts", "word", "shown"),
    [
        ("pass", [], "normal", "符合"),
        ("none", [], "normal", "不涉及"),
        ("sampled", ["pass"], "normal", "合格"),
        ("sampled", ["pass", "fail"], "ordered", "不合格"),
        ("pass", ["fail"], "ordered", "不合格"),
        ("sampled", ["fail"], "not_engaged", "未认定问题"),
        ("fail", [], "not_engaged", "未认定问题"),
    ],
)
def test_each_item_has_one_word(
    people: Any, clock: Any, answer: str, verdicts: list[str], word: str, shown: str
) -> None:
    task = checks.published(checks.first(checks.drawn(people, clock)), people[0])
    item = checks.item_of(task)
    sheet = {"product": "家具", "batch": "1", "quantity": "3 件", "backup": "3 件", "place": "库", "sealer": "罗检查"}
    by = {"taken_by": people[0], "taken_at": the_clock.now()}
    for number, verdict in enumerate(verdicts, 1):
        Sample.objects.create(task=task, item=item, position=number, state="final", verdict=verdict, **sheet, **by)
    with pgtrigger.ignore():
        InspectionTask.objects.filter(pk=task.pk).update(word=word)
        FieldRecord.objects.filter(task=task).update(answers={str(item.pk): {"answer": answer, "note": ""}})
    assert outcome(task) == shown
