"""A drawn plan with its tasks, quickly; inspectors with accounts; a filed record; a concluded task."""

import io
from datetime import timedelta
from typing import Any
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from certification.models import Authorization
from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.inspections.consequences.reinspections import confirm_reinspection, propose_reinspection
from supervision.inspections.models import InspectionTask, Recheck
from supervision.inspections.records.acts import add_finding, file_record, open_record, save_record
from supervision.inspections.records.inspected_side import note_signing
from supervision.inspections.results.conclusions import conclude, publish, review
from supervision.inspections.states import ResultWord, Signing
from tests import make
from tests.kept_rows import once
from tests.supervision.draws import make as draws
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE


def people(count: int = 4) -> tuple[User, User]:
    """Two organisers, with a small directory to draw from, every inspector with an account."""
    return tuple(once("people of checks", str(count), lambda: _people(count)))


def _people(count: int) -> tuple[User, User]:
    draws.objects(6)
    for person in draws.inspectors(count):
        Inspector.objects.filter(pk=person.pk).update(user=make.officer(Role.INSPECTOR, name=person.name))
    draws.item()
    return draws.organisers()


def drawn(organisers: tuple[User, User], clock_fixture: Any, **values: Any) -> Any:
    """Drawn, assigned, told."""
    if values:
        return _drawn(organisers, clock_fixture, **values)
    return once("drawn", "", lambda: _drawn(organisers, clock_fixture), on=organisers)


def _drawn(organisers: tuple[User, User], clock_fixture: Any, **values: Any) -> Any:
    plan = draws.after_event(draws.committed(organisers, **values), clock_fixture)
    draws.typed(plan, organisers)
    run_due()
    plan.refresh_from_db()
    return plan


def first(plan: Any) -> InspectionTask:
    return InspectionTask.objects.filter(plan=plan).order_by("pick__position")[0]


def inspector_of(task: InspectionTask, place: int = 0) -> User:
    """The account of a member of the team; the lead first."""
    members = task.members.filter(replaced_at=None).select_related("inspector__user").order_by("-lead", "pk")
    person = members[place].inspector.user
    assert person is not None
    return User.objects.get(pk=person.pk)


def item_of(task: InspectionTask) -> InspectionItem:
    return task.items.get()


def picture(name: str = "现场.png", kind: str = "PNG") -> SimpleUploadedFile:
    """Another name is another picture."""
    data = io.BytesIO()
    red, green, blue, _ = crc32(name.encode()).to_bytes(4)
    Image.new("RGB", (8, 8), (red, green, blue)).save(data, kind)
    return SimpleUploadedFile(name, data.getvalue())


def whole_record(task: InspectionTask, user: User, answer: str = "pass", **values: Any) -> None:
    """Every question answered; the object refused to sign."""
    filled = {
        "visited_on": clock.today(),
        "met": "王经理",
        f"answer-{item_of(task).pk}": answer,
        "signing": "refused",
        "unsigned_reason": "负责人不在。",
    }
    with transaction.atomic():
        _, record = open_record(task, user)
        save_record(record, filled | values, user)


def visited(task: InspectionTask, finding: str = "") -> InspectionTask:
    user = inspector_of(task)
    if finding:
        add_finding(task, item_of(task), finding, user)
    whole_record(task, user, "fail" if finding else "pass")
    return file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)


def concluded(task: InspectionTask, word: str = ResultWord.NORMAL) -> InspectionTask:
    ordered = word == ResultWord.ORDERED
    task = visited(task, "对比表与公布的不一致。" if ordered else "")
    limit = clock.today() + timedelta(days=30) if ordered else None
    explanation = "责令改正。" if ordered else "" if word == ResultWord.NORMAL else "电话和地址都联系不上。"
    return conclude(
        task, user=inspector_of(task), seen=task.revision, word=word, explanation=explanation, rectify_by=limit
    )


def reviewed(task: InspectionTask, organiser: User, word: str = ResultWord.NORMAL) -> InspectionTask:
    task = concluded(task, word)
    return review(task, user=organiser, seen=task.revision, shown=NO_PAGE)


def published(task: InspectionTask, organiser: User, word: str = ResultWord.NORMAL) -> InspectionTask:
    task = reviewed(task, organiser, word)
    # The term for objections is test_objections' own matter.
    InspectionTask.objects.filter(pk=task.pk).update(objection_until=None)
    return publish(task, user=organiser, seen=task.revision)


def unsigned(row: Recheck) -> Recheck:
    """The inspected side has seen the record of the second look and does not sign it."""
    task = InspectionTask.objects.get(pk=row.subject_id)
    return note_signing(
        row, user=inspector_of(task), seen=task.revision, shown=NO_PAGE,
        signing=Signing.REFUSED, unsigned_reason="认为整改已经完成。",
    )  # fmt: skip


def reinspected(task: InspectionTask, *, passed: bool, findings: str = "已改。") -> InspectionTask:
    """Looked at again today: the lead registers, the other of the team signs."""
    first, second = inspector_of(task), inspector_of(task, 1)
    facts = {"on": clock.today(), "passed": passed, "findings": findings}
    row = propose_reinspection(task, user=first, seen=task.revision, **facts)
    unsigned(row)
    return confirm_reinspection(row, user=second, seen=task.revision, shown=NO_PAGE)


def mark(clock_fixture: Any) -> Authorization:
    """An authorization in force, with its holder's people."""
    row = make.issued(clock_fixture=clock_fixture)
    row.refresh_from_db()
    assert row.state == "active"
    return row


def of_mark(task: InspectionTask, row: Authorization) -> InspectionTask:
    """The drawn object becomes this mark, as a draw of authorizations would have had it."""
    InspectionObject.objects.filter(kind="authorization", authorization=row).update(
        authorization=None, left_on=clock.today()
    )
    InspectionObject.objects.filter(pk=task.object_id).update(authorization=row)
    return InspectionTask.objects.get(pk=task.pk)
