"""The door of a holder's request for a change, asked by everybody and in every wrong way."""

from datetime import timedelta
from typing import Any

import pgtrigger
import pytest

from certification.authorizations.states import Cause
from certification.changes.requests.acts import close_ended, file_again, retract
from certification.changes.requests.decisions import confirm, hand_back, propose
from certification.models import Authorization, ChangeRequest
from tests import make
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (ChangeRequest,)
CITY = "成都的一项授权"


@wrong("changerequest.accept", "授权当前“过期”，不能变更。")
def after_the_end(call: Call) -> None:
    with pgtrigger.ignore():
        past = {"starts_on": the_clock.today() - timedelta(days=9), "ends_on": the_clock.today() - timedelta(days=1)}
        Authorization.objects.filter(pk=call.obj.authorization_id).update(**past)


@wrong("changerequest.accept", "暂停，须先消除该原因")
def while_suspended_for_that_cause(call: Call) -> None:
    mark = call.obj.authorization
    mark.suspensions.create(cause=Cause.QUALITY, reason="抽查不合格", since=the_clock.now())


@wrong("changerequest.accept", "生产场所变更须先现场核查并登记符合的结果。")
def without_a_visit(call: Call) -> None:
    ChangeRequest.objects.filter(pk=call.obj.pk).update(kind="site", said={"site": "新厂"})


@wrong("changerequest.accept", "现场核查由您登记，须由未参加核查的人员确认。")
def by_who_visited(call: Call) -> None:
    call.obj.site_checks.create(
        visited_on=the_clock.today(), place="新厂", finding="具备", conforms=True,
        recorded_by=call.actor, recorded_at=the_clock.now(),
    )  # fmt: skip


@wrong("changerequest.hand_back", "已有人提出处理意见，请先确认或撤下。")
def beside_a_proposal(call: Call) -> None:
    propose(call.obj, "refuse", user=call.actor, seen=call.obj.revision, reason="不足")


@pytest.fixture
def mark(issued: Any) -> Authorization:
    row: Authorization = issued(Route.SELF_DECLARATION)
    return row


def everybody(mark: Authorization) -> Cast:
    return cast(holder=mark.enterprise.organisation)


def test_rights_are_those_of_the_kept_table(mark: Authorization, ask: Any, rewrite: bool) -> None:
    row = ask(mark, models_text="E-100、E-200")
    compare(path_of(ChangeRequest), table({CITY: (row, everybody(mark))}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(mark: Authorization, ask: Any, pair: Any) -> None:
    owner = mark.application.created_by
    with Probe({ChangeRequest: (CITY, everybody(mark))}).watching() as probe:
        row = hand_back(ask(mark, models_text="E-100、E-200"), user=pair[0], seen=0, reason="缺报告")
        retract(row, user=owner, seen=row.revision)
        row = hand_back(ask(mark, models_text="E-100、E-200"), user=pair[0], seen=0, reason="缺报告")
        close_ended(mark)
        close_ended(type(mark).objects.get(pk=ask(mark, models_text="E-100、E-200").authorization_id))
        retract(ask(mark, models_text="E-100、E-200"), user=owner, seen=0)
        for verb in ("refuse", "accept"):
            row = hand_back(ask(mark, models_text="E-100、E-200"), user=pair[0], seen=0, reason="缺报告")
            row = file_again(
                row, row.said, user=owner, seen=row.revision, text="已补", proof=make.PASSWORD, shown=NO_PAGE
            )
            proposal = propose(row, verb, user=pair[0], seen=row.revision, reason="属实")
            confirm(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)
    assert_tight(probe, *AGGREGATES)
