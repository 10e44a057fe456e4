"""核实记录: after an upheld objection or a return the truth can be written, beside what both sides signed."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.models import Finding, InspectionTask, Recheck
from supervision.inspections.records.paper import record_sheet
from supervision.inspections.records.rechecks import confirm_recheck, file_recheck
from supervision.inspections.results.conclusions import conclude, conclusion_facts, publish, review, send_back
from supervision.inspections.results.item_outcomes import item_outcomes
from supervision.inspections.results.objections import decide_objection, object_to
from supervision.inspections.states import ResultWord, TaskState
from tests import make
from tests.pages import hidden
from tests.supervision.inspections import make as checks
from tests.trail import unlike
from tianfu.accounts.models import User
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WHY = "核对台账，型号登记在另一家名下，标识使用符合规定。"


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def back(people: Any, clock: Any) -> tuple[InspectionTask, User]:
    """An objection to 发现问题已责令改正 was right; who signs for the inspected side."""
    task, body = checks.first(checks.drawn(people, clock)), make.body()
    signer = make.member(body.organisation, sign=True)
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=task.object_id).update(body=body)
    task = checks.reviewed(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED)
    row = object_to(task, user=signer, text="记录有误。")
    clock.advance(minutes=1)
    return decide_objection(row, user=people[1], upheld=True, answer="型号登记有误。"), signer


def rechecked(task: InspectionTask, user: User, answer: str = "pass", note: str = "", **values: Any) -> Recheck:
    given = {"checked_on": the_clock.today(), "reason": WHY, "answers": {checks.item_of(task).pk: (answer, note)}}
    return file_recheck(task, user=user, seen=values.pop("seen", task.revision), **given | values)


def signed(row: Recheck, task: InspectionTask, place: int = 1) -> InspectionTask:
    return confirm_recheck(row, user=checks.inspector_of(task, place), seen=task.revision, shown=NO_PAGE)


def normal(task: InspectionTask) -> InspectionTask:
    return conclude(task, user=checks.inspector_of(task), seen=task.revision, word=ResultWord.NORMAL)


def test_after_an_upheld_objection_the_truth_is_filed_concluded_and_public(back: Any, people: Any) -> None:
    task, signer = back
    with pytest.raises(NotPossible, match="不能作“未发现问题”的结论"):
        normal(task)
    item, member = checks.item_of(task), checks.inspector_of(task, 1)
    row = rechecked(task, member)
    assert (Finding.objects.get(task=task).taken_back_at, task.answers[str(item.pk)]["answer"]) == (None, "fail")
    assert unlike([("inspectiontask.rechecked", checks.inspector_of(task), task, lambda: signed(row, task, 0))]) == {}
    event = AuditEvent.objects.get(action="inspectiontask.rechecked")
    assert (event.reason, event.data) == (WHY, {"recheck": row.pk})
    finding = Finding.objects.get(task=task)
    assert (finding.taken_back_by, task.record.answers[str(item.pk)]["answer"]) == (member, "fail")
    done = normal(task)
    assert conclusion_facts(done)["核实记录"][0][0] == WHY
    done = review(done, user=people[0], seen=done.revision, shown=NO_PAGE)
    assert publish(done, user=people[0], seen=done.revision).state == TaskState.CLOSED
    fresh = InspectionTask.objects.get(pk=task.pk)
    assert item_outcomes(fresh) == [f"{item.name}：符合"]
    assert f"{item.name}：符合" in Client().get("/inspections/").content.decode()
    client = Client()
    client.force_login(signer)
    html = client.get(f"/portal/inspections/{task.pk}/").content.decode()
    assert (WHY in html, member.name in html) == (True, False)
    assert WHY not in Client().get("/inspections/").content.decode()


def test_the_signed_record_and_its_paper_stay_as_they_were(back: Any) -> None:
    task, _ = back
    before = record_sheet(InspectionTask.objects.get(pk=task.pk))
    signed(rechecked(task, checks.inspector_of(task)), task)
    after = record_sheet(InspectionTask.objects.get(pk=task.pk))
    assert (after.answers, after.findings, after.record_sha256) == (
        before.answers, before.findings, before.record_sha256,
    )  # fmt: skip
    assert len(after.findings) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.update(first_note="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.all().delete()


def test_it_is_written_once_for_a_return_by_the_team_alone(back: Any, people: Any) -> None:
    task, signer = back
    stranger = checks.inspector_of(InspectionTask.objects.exclude(pk=task.pk)[0], 0)
    outsiders = [people[0], people[1], signer]
    if not task.members.filter(inspector__user=stranger).exists():
        outsiders.append(stranger)
    for person in outsiders:
        with pytest.raises(NotAllowed, match="由检查组登记"):
            rechecked(task, person)
    with pytest.raises(Overtaken):
        rechecked(task, checks.inspector_of(task), seen=task.revision - 1)
    row = rechecked(task, checks.inspector_of(task))
    with pytest.raises(NotPossible, match="已登记核实记录，等检查组的另一人签名"):
        rechecked(task, checks.inspector_of(task, 1))
    with pytest.raises(NotPossible, match="核实记录还没有另一名检查人员签名"):
        normal(task)
    signed(row, task)
    with pytest.raises(NotPossible, match="已登记核实记录，请作出结论"):
        rechecked(task, checks.inspector_of(task, 1))
    done = normal(task)
    with pytest.raises(NotPossible, match="结论被退回或异议成立后"):
        rechecked(done, checks.inspector_of(task))
    again = send_back(done, user=people[0], seen=done.revision, note="请补充核实。")
    signed(rechecked(again, checks.inspector_of(task), "fail", "对比表仍与公布的不一致。"), again)
    assert Finding.objects.filter(task=task, taken_back_at=None).get().text == "对比表仍与公布的不一致。"
    with pytest.raises(NotPossible, match="不能作“未发现问题”的结论"):
        normal(again)


def test_before_anything_came_back_the_filed_record_stands(people: Any, clock: Any) -> None:
    task = checks.visited(checks.first(checks.drawn(people, clock)))
    with pytest.raises(NotPossible, match="结论被退回或异议成立后"):
        rechecked(task, checks.inspector_of(task))
    client = Client()
    client.force_login(checks.inspector_of(task))
    page = client.get(f"/console/inspections/{task.pk}/recheck/").content.decode()
    assert "结论被退回或异议成立后，才能登记核实记录。" in page


def test_each_thing_missing_is_said_in_words_and_nothing_is_written(back: Any, clock: Any) -> None:
    task, _ = back
    user, item = checks.inspector_of(task), checks.item_of(task)
    tomorrow = the_clock.today().replace(year=the_clock.today().year + 1)
    Finding.objects.filter(task=task).update(taken_back_by=user, taken_back_at=the_clock.now())
    for values, words in (
        ({"reason": " "}, "请写明核实情况和更正理由"),
        ({"checked_on": tomorrow}, "核实日期应不早于检查日期"),
        ({"answers": {}}, "请逐项填写"),
        ({"answers": {item.pk: ("pass", ""), 999999: ("pass", "")}}, "请逐项填写"),
        ({"answers": {item.pk: ("sampled", "")}}, "请选择符合、不符合或不涉及"),
        ({"answers": {item.pk: ("", "")}}, "请选择符合、不符合或不涉及"),
        ({"answers": {item.pk: ("fail", " ")}}, "请在说明中写明发现的问题"),
    ):
        with pytest.raises(NotPossible, match=words):
            rechecked(task, user, **values)
    assert not Recheck.objects.exists()


def test_the_page_begins_with_what_stood_and_loses_nothing(back: Any) -> None:
    task, _ = back
    item, client = checks.item_of(task), Client()
    client.force_login(checks.inspector_of(task))
    here = f"/console/inspections/{task.pk}/"
    assert f"{here}recheck/" in client.get(here).content.decode()
    form = client.get(f"{here}recheck/")
    assert form.context["form"][f"answer-{item.pk}"].initial == "fail"
    typed = {**hidden(form), "checked_on": the_clock.today().isoformat(), f"answer-{item.pk}": "pass", "reason": ""}
    refused = client.post(f"{here}recheck/", {**typed, f"note-{item.pk}": "台账在案"})
    assert (refused.status_code, "台账在案" in refused.content.decode()) == (422, True)
    bare = client.post(f"{here}recheck/", hidden(form)).content.decode()
    needed = ("请填写核实日期。", "请选择该事项的核实结果。", "请写明核实情况和更正理由。")
    assert [words in bare for words in needed] == [True] * 3
    assert client.post(f"{here}recheck/", {**typed, "reason": WHY}).status_code == 302
    html = client.get(here).content.decode()
    assert (WHY in html, f"{here}recheck/" in html, "须由检查组的另一人签名。" in html) == (True, False, True)
