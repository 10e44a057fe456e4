"""检查记录表: made once both sides have signed, kept with the task, read by its team, its desks and the enterprise alone."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.models import InspectionTask, TaskPaper
from supervision.inspections.record_paper import assent, record_sheet
from supervision.inspections.records import add_photo, file_record, open_record, sign
from tests import make
from tests.papers.reading import text_of
from tests.supervision.inspections import make as checks
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import rerender
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due

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


def test_the_paper_is_made_once_when_two_inspectors_have_signed(task: Any) -> None:
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
    stranger.force_login(make.member(make.body("别家认证有限公司").organisation))
    assert url in holder.get(f"/portal/inspections/{task.pk}/").content.decode()
    assert [one.get(url).status_code for one in (client, holder)] == [200, 200]
    assert [one.get(url).status_code in (302, 403, 404) for one in (stranger, Client())] == [True, True]


def test_a_refusal_to_sign_stands_in_the_paper_with_its_reason(clock: Any, reference: None) -> None:
    clock.set("2026-11-26")
    task = checks.visited(checks.first(checks.drawn(checks.people(), clock)))
    sheet = record_sheet(InspectionTask.objects.get(pk=task.pk))
    assert (sheet.signature_svg, sheet.unsigned) == ("", "拒绝签字。负责人不在。")
