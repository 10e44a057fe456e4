"""按企业查询: everything public about one enterprise, and nothing that is not public yet."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.draws.models import DrawPlan
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.inspections import make as checks
from tests.supervision.make import queries_of
from tests.supervision.test_open_data import entry_of
from tianfu.accounts.models import User
from tianfu.workflow import clock as the_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
CODE = "91510100TFMP0109XX"


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def asked(text: str) -> str:
    answer = Client().get("/supervision/", {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


def named(task: InspectionTask, name: str = "成都甲木业有限公司", uscc: str = CODE) -> InspectionTask:
    InspectionObject.objects.filter(pk=task.object_id).update(holder_name=name, uscc=uscc)
    return InspectionTask.objects.get(pk=task.pk)


def test_one_search_answers_by_name_code_or_number(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    task = named(checks.first(plan))
    checks.published(task, people[0], ResultWord.ORDERED)
    entry_of("成都甲木业有限公司", uscc=CODE)
    for word in ("甲木业", CODE, CODE.lower(), task.object.code):
        page = asked(word)
        said = [text in page for text in ("检查结果", "发现问题已责令改正", "被抽中的抽查", plan.number)]
        assert said == [True] * 4, word
        assert "在品牌黑名单中" in page, word
    assert "没有找到" in asked("丙木业")
    assert "没有找到" in asked("！！！")


def test_a_mark_is_found_by_its_holder_with_its_suspension(people: Any, clock: Any) -> None:
    issued = make.issued(clock_fixture=clock)
    issued.refresh_from_db()
    assert "没有公开的监管记录" in asked(issued.holder_uscc)
    issued.suspensions.create(cause="quality", reason="内部理由", since=the_clock.now())
    for word in (issued.number, issued.holder_name, issued.certificate.number):
        page = asked(word)
        assert ("产品质量不符合要求" in page, "内部理由" in page) == (True, False), word


def test_neither_a_sealed_draw_nor_an_unpublished_result_is_told(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock, sealed=True, reveal_by=the_clock.end_of(the_clock.today() + timedelta(days=60)))
    task = named(checks.concluded(checks.first(plan)))
    for word in ("甲木业", CODE, task.object.code, task.object.name):
        page = asked(word)
        assert ("没有找到" in page, plan.number in page) == (True, False), word
    DrawPlan.objects.filter(pk=plan.pk).update(revealed_at=the_clock.now(), state="revealed")
    page = asked(CODE)
    assert (plan.number in page, "未发现问题" in page, "检查结果</h2>" in page) == (True, False, False)


def test_a_body_without_a_credit_code_is_told_its_own_record_alone(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    one, other = (task.object for task in InspectionTask.objects.filter(plan=plan).order_by("pk")[:2])
    assert (one.uscc, other.uscc) == ("", "")
    checks.published(checks.first(plan), people[0], ResultWord.ORDERED)
    told = {
        row.code: ("被抽中的抽查" in page, "发现问题已责令改正" in page)
        for row in (one, other)
        for page in [asked(row.code)]
    }
    mine = checks.first(plan).object.code
    assert told == {code: (True, code == mine) for code in (one.code, other.code)}


def test_several_enterprises_are_a_choice(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    one, other = InspectionTask.objects.filter(plan=plan).order_by("pk")[:2]
    named(one)
    named(other, "成都乙木业有限公司", "91510100TFMP0110X1")
    page = asked("木业有限公司")
    assert ("找到 2 家" in page, "被抽中的抽查" in page) == (True, False)
    assert f"/supervision/?q={CODE}" in page


def test_the_answer_costs_the_same_for_one_and_for_many(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    tasks = list(InspectionTask.objects.filter(plan=plan).order_by("pk")[:2])
    named(tasks[0])
    before = queries_of(Client(), f"/supervision/?q={CODE}")
    named(tasks[1])
    assert queries_of(Client(), f"/supervision/?q={CODE}") == before <= 12
