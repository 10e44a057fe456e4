"""异议: within its term, by who signs, decided by who took no part; publication waits for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.conclusions import publish, review
from supervision.inspections.results.objections import decide_objection, object_to
from supervision.inspections.states import ResultWord, TaskState
from supervision.inspections.work.sources import to_decide, to_publish
from tests import make
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def give(task: InspectionTask, body: Any) -> None:
    """The drawn object becomes this body's, in place of the entry that its joining made."""
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=task.object_id).update(body=body)


@pytest.fixture
def told(people: Any, clock: Any) -> tuple[InspectionTask, User]:
    """A reviewed conclusion that holds something against a body, and who signs for the body."""
    plan = checks.drawn(people, clock)
    task, body = checks.first(plan), make.body()
    signer = make.member(body.organisation, sign=True)
    give(task, body)
    task = checks.reviewed(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED)
    return task, signer


def test_publication_waits_for_the_last_day_of_the_term(told: Any, people: Any, clock: Any) -> None:
    task, _ = told
    assert task.objection_until == add_working_days(the_clock.today(), 10).date
    clock.set(task.objection_until.isoformat())
    with pytest.raises(NotPossible, match="届满后才能公布"):
        publish(task, user=people[0], seen=task.revision)
    clock.set((task.objection_until + timedelta(days=1)).isoformat())
    assert publish(task, user=people[0], seen=task.revision).state == TaskState.RECTIFYING


def test_nothing_against_the_object_is_published_at_once(people: Any, clock: Any) -> None:
    task = checks.reviewed(checks.first(checks.drawn(people, clock)), people[0])
    assert task.objection_until is None
    assert publish(task, user=people[0], seen=task.revision).state == TaskState.CLOSED


def test_the_inspected_side_objects_on_its_last_day_and_not_after(told: Any, clock: Any) -> None:
    task, signer = told
    clock.set((task.objection_until + timedelta(days=1)).isoformat())
    with pytest.raises(NotPossible, match="异议期已过"):
        object_to(task, user=signer, text="记录有误。")
    clock.set(task.objection_until.isoformat())
    with pytest.raises(NotPossible, match="请写明异议"):
        object_to(task, user=signer, text=" ")
    with pytest.raises(NotAllowed):
        object_to(task, user=make.user(), text="记录有误。")
    object_to(task, user=signer, text="记录有误。")
    with pytest.raises(NotPossible, match="已经对该结论提出过异议"):
        object_to(task, user=signer, text="再说一次。")


def test_publication_waits_for_the_decision(told: Any, people: Any, clock: Any) -> None:
    task, signer = told
    objection = object_to(task, user=signer, text="记录有误。")
    clock.set((task.objection_until + timedelta(days=1)).isoformat())
    with pytest.raises(NotPossible, match="异议尚未处理"):
        publish(task, user=people[1], seen=task.revision)
    decide_objection(objection, user=people[1], upheld=False, answer="记录无误。")
    assert publish(task, user=people[1], seen=task.revision).state == TaskState.RECTIFYING


def test_an_objection_lies_on_the_desk_of_who_took_no_part(told: Any, people: Any, clock: Any) -> None:
    task, signer = told
    objection = object_to(task, user=signer, text="记录有误。")
    clock.set((task.objection_until + timedelta(days=1)).isoformat())
    assert [[task in found(user) for user in people] for found in (to_decide, to_publish)] == [
        [False, True],
        [False, False],
    ]
    decide_objection(objection, user=people[1], upheld=False, answer="记录无误。")
    assert [[task in found(user) for user in people] for found in (to_decide, to_publish)] == [
        [False, False],
        [True, True],
    ]


def test_who_took_part_does_not_decide(told: Any, people: Any) -> None:
    task, signer = told
    objection = object_to(task, user=signer, text="记录有误。")
    with pytest.raises(NotPossible, match="另一位抽查组织人"):
        decide_objection(objection, user=people[0], upheld=False, answer="记录无误。")
    with pytest.raises(NotAllowed):
        decide_objection(objection, user=checks.inspector_of(task), upheld=True, answer="有误。")
    with pytest.raises(NotAllowed):
        decide_objection(objection, user=make.officer(Role.SPOTCHECK_MANAGER, "510700"), upheld=True, answer="有误。")
    with pytest.raises(NotPossible, match="请写明理由"):
        decide_objection(objection, user=people[1], upheld=True, answer="")


def test_an_upheld_objection_lets_the_team_conclude_anew(told: Any, people: Any) -> None:
    task, signer = told
    objection = object_to(task, user=signer, text="记录有误。")
    back = decide_objection(objection, user=people[1], upheld=True, answer="型号登记有误。")
    assert (back.state, back.word, back.reviewed_at, back.publish_by) == (TaskState.VISITED, "", None, None)
    with pytest.raises(NotPossible, match="已经处理"):
        decide_objection(objection, user=people[1], upheld=False, answer="记录无误。")


def test_the_objection_goes_through_the_pages(told: Any, people: Any) -> None:
    task, signer = told
    client, url = Client(), f"/portal/inspections/{task.pk}/"
    client.force_login(signer)
    html = client.get(url).content.decode()
    assert ("提出异议" in html, "检查员" in html) == (True, False)
    # What will be public item by item can be objected to before it is.
    assert (f"{checks.item_of(task).name}：不符合" in html, "随检查结果公布" in html) == (True, True)
    refused = client.post(url, {"text": ""})
    assert (refused.status_code, "请写明异议和理由" in refused.content.decode()) == (422, True)
    assert client.post(url, {"text": "记录有误。"}).status_code == 302
    assert "发现问题已责令改正" in client.get("/portal/inspections/").content.decode()

    boss = Client()
    boss.force_login(people[1])
    row = task.objections.get()
    done = boss.post(f"/console/inspections/{task.pk}/objections/{row.pk}/", {"act": "dismiss", "answer": "记录无误。"})
    row.refresh_from_db()
    assert (done.status_code, row.upheld) == (302, False)


def test_another_enterprise_and_an_unannounced_check_see_nothing(told: Any, people: Any, clock: Any) -> None:
    task, signer = told
    stranger = Client()
    stranger.force_login(make.founder(make.body("别家认证有限公司").organisation))
    assert stranger.get(f"/portal/inspections/{task.pk}/").status_code == 404
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    InspectionObject.objects.filter(pk=other.object_id).update(body=None)
    mine = Client()
    mine.force_login(signer)
    assert mine.get(f"/portal/inspections/{other.pk}/").status_code == 404


def test_the_word_is_not_shown_to_the_object_before_the_review(people: Any, clock: Any) -> None:
    task, body = checks.first(checks.drawn(people, clock)), make.body()
    give(task, body)
    task = checks.concluded(InspectionTask.objects.get(pk=task.pk), ResultWord.ORDERED)
    client = Client()
    client.force_login(make.member(body.organisation))
    before = client.get(f"/portal/inspections/{task.pk}/").content.decode()
    assert ("责令改正" in before, "：不符合" in before) == (False, False)
    review(task, user=people[0], seen=task.revision, shown=NO_PAGE)
    assert "责令改正" in client.get(f"/portal/inspections/{task.pk}/").content.decode()
