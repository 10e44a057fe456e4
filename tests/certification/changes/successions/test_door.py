"""The door of a succession, asked by everybody and in every wrong way."""

from typing import Any

import pytest

from certification.authorizations.states import Cause
from certification.changes.successions.acts import close_ended, decline, retract
from certification.models import Authorization, Succession
from tests import make
from tests.certification.changes.test_successions import ask, decided, take
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock

AGGREGATES = (Succession,)
pytestmark = pytest.mark.django_db
CITY = "成都的一项授权"


@wrong("succession.accept", "授权当前“暂停”，不能继受，请先消除暂停的原因。")
def while_the_mark_is_down(call: Call) -> None:
    mark = call.obj.authorization
    mark.suspensions.create(cause=Cause.QUALITY, reason="抽查不合格", since=the_clock.now())
    Authorization.objects.filter(pk=mark.pk).update(state="suspended")


@pytest.fixture
def mark(issued: Any) -> Authorization:
    row: Authorization = issued(Route.SELF_DECLARATION)
    return row


def everybody(mark: Authorization) -> Cast:
    return cast(holder=mark.enterprise.organisation)


def test_rights_are_those_of_the_kept_table(mark: Authorization, rewrite: bool) -> None:
    row = ask(mark, make.enterprise("合并后家居集团有限公司"))
    compare(path_of(Succession), table({CITY: (row, everybody(mark))}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(mark: Authorization, pair: Any) -> None:
    firm = make.enterprise("合并后家居集团有限公司")
    owner, signer = mark.application.created_by, make.member(firm.organisation, sign=True)
    with Probe({Succession: (CITY, everybody(mark))}).watching() as probe:
        decline(ask(mark, firm), user=signer, seen=0, reason="未合并")
        retract(ask(mark, firm), user=owner, seen=0)
        retract(take(ask(mark, firm), signer), user=owner, seen=1)
        close_ended(Authorization.objects.get(pk=ask(mark, firm).authorization_id))
        close_ended(Authorization.objects.get(pk=take(ask(mark, firm), signer).authorization_id))
        decided(take(ask(mark, firm), signer), pair, "refuse")
        decided(take(ask(mark, firm), signer), pair)
    assert_tight(probe, Succession)
