"""核实 and 整改复查: registered by one inspector, signed by another who read it, and then a paper that both sides hold."""

from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject, Inspector
from supervision.inspections.consequences.reinspections import confirm_reinspection, propose_reinspection
from supervision.inspections.models import InspectionTask, Recheck, RecheckPaper
from supervision.inspections.records.recheck_paper import make_recheck_paper, recheck_sheet
from supervision.inspections.records.recheck_signatures import drop_recheck, recheck_facts
from supervision.inspections.records.rechecks import confirm_recheck
from supervision.inspections.states import ResultWord, TaskState
from supervision.inspections.work.seconds import rechecks
from tests import make
from tests.pages import hidden
from tests.papers.reading import text_of
from tests.supervision.inspections import make as checks
from tests.trail import unlike
from tianfu.accounts.models import User
from tianfu.ledger.models import AuditEvent
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FOUND = "两个型号的标签已更换，库存已清。"


@pytest.fixture
def ordered(clock: Any, reference: None) -> tuple[InspectionTask, User]:
    """发现问题已责令改正, public; the check is of a body with one member."""
    clock.set("2026-11-26")
    people = checks.people()
    task, body = checks.first(checks.drawn(people, clock)), make.body()
    member = make.member(body.organisation, sign=True)
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=task.object_id).update(body=body)
    return checks.published(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED), member


def registered(task: InspectionTask, place: int = 0, **facts: Any) -> Recheck:
    given = {"on": the_clock.today(), "passed": True, "findings": FOUND, "seen": task.revision}
    return propose_reinspection(task, user=checks.inspector_of(task, place), **given | facts)


def signed(row: Recheck, task: InspectionTask, user: User, **more: Any) -> InspectionTask:
    return confirm_reinspection(row, user=user, **{"seen": task.revision, "shown": NO_PAGE} | more)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_inspector_alone_does_not_say_that_it_was_put_right(ordered: Any) -> None:
    task, member = ordered
    first, second = checks.inspector_of(task), checks.inspector_of(task, 1)
    row = registered(task)
    task.refresh_from_db()
    assert (task.state, task.reinspected_on, list(rechecks(second)), list(rechecks(first))) == (
        TaskState.RECTIFYING, None, [row], [],
    )  # fmt: skip
    with pytest.raises(NotPossible, match="您是提出人，须由另一人确认"):
        signed(row, task, first)
    for stranger in (member, make.user()):
        with pytest.raises(NotAllowed, match="由检查组成员登记和签名"):
            signed(row, task, stranger)
    checks.unsigned(row)
    row.refresh_from_db()
    with pytest.raises(Overtaken):
        signed(row, task, second, seen=task.revision + 1)
    with pytest.raises(Changed):
        signed(row, task, second, shown=stamp(recheck_facts(task, row) | {"整改结果": "不合格"}))
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.filter(pk=row.pk).update(second_by=first, second_at=the_clock.now())
    done = signed(row, task, second, shown=stamp(recheck_facts(task, row)))
    assert (done.state, done.rectified, done.reinspection_note) == (TaskState.CLOSED, True, FOUND)
    with pytest.raises(NotPossible, match="已确认、已撤下或已失效"):
        signed(row, done, second)


def test_whose_account_the_first_made_cannot_be_the_second(ordered: Any) -> None:
    task, _ = ordered
    row = checks.unsigned(registered(task))
    User.objects.filter(pk=checks.inspector_of(task, 1).pk).update(created_by=checks.inspector_of(task))
    with pytest.raises(NotPossible, match="由提出人建立或授予"):
        signed(row, task, checks.inspector_of(task, 1))


def test_each_thing_missing_is_said_before_anybody_signs(ordered: Any) -> None:
    task, _ = ordered
    today = the_clock.today()
    for facts, words in (
        ({"on": today + timedelta(days=1)}, "复查日期应在结果公布之后"),
        ({"on": today - timedelta(days=1)}, "复查日期应在结果公布之后"),
        ({"findings": " "}, "请写明复查情况"),
    ):
        with pytest.raises(NotPossible, match=words):
            registered(task, **facts)
    with pytest.raises(Overtaken):
        registered(task, seen=task.revision - 1)
    with pytest.raises(NotAllowed, match="整改复查记录由检查组登记"):
        propose_reinspection(task, user=make.user(), seen=task.revision, on=today, passed=True, findings=FOUND)
    registered(task)
    with pytest.raises(Overtaken, match="已先行办理"):
        registered(task, 1)
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    with pytest.raises(NotPossible, match="不能登记复查结果"):
        registered(other)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.filter(subject=task).delete()


def test_where_nobody_else_of_the_team_can_sign_it_is_said_first(ordered: Any) -> None:
    task, _ = ordered
    other = task.members.exclude(inspector__user=checks.inspector_of(task)).get()
    Inspector.objects.filter(pk=other.inspector_id).update(user=None)
    with pytest.raises(NotPossible, match="检查组没有另一名可以签名的检查人员"):
        registered(task)


def test_taken_back_with_a_reason_it_stays_and_another_is_written(ordered: Any) -> None:
    task, member = ordered
    row, second = registered(task), checks.inspector_of(task, 1)
    with pytest.raises(NotPossible, match="撤下记录须写明理由"):
        drop_recheck(row, user=second, seen=task.revision, reason=" ")
    with pytest.raises(NotAllowed, match="由检查组成员登记和签名"):
        drop_recheck(row, user=member, seen=task.revision, reason="日期有误")
    dropped = lambda: drop_recheck(row, user=second, seen=task.revision, reason="日期有误")  # noqa: E731
    assert unlike([("inspectiontask.recheck_dropped", second, task, dropped)]) == {}
    event = AuditEvent.objects.get(action="inspectiontask.recheck_dropped")
    assert (event.reason, event.data) == ("日期有误", {"recheck": row.pk})
    with pytest.raises(NotPossible, match="已确认、已撤下或已失效"):
        drop_recheck(row, user=second, seen=task.revision, reason="日期有误")
    with pytest.raises(NotPossible, match="已确认、已撤下或已失效"):
        signed(row, task, second)
    again = checks.unsigned(registered(task, 1, passed=False, findings="仍有一个型号。"))
    done = signed(again, task, checks.inspector_of(task))
    assert (done.state, Recheck.objects.filter(subject=task).count()) == (TaskState.REINSPECTED, 2)


def test_what_another_act_signs_or_one_person_wrote_is_signed_by_nobody(ordered: Any) -> None:
    task, _ = ordered
    row, second = registered(task), checks.inspector_of(task, 1)
    with pytest.raises(NotPossible, match="该记录不能签名"):
        confirm_recheck(row, user=second, seen=task.revision, shown=NO_PAGE)
    with pgtrigger.ignore():
        Recheck.objects.filter(pk=row.pk).update(alone=True)
    with pytest.raises(NotPossible, match="该记录不能签名"):
        signed(row, task, second)


def test_nobody_writes_a_record_of_one_any_more(ordered: Any) -> None:
    task, _ = ordered
    row = registered(task)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.create(
            subject=task, act="reinspect", round=99, outcome="reinspect", first_by=row.first_by, first_note="。",
            first_at=row.first_at, checked_on=row.checked_on, passed=True, alone=True,
        )  # fmt: skip


def test_the_paper_is_made_once_names_both_and_is_read_by_both_sides(ordered: Any) -> None:
    task, member = ordered
    row = registered(task)
    run_due()
    assert not RecheckPaper.objects.exists()
    checks.unsigned(row)
    signed(row, task, checks.inspector_of(task, 1))
    run_due()
    make_recheck_paper(Job.objects.get(payload={"recheck": row.pk}))
    paper = RecheckPaper.objects.get(recheck=row).paper
    words = text_of(paper.file.read()).replace("\n", "")
    sheet = recheck_sheet(Recheck.objects.get(pk=row.pk))
    people = [one.inspector for one in task.members.all()]
    wanted = [
        FOUND,
        "整改复查记录表",
        "拒绝签字。认为整改已经完成。",
        "责令改正的问题",
        sheet.record_sha256,
        sheet.clause,
        *(one.number for one in people),
    ]
    assert [part in words for part in wanted] == [True] * len(wanted)
    assert (paper.kind, rerender(paper) == paper.file.read(), [one.act for one in sheet.inspectors]) == (
        "reinspection_record", True, ["登记记录并签名", "通读记录并签名"],
    )  # fmt: skip
    url, here = paper.file.get_absolute_url(), f"/inspections/{task.pk}/"
    team, holder = signed_in(checks.inspector_of(task)), signed_in(member)
    assert [url in one.get(f"/{place}{here}").content.decode() for one, place in ((team, "console"), (holder, "portal"))] == [
        True, True,
    ]  # fmt: skip
    stranger = signed_in(make.founder(make.body("别家认证有限公司").organisation))
    assert [one.get(url).status_code for one in (team, holder, stranger, Client())] == [200, 200, 404, 404]
    with pytest.raises(DatabaseError), transaction.atomic():
        RecheckPaper.objects.update(created_at=None)


def test_the_second_inspector_reads_it_whole_on_the_page_and_signs_there(ordered: Any) -> None:
    task, _ = ordered
    here = f"/console/inspections/{task.pk}/"
    first, second = (signed_in(checks.inspector_of(task, place)) for place in (0, 1))
    form = first.get(f"{here}reinspect/")
    said = {**hidden(form), "on": the_clock.today().isoformat(), "passed": "yes", "findings": FOUND}
    bad = first.post(f"{here}reinspect/", said | {"on": "2020-01-01"})
    assert (bad.status_code, FOUND in bad.content.decode()) == (422, True)
    assert first.post(f"{here}reinspect/", said).status_code == 302
    page = first.get(here).content.decode()
    assert ("须由检查组的另一人签名。" in page, 'value="sign"' in page, f"{here}reinspect/" in page) == (
        True,
        False,
        False,
    )
    assert first.get(f"{here}reinspect/").status_code == 302
    assert f'href="{here}"' in second.get("/console/").content.decode()
    page = second.get(here)
    row = Recheck.objects.get()
    html = page.content.decode()
    assert [part in html for part in (FOUND, "被检查方签字", "等检查组的另一人签名")] == [True] * 3
    assert 'value="sign"' not in html, "first the inspected side"
    checks.unsigned(row)
    page = second.get(here)
    html = page.content.decode()
    assert [part in html for part in ('value="sign"', "拒绝签字", "认为整改已经完成。")] == [True] * 3
    sign, carried = f"{here}rechecks/{row.pk}/", hidden(page)
    bare = second.post(sign, {**carried, "act": "drop", "note": ""})
    assert (bare.status_code, "撤下记录须写明理由。" in bare.content.decode()) == (422, True)
    assert second.post(sign, {**carried, "act": "sign"}).status_code == 302
    task.refresh_from_db()
    assert task.state == TaskState.CLOSED
    # A record of another check is not found under this one's address.
    other = (
        InspectionTask.objects.filter(members__inspector__user=checks.inspector_of(task)).exclude(pk=task.pk).first()
    )
    missing = task.pk + 999 if other is None else other.pk
    assert second.post(f"/console/inspections/{missing}/rechecks/{row.pk}/", carried).status_code == 404
