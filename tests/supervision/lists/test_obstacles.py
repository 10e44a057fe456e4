"""What stands against an application is asked at every decision on it: the blacklist, and the bar after 撤销."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from applications.models import Application
from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization
from supervision.lists.blacklist.bars import standing_bars, withdrawals
from tests import make
from tests.supervision.lists.make import entered
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
STAGES = (
    "completeness_check", "prefecture_review", "certificate_check", "document_review", "public_notice", "approval",
    "agreement",
)  # fmt: skip


@contextmanager
def undone():
    """What happens inside is taken back."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def refusal(application, people, clock):
    """The sentences that keep the case where it is; its notice ends silently and leaves it there."""
    try:
        make.advance_to(application, "nowhere", people, clock)
    except NotPossible as refused:
        return " ".join(refused.problems)
    except AssertionError as stayed:
        return str(stayed)
    return ""


def withdrawn(authorization):
    pair = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    row = Authorization.objects.get(pk=authorization.pk)
    proposal = propose(row, Act.WITHDRAW, user=pair[0], seen=row.revision, reason="弄虚作假", cause=Cause.OTHER)
    confirm(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)


def test_no_stage_passes_while_the_enterprise_is_on_the_list(pair, clock):
    people, application = make.staff(), make.filed()
    for stage in STAGES:
        application = make.advance_to(application, stage, people, clock)
        with undone():
            entered(pair, uscc=application.enterprise.uscc)
            words = refusal(application, people, clock)
            assert "public_notice" in words if stage == "public_notice" else "企业被列入品牌黑名单" in words, stage
            assert Application.objects.get(pk=application.pk).state == stage
    assert make.advance_to(application, "authorized", people, clock).state == "authorized"


def test_a_withdrawal_bars_for_whole_years_and_to_the_day_before_their_end(pair, clock):
    authorization = make.issued(clock_fixture=clock)
    withdrawn(authorization)
    day, years = the_clock.today(), int(policy("reapply_bar_years", scope=authorization.programme.slug))
    (bar,) = withdrawals(authorization.holder_uscc)
    assert (bar.withdrawn_on, bar.until) == (day, day.replace(year=day.year + years))
    assert [len(standing_bars(bar.until + timedelta(days=more))) for more in (-1, 0)] == [1, 0]


def test_no_stage_passes_while_a_withdrawal_bars_the_enterprise(pair, clock):
    people = make.staff()
    authorization = make.issued(clock_fixture=clock)
    application = make.filed(item=make.product(authorization.enterprise, "实木家具"))
    for stage in STAGES:
        application = make.advance_to(application, stage, people, clock)
        with undone():
            withdrawn(authorization)
            words = refusal(application, people, clock)
            assert "public_notice" in words if stage == "public_notice" else "被撤销，不能申报" in words, stage
            assert Application.objects.get(pk=application.pk).state == stage
    assert make.advance_to(application, "authorized", people, clock).state == "authorized"
