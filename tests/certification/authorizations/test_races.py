"""Two at once around restoration and new certificates: one answer, and no mark active on a certificate that is down."""

import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.replacements.acts import offer
from certification.authorizations.suspensions.restorations.acts import file_restoration, retract
from certification.issuing.steps import issue_authorization
from certification.models import Authorization, Replacement, Restoration
from tests import make
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.workflow.door import Refused, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mark(clock, reference):
    authorization = make.authorization(clock_fixture=clock)
    issue_authorization(authorization.pk)
    return Authorization.objects.get(pk=authorization.pk)


@pytest.fixture
def operators(reference):
    return [make.officer(Role.OPERATOR_OFFICER) for _ in range(3)]


def only_refusals(results):
    return all(not isinstance(row, Exception) or isinstance(row, Refused) for row in results), results


def test_retracting_while_it_is_granted_ends_in_one_of_the_two(mark, operators):
    first, second, _ = operators
    owner = mark.application.created_by
    for _ in range(4):
        mark = Authorization.objects.get(pk=mark.pk)
        if mark.state == "active":
            proposal = propose(mark, Act.SUSPEND, user=first, seen=mark.revision, reason="改色", cause=Cause.MISUSE)
            mark = confirm(proposal, user=second, seen=mark.revision, shown=NO_PAGE)
        suspension = mark.suspensions.get(lifted_at=None)
        asked = file_restoration(suspension, user=owner, kind="request", text="已改正", uploads=[make.pdf()])
        proposal = propose(mark, Act.REINSTATE, user=first, seen=mark.revision, reason="属实", restoration=asked)
        acts = [
            lambda: retract(asked, user=owner, seen=asked.revision),  # noqa: B023
            lambda: confirm(proposal, user=second, seen=mark.revision, shown=NO_PAGE),  # noqa: B023
        ]
        fine, results = only_refusals(together(2, lambda index: acts[index]()))  # noqa: B023
        assert fine, results
        ends = (Restoration.objects.get(pk=asked.pk).state, Authorization.objects.get(pk=mark.pk).state)
        assert ends in {("retracted", "suspended"), ("granted", "active")}


def test_a_certificate_suspended_while_it_is_put_in_place_leaves_no_active_mark(mark, operators, clock):
    for _ in range(3):
        make.ended(mark.certificate)
        fresh = make.certificate(make.body(f"新认证公司{mark.pk}"), fits=mark.product)
        replacement = offer(Replacement.objects.get(authorization=mark), fresh, user=mark.application.created_by)
        current = Authorization.objects.get(pk=mark.pk)
        proposal = propose(current, Act.REPLACE, user=operators[0], seen=current.revision, reason="一致",
                           replacement=replacement)  # fmt: skip
        issuer = make.member(fresh.body.organisation, sign=True)
        acts = [
            lambda: advance(fresh, "suspend", actor=issuer, seen=fresh.revision, note="监督"),  # noqa: B023
            lambda: confirm(proposal, user=operators[1], seen=current.revision, shown=NO_PAGE),  # noqa: B023
        ]
        fine, results = only_refusals(together(2, lambda index: acts[index]()))  # noqa: B023
        assert fine, results
        fresh.refresh_from_db()
        assert (fresh.state, Authorization.objects.get(pk=mark.pk).state) == ("suspended", "suspended")
        item = make.product(make.enterprise(f"第 {mark.pk} 家"), "板式家具")
        mark = make.authorization(item=item, clock_fixture=clock)
        issue_authorization(mark.pk)
        mark = Authorization.objects.get(pk=mark.pk)


def test_two_second_people_confirm_a_restoration_once(mark, operators):
    first, second, third = operators
    proposal = propose(mark, Act.SUSPEND, user=first, seen=mark.revision, reason="改色", cause=Cause.MISUSE)
    mark = confirm(proposal, user=second, seen=mark.revision, shown=NO_PAGE)
    asked = file_restoration(
        mark.suspensions.get(), user=mark.application.created_by, kind="statement", text="并未改色"
    )
    proposal = propose(mark, Act.REINSTATE, user=first, seen=mark.revision, reason="属实", restoration=asked)
    people = [second, third]
    results = together(2, lambda index: confirm(proposal, user=people[index], seen=mark.revision, shown=NO_PAGE))
    assert sorted(isinstance(row, Refused) for row in results) == [False, True], results
    assert Restoration.objects.get(pk=asked.pk).changes.count() == 1
