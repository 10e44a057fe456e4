"""Two at once around a renewal: one draft, one new authorization, and none in force on a certificate that is down."""

import pytest

from applications.models import Application
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.changes.renewals.acts import start
from certification.changes.renewals.window import window
from certification.issuing.steps import issue_authorization
from certification.models import Authorization, QualityCertificate
from certification.tasks import expire
from tests import make
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as now
from tianfu.workflow.door import Refused, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mark(clock, reference):
    """One by 品质认证 on the first day on which it may be renewed."""
    clock.set("2026-03-02")
    row = make.authorization(clock_fixture=clock)
    issue_authorization(row.pk)
    row = Authorization.objects.get(pk=row.pk)
    clock.set(window(row, now.today()).opens_on)
    return row


def at_the_end(mark, filed, clock):
    """Its renewal before the last signature, and what that signature is."""
    case = filed(mark)
    people = make.staff(case.region_id)
    case = make.advance_to(case, "agreement", people, clock)
    sign_for_enterprise(case, user=case.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE)
    seen = Application.objects.get(pk=case.pk).revision

    def decide():
        return countersign(
            Application.objects.get(pk=case.pk), user=people["operator"], seen=seen, name="赵六", role="经办人",
            proof=make.PASSWORD, shown=NO_PAGE,
        )  # fmt: skip

    return case, decide


def only_refusals(results):
    return [row for row in results if isinstance(row, Exception) and not isinstance(row, Refused)]


def ended(case):
    new = Authorization.objects.filter(application=case).first()
    return Application.objects.get(pk=case.pk).state, new and new.state


def test_decided_while_its_certificate_is_suspended_nothing_begins_on_it(mark, filed, clock):
    case, decide = at_the_end(mark, filed, clock)
    certificate = case.certificate_claim.certificate
    issuer = make.member(certificate.body.organisation, sign=True)

    def suspend():
        fresh = QualityCertificate.objects.get(pk=certificate.pk)
        return advance(fresh, "suspend", actor=issuer, seen=fresh.revision, note="监督审核未通过")

    results = together(2, lambda index: (decide, suspend)[index]())
    assert only_refusals(results) == []
    assert QualityCertificate.objects.get(pk=certificate.pk).state == "suspended"
    assert ended(case) in {("agreement", None), ("authorized", "pending")}
    clock.set(Authorization.objects.get(pk=mark.pk).ends_on)
    clock.advance(days=1)
    expire()
    assert ended(case)[1] in {None, "pending"}
    assert Authorization.objects.filter(state="active").count() == 0


def test_decided_while_the_old_one_is_suspended_the_cause_is_not_lost(mark, filed, clock):
    case, decide = at_the_end(mark, filed, clock)
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    row = Authorization.objects.get(pk=mark.pk)
    proposal = propose(row, Act.SUSPEND, user=first, seen=row.revision, reason="改色", cause=Cause.MISUSE)

    def suspend():
        return confirm(proposal, user=second, seen=row.revision, shown=NO_PAGE)

    results = together(2, lambda index: (decide, suspend)[index]())
    assert only_refusals(results) == []
    assert Authorization.objects.get(pk=mark.pk).state == "suspended"
    assert ended(case) in {("agreement", None), ("authorized", "pending")}
    made = [issue_authorization(new.pk) for new in Authorization.objects.filter(application=case)]
    clock.set(Authorization.objects.get(pk=mark.pk).ends_on)
    clock.advance(days=1)
    expire()
    found = Authorization.objects.filter(application=case)
    carried = [(new.state, list(new.suspensions.values_list("cause", flat=True))) for new in found]
    assert carried == [("suspended", ["misuse"])] * len(made)


def test_of_two_colleagues_who_begin_at_once_one_gets_the_draft(mark):
    owner = mark.application.created_by
    results = together(4, lambda index: start(Authorization.objects.get(pk=mark.pk), user=owner))
    assert only_refusals(results) == []
    drafts = [row for row in results if isinstance(row, Application)]
    assert (len(drafts), Application.objects.filter(renews=mark.application).count()) == (1, 1)
    words = {str(row) for row in results if isinstance(row, Refused)}
    assert words == {f"该授权的续期（{drafts[0]}）正在申报，请继续办理那一份；不再需要的，请先撤回或删除。"}
