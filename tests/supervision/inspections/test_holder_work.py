"""What waits for the inspected side stands on its home: the report of what was put right, and the term for an objection."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.consequences.rectifications import answer_report, file_report
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.conclusions import publish
from supervision.inspections.results.objections import object_to
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def waits(user: User, page: str) -> list[str]:
    """The actions that the home offers under 等您办理."""
    client = Client()
    client.force_login(user)
    text = client.get(page).content.decode()
    offered = ("查看结论", "查看整改要求")
    return [words for words in offered if f">{words}<" in text]


def of_body(task: InspectionTask) -> User:
    """The drawn object becomes a body's; who signs for it."""
    body = make.body()
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=task.object_id).update(body=body)
    return make.member(body.organisation, sign=True)


def test_a_body_finds_the_term_for_its_objection_and_then_what_it_must_put_right(people: Any, clock: Any) -> None:
    task, home = checks.first(checks.drawn(people, clock)), "/portal/body/"
    signer = of_body(task)
    assert waits(signer, home) == []
    task = checks.reviewed(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED)
    assert waits(signer, home) == ["查看结论"]
    assert task.objection_until is not None
    clock.set((task.objection_until + timedelta(days=1)).isoformat())
    assert waits(signer, home) == []
    task = publish(task, user=people[0], seen=task.revision)
    assert waits(signer, home) == ["查看整改要求"]
    report = file_report(task, user=signer, text="已改。", uploads=[make.pdf()], shown=NO_PAGE)
    assert waits(signer, home) == []
    answer_report(report, user=people[0], accept=False, answer="照片不清。", shown=NO_PAGE)
    assert waits(signer, home) == ["查看整改要求"]


def test_who_has_objected_is_not_asked_again(people: Any, clock: Any) -> None:
    task = checks.first(checks.drawn(people, clock))
    signer = of_body(task)
    task = checks.reviewed(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED)
    object_to(task, user=signer, text="记录有误。")
    assert waits(signer, "/portal/body/") == []


def test_the_home_of_an_enterprise_shows_its_own_checks_only(people: Any, clock: Any) -> None:
    task, mark = checks.first(checks.drawn(people, clock)), checks.mark(clock)
    checks.of_mark(task, mark)
    checks.published(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED)
    assert waits(make.member(mark.enterprise.organisation), "/portal/") == ["查看整改要求"]
    assert waits(make.member(make.enterprise("另一家有限公司").organisation), "/portal/") == []
