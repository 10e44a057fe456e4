"""Who received, signed or witnessed a visit, or sealed a sample: everybody opens every page of a check, the declared see it."""

from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.db import transaction
from django.test import Client

from supervision.directories.models import InspectionItem
from supervision.inspections.models import InspectionTask, Sample
from supervision.inspections.records.acts import file_record, open_record, sign
from supervision.inspections.records.paper import assent
from supervision.inspections.results.conclusions import conclude, publish, review
from supervision.inspections.samples.acts import take
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import REGION_REQUIRED, Role
from tianfu.ledger.audit.trace import VIEWED
from tianfu.ledger.models import AuditEvent
from tianfu.registry import persons as personal_data
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
MARKS = {
    "supervision.FieldRecord.met": "接待人甲乙",
    "supervision.FieldRecord.signatory": "签字人丙丁",
    "supervision.FieldRecord.witnesses": "见证人戊己",
    "supervision.Sample.sealer": "封样人庚辛",
}
# As each app's personal_data.py names them: which person of this test is meant.
WHO = {
    "team": {"team"}, "spotcheck": {Role.SPOTCHECK_MANAGER}, "members": {"member"}, "auditor": {Role.AUDITOR},
    "province": {Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER},
}  # fmt: skip


def visited(task: InspectionTask, user: User) -> InspectionTask:
    """Signed by both sides, a sample taken, every name a mark."""
    values = {name.rpartition(".")[2]: mark for name, mark in MARKS.items() if "FieldRecord" in name}
    with pgtrigger.ignore("supervision.InspectionItem:inspection_item_stands"):
        InspectionItem.objects.filter(pk=checks.item_of(task).pk).update(methods=["sampling"])
    sheet = {"product": "家具", "batch": "1", "quantity": "3 件", "backup": "3 件", "place": "成品库"}
    take(task, checks.item_of(task), sheet | {"sealer": MARKS["supervision.Sample.sealer"]}, user)
    with transaction.atomic():
        sign(open_record(task, user)[1], checks.picture("签字.png"), user)
    checks.whole_record(task, user, "sampled", signing="signed", unsigned_reason="", **values)
    done = file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    assent(done, checks.inspector_of(task, 1))
    return done


def published(task: InspectionTask, user: User, organiser: User) -> None:
    """Public, as the operator may read it; what the laboratory finds is test_samples' matter."""
    with pgtrigger.ignore():
        Sample.objects.filter(task=task).update(state="final", verdict="pass")
    done = conclude(task, user=user, seen=task.revision, word=ResultWord.NORMAL)
    done = review(done, user=organiser, seen=done.revision, shown=NO_PAGE)
    publish(done, user=organiser, seen=done.revision)
    run_due()


def cast(task: InspectionTask, organiser: User, holder: Any) -> Iterator[tuple[Any, User | None]]:
    """One of each role, the team, both sides, strangers, nobody."""
    for role in Role:
        taken = organiser if role == Role.SPOTCHECK_MANAGER else None
        yield role, taken or make.officer(role, "510100" if role in REGION_REQUIRED else None)
    yield "team", checks.inspector_of(task)
    yield "member", make.member(holder)
    yield "stranger", make.founder(make.body("别家认证有限公司").organisation)
    yield "nobody", None


def pages_of(task: InspectionTask, number: str) -> list[str]:
    paper = task.record_paper.paper.file
    sample = task.samples.get()
    return [
        "/console/", "/console/inspections/", "/console/inspections/?tab=done", f"/console/inspections/{task.pk}/",
        f"/console/inspections/{task.pk}/record/", f"/console/inspections/{task.pk}/conclude/",
        f"/console/inspections/{task.pk}/recheck/", f"/console/inspections/{task.pk}/correct/",
        f"/console/samples/{sample.pk}/", "/portal/inspections/", f"/portal/inspections/{task.pk}/",
        "/portal/inbox/", paper.get_absolute_url(), "/inspections/", "/inspections/list.json",
        "/inspections/list.csv", f"/brands/{number}/", f"/draws/{task.plan.number}/",
    ]  # fmt: skip


def test_only_the_declared_see_the_names_of_a_visit_and_every_look_at_them_is_recorded(
    clock: Any, reference: None
) -> None:
    clock.set("2026-11-26")
    organisers = checks.people()
    found, mark = checks.first(checks.drawn(organisers, clock)), checks.mark(clock)
    task = checks.of_mark(found, mark)
    done = visited(task, checks.inspector_of(task))
    published(done, checks.inspector_of(task), organisers[0])
    task = InspectionTask.objects.get(pk=task.pk)
    saw: dict[str, set[Any]] = {name: set() for name in MARKS}
    unrecorded = []
    for who, person in cast(task, organisers[1], mark.enterprise.organisation):
        client = Client()
        if person is not None:
            client.force_login(person)
        for url in pages_of(task, mark.number):
            looks = AuditEvent.objects.filter(action=VIEWED).count()
            answer = client.get(url)
            text = answer.content.decode(errors="ignore") if not answer.streaming else ""
            seen = {name for name, value in MARKS.items() if value in text}
            for name in seen:
                saw[name].add(who)
            if seen and person is not None and person.is_staff:
                recorded = AuditEvent.objects.filter(action=VIEWED).count() > looks
                unrecorded += [] if recorded else [(who, url)]
    declared = {name: set().union(*(WHO[one] for one in personal_data.audience_of(name))) for name in MARKS}
    # The holder reads the record on its paper, which is a file; the sheet of a sample on its page.
    assert {name: declared[name] - saw[name] - {"member"} for name in MARKS} == {name: set() for name in MARKS}
    assert {name: saw[name] - declared[name] for name in MARKS} == {name: set() for name in MARKS}
    assert unrecorded == []
