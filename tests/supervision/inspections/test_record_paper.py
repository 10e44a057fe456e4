"""检查记录表: made once both sides have signed, kept with the task, read by its team, its desks and the enterprise alone."""

from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.models import InspectionTask, TaskPaper
from supervision.inspections.records.acts import add_photo, file_record, open_record, sign
from supervision.inspections.records.paper import assent, record_sheet
from supervision.inspections.results.conclusions import conclude, publish, review
from supervision.inspections.states import ResultWord
from tests import make
from tests.papers.reading import text_of
from tests.supervision.inspections import make as checks
from tianfu.accounts.roles import Role
from tianfu.papers.models import Paper
from tianfu.papers.renderer import render
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def task(clock: Any, reference: None) -> InspectionTask:
    """Filed by its lead, signed by the inspected side on the screen, with one photo."""
    clock.set("2026-11-26")
    people = checks.people()
    found, body = checks.first(checks.drawn(people, clock)), make.body()
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=found.object_id).update(body=body)
    make.member(body.organisation)
    user = checks.inspector_of(found)
    add_photo(found, checks.picture("门头.png"), user)
    with transaction.atomic():
        sign(open_record(found, user)[1], checks.picture("签字.png"), user)
    checks.whole_record(found, user, signing="signed", signatory="王某", unsigned_reason="")
    return file_record(InspectionTask.objects.get(pk=found.pk), user=user, seen=found.revision)


def test_the_paper_is_made_once_when_two_inspectors_have_signed(task: Any, clock: Any) -> None:
    run_due()
    assert TaskPaper.objects.count() == 0
    with pytest.raises(NotPossible, match="已经在这份现场记录上签名"):
        assent(task, checks.inspector_of(task))
    with pytest.raises(NotAllowed, match="由检查组成员签名"):
        assent(task, make.user())
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    with pytest.raises(NotPossible, match="提交后才能签名"):
        assent(other, checks.inspector_of(other))
    second = checks.inspector_of(task, 1)
    client = Client()
    client.force_login(second)
    assert "确认现场记录并签名" in client.get(f"/console/inspections/{task.pk}/").content.decode()
    assert client.post(f"/console/inspections/{task.pk}/assent/").status_code == 302
    client.post(f"/console/inspections/{task.pk}/assent/")
    run_due()
    paper = TaskPaper.objects.get().paper
    words = text_of(paper.file.read())
    photo = task.photos.get().file.sha256
    names = [row.inspector.number for row in task.members.all()]
    assert [part in words.replace("\n", "") for part in (*names, "王某", "门头.png", photo)] == [True] * (
        len(names) + 3
    )
    assert (rerender(paper) == paper.file.read(), Paper.objects.filter(kind="inspection_record").count()) == (True, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskPaper.objects.update(created_at=None)

    url = paper.file.get_absolute_url()
    holder = Client()
    holder.force_login(task.object.body.organisation.memberships.get().user)
    stranger = Client()
    stranger.force_login(make.founder(make.body("别家认证有限公司").organisation))
    assert url in holder.get(f"/portal/inspections/{task.pk}/").content.decode()
    assert [one.get(url).status_code for one in (client, holder)] == [200, 200]
    assert [one.get(url).status_code for one in (stranger, Client())] == [404, 404]
    state = task.state
    InspectionTask.objects.filter(pk=task.pk).update(state="assigned")  # nobody has announced it yet
    assert holder.get(f"/portal/inspections/{task.pk}/").status_code == 404
    InspectionTask.objects.filter(pk=task.pk).update(state=state)
    # The operator reads published checks of marks, but never who inspected.
    InspectionObject.objects.filter(pk=task.object_id).update(body=None, authorization=checks.mark(clock))
    InspectionTask.objects.filter(pk=task.pk).update(reviewed_at=the_clock.now(), published_at=the_clock.now())
    operator = Client()
    operator.force_login(make.officer(Role.OPERATOR_OFFICER))
    assert (operator.get(f"/console/inspections/{task.pk}/").status_code, operator.get(url).status_code) == (200, 404)


def test_a_refusal_to_sign_stands_in_the_paper_with_its_reason(clock: Any, reference: None) -> None:
    clock.set("2026-11-26")
    task = checks.visited(checks.first(checks.drawn(checks.people(), clock)))
    sheet = record_sheet(InspectionTask.objects.get(pk=task.pk))
    assert (sheet.signature_svg, sheet.unsigned) == ("", "拒绝签字。负责人不在。")


def test_the_paper_names_witnesses_and_leads_to_the_published_result(clock: Any, reference: None) -> None:
    clock.set("2026-11-26")
    task = checks.first(checks.drawn(checks.people(), clock))
    user = checks.inspector_of(task)
    checks.whole_record(task, user, witnesses="李某（春熙社区）")
    done = file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    sheet = record_sheet(InspectionTask.objects.get(pk=task.pk))
    assert ("见证人", "李某（春熙社区）") in sheet.facts
    path = sheet.verify_url.removeprefix(settings.PUBLIC_URL)
    assert path == f"/inspections/?q={task.object.code}"
    words = text_of(render("inspection_record", sheet).pdf).replace("\n", "")
    assert [part in words for part in ("李某（春熙社区）", "扫码查看公布的结果", sheet.record_sha256)] == [True] * 3
    # Nothing before its publication, whoever scans.
    assert task.object.name not in Client().get(path).content.decode()
    row = conclude(done, user=user, seen=done.revision, word=ResultWord.NORMAL)
    organiser = make.officer(Role.SPOTCHECK_MANAGER)
    row = review(row, user=organiser, seen=row.revision, shown=NO_PAGE)
    publish(row, user=organiser, seen=row.revision)
    assert task.object.name in Client().get(path).content.decode()
    client = Client()
    client.force_login(user)
    assert "李某（春熙社区）" in client.get(f"/console/inspections/{task.pk}/").content.decode()
