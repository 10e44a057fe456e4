"""The public log holds what the register says: one leaf for each passage of a mark that was published."""

import json
from datetime import timedelta

import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.term.expiry import expire_ended
from certification.models import Authorization
from tests import make
from tianfu.accounts.roles import Role
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
NUMBER = "TFMP-2026-00001-K"


@pytest.fixture
def mark(clock, reference):
    """Active; its papers are left out, since the log of later passages does not ask for them."""
    clock.set("2026-03-02")
    row = make.authorization(clock_fixture=clock)
    Authorization.objects.filter(pk=row.pk).update(state="active", number=NUMBER, published_at=the_clock.now())
    return Authorization.objects.get(pk=row.pk)


@pytest.fixture
def act(reference):
    pair = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)

    def both(mark, what, **more):
        mark = Authorization.objects.get(pk=mark.pk)
        proposal = propose(mark, what, user=pair[0], seen=mark.revision, reason="情况属实", **more)
        return confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)

    return both


def leaves():
    """(status, seq, since) of this mark's entries, in their order."""
    rows = [json.loads(row.entry) for row in LogOutbox.objects.order_by("pk")]
    return [(row["status"], row["seq"], row["since"]) for row in rows if row.get("number") == NUMBER]


def test_suspension_reinstatement_and_withdrawal_reach_the_log_as_they_stand_in_the_history(mark, act, clock):
    days = []
    for what, more in (
        (Act.SUSPEND, {"cause": Cause.MISUSE}),
        (Act.REINSTATE, {"cause": Cause.MISUSE}),
        (Act.SUSPEND, {"cause": Cause.QUALITY}),
        (Act.WITHDRAW, {}),
    ):
        clock.advance(days=1)
        act(mark, what, **more)
        days.append(the_clock.today().isoformat())
    history = Authorization.objects.get(pk=mark.pk).changes.order_by("revision")
    assert leaves() == [(row.target, row.revision, day) for row, day in zip(history, days, strict=True)]
    assert [status for status, _, _ in leaves()] == ["suspended", "active", "suspended", "withdrawn"]


def test_what_the_clockwork_does_reaches_the_log_too(mark, clock):
    make.ended(mark.certificate, "cancel", "企业申请注销")
    assert [status for status, _, _ in leaves()] == ["suspended"]
    clock.set(mark.ends_on + timedelta(days=10))
    assert expire_ended(the_clock.today()) == 1
    assert [status for status, _, _ in leaves()] == ["suspended", "expired"]
    assert leaves()[-1][2] == (mark.ends_on + timedelta(days=1)).isoformat(), "the day it took effect"


def test_a_mark_that_was_never_published_is_not_in_the_log(mark, act):
    Authorization.objects.filter(pk=mark.pk).update(state="pending", number=None, published_at=None)
    act(mark, Act.CANCEL)
    assert [row.entry for row in LogOutbox.objects.all() if '"cancelled"' in row.entry] == []
