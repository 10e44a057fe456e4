"""What happens to a renewed authorization that waits for its day, when something happens to the old one or to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.causes import use_warning
from certification.authorizations.term.continuity import continuation
from certification.changes.renewals.window import start_problems
from certification.models import Authorization
from certification.tasks import expire
from tests import make
from tianfu.workflow import clock as now
from tianfu.workflow.door import SYSTEM, NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(in_window, made, fresh):
    """`waiting(route)`: a mark that still runs, and its renewed one, made."""

    def build(route="self_declaration"):
        mark = in_window(route)
        new = made(mark)
        return fresh(mark), fresh(new)

    return build


def test_a_cause_that_stands_on_the_last_day_stands_against_the_new_one(waiting, act, fresh, clock):
    mark, new = waiting()
    clock.set(mark.ends_on - timedelta(days=3))
    act(mark)
    limit = mark.suspensions.get().limit_on
    clock.set(new.starts_on)
    expire()
    new = fresh(new)
    cause = new.suspensions.get()
    assert (fresh(mark).state, new.state, cause.cause, cause.limit_on) == ("expired", "suspended", Cause.MISUSE, limit)
    assert cause.reason.startswith(f"原授权 {mark.number} 的暂停原因尚未消除：")


def test_a_cause_that_was_cured_is_not_carried(waiting, act, fresh, clock):
    mark, new = waiting()
    act(mark)
    act(mark, Act.REINSTATE)
    clock.set(new.starts_on)
    expire()
    assert (fresh(new).state, fresh(new).suspensions.count()) == ("active", 0)


@pytest.mark.parametrize(("what", "word"), [(Act.WITHDRAW, "撤销"), (Act.CANCEL, "注销")])
def test_with_the_old_one_the_new_one_ends(waiting, act, fresh, clock, what, word):
    mark, new = waiting()
    act(mark, what, cause="")
    with pytest.raises(NotPossible, match=f"所续期的授权 {mark.number} 已终止，续期的授权不能生效"):
        advance(fresh(new), "activate", actor=SYSTEM, seen=fresh(new).revision)
    expire()
    new = fresh(new)
    assert (new.state, new.published_at) == ("cancelled", None)
    assert new.changes.get().note == f"原授权 {mark.number} 已终止，续期的授权不再生效"
    clock.set(new.starts_on)
    expire()
    assert fresh(new).state == "cancelled"


def test_the_clockwork_cancels_nothing_else(waiting):
    mark, new = waiting()
    for row in (mark, new):
        with pytest.raises(NotPossible, match="注销授权须由两人作出"):
            advance(row, "cancel", actor=SYSTEM, seen=row.revision, note="到期前注销")


def test_one_cancelled_before_its_day_leaves_the_way_open_for_another(waiting, pair, fresh):
    mark, new = waiting()
    proposal = propose(new, Act.CANCEL, user=pair[0], seen=new.revision, reason="证书印错，须重办")
    confirm(proposal, user=pair[1], seen=new.revision, shown=NO_PAGE)
    assert (fresh(new).state, continuation(mark), start_problems(mark, now.today())) == ("cancelled", None, [])


def test_before_its_day_it_does_not_begin_and_its_mark_is_not_used(waiting):
    _, new = waiting()
    with pytest.raises(NotPossible, match="有效期自 2027-03-10 起，尚未开始"):
        advance(new, "activate", actor=SYSTEM, seen=new.revision)
    assert use_warning(new, now.today()) == "授权尚未生效，自有效期首日起才能使用标识。"


def test_a_certificate_that_is_down_on_the_first_day_keeps_it_back_until_it_is_up(waiting, fresh, clock):
    mark, new = waiting("quality_certification")
    clock.set(new.starts_on)
    moved(new.certificate, "suspend")
    expire()
    assert (fresh(mark).state, fresh(new).state) == ("expired", "pending")
    moved(fresh(new.certificate), "reinstate")
    expire()
    assert fresh(new).state == "active"


def moved(certificate, verb):
    issuer = make.member(certificate.body.organisation, sign=True)
    return advance(certificate, verb, actor=issuer, seen=certificate.revision, note="监督审核")


def test_no_two_live_ones_of_a_product_on_a_day_whoever_writes_it(waiting):
    mark, new = waiting()
    for days in ({"starts_on": mark.ends_on}, {"starts_on": mark.starts_on, "ends_on": mark.starts_on}):
        with pytest.raises(IntegrityError, match="one_live_authorization_per_product_and_day"), transaction.atomic():
            Authorization.objects.filter(pk=new.pk).update(**days)
    with pytest.raises(IntegrityError, match="不能改写"), transaction.atomic():
        Authorization.objects.filter(pk=new.pk).update(previous=None)
