"""Two at once: one number, one certificate; and no mark active on a certificate that is down."""

import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.issuing.steps import issue_authorization
from certification.models import Authorization, AuthorizationCertificate, MarkFile, QualityCertificate
from tests import make
from tests.some import some
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.papers.models import Paper
from tianfu.workflow.door import Refused, advance
from tianfu.workflow.models import Counter
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_issue_delivered_to_several_workers_at_once_makes_one_of_everything(clock, reference):
    authorization = make.authorization(clock_fixture=clock)
    results = together(4, lambda index: issue_authorization(authorization.pk))
    assert [row for row in results if isinstance(row, Exception)] == []
    authorization.refresh_from_db()
    assert (authorization.state, authorization.revision) == ("active", 1)
    assert Counter.objects.get(scope="tfmp:authorization").value == 1
    assert AuthorizationCertificate.objects.count() == Paper.objects.filter(kind="certificate").count() == 1
    assert MarkFile.objects.count() == 6


def _put_up(authorization, issuer, pair):
    """Certificate valid, mark suspended for misuse, its reinstatement proposed."""
    certificate = QualityCertificate.objects.get(pk=authorization.certificate_id)
    if certificate.state == "suspended":
        advance(certificate, "reinstate", actor=issuer, seen=certificate.revision, note="整改完成")
    fresh = Authorization.objects.get(pk=authorization.pk)
    if not fresh.suspensions.filter(cause=Cause.MISUSE, lifted_at=None).exists():
        proposal = propose(fresh, Act.SUSPEND, user=pair[0], seen=fresh.revision, reason="改色", cause=Cause.MISUSE)
        fresh = confirm(proposal, user=pair[1], seen=fresh.revision, shown=NO_PAGE)
    proposal = propose(fresh, Act.REINSTATE, user=pair[0], seen=fresh.revision, reason="已改正", cause=Cause.MISUSE)
    return fresh, proposal


def test_suspending_the_certificate_while_reinstating_the_mark_never_leaves_it_active(clock, reference):
    authorization = make.authorization(clock_fixture=clock)
    issue_authorization(authorization.pk)
    issuer = make.member(authorization.certificate.body.organisation, sign=True)
    pair = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    for _ in range(20):
        mark, proposal = _put_up(authorization, issuer, pair)
        certificate = QualityCertificate.objects.get(pk=authorization.certificate_id)
        acts = [
            lambda: advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督"),  # noqa: B023
            lambda: confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE),  # noqa: B023
        ]
        results = together(2, lambda index: acts[index]())  # noqa: B023
        assert [row for row in some(results) if isinstance(row, Exception) and not isinstance(row, Refused)] == []
        certificate.refresh_from_db()
        assert certificate.state == "suspended"
        assert Authorization.objects.get(pk=authorization.pk).state == "suspended"
