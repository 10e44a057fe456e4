"""撤销 and 注销 of a quality certificate need two people of the body, who both read what follows."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from applications.models import Sector
from certification.authorizations.lookup.on_certificates import marks_of, marks_on
from certification.authorizations.states import LIVE, AuthorizationState
from certification.certificates.issued.ends import confirm_end, drop_end, propose_end
from certification.models import Authorization, CertificateEndorsement, QualityCertificate
from tests import make
from tests.pages import hidden
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, advance
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(reference):
    return make.certificate(make.body())


@pytest.fixture
def signers(certificate):
    return make.member(certificate.body.organisation, sign=True), make.member(certificate.body.organisation, sign=True)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def state_of(certificate):
    return QualityCertificate.objects.get(pk=certificate.pk).state


@pytest.mark.parametrize(("act", "state"), [("withdraw", "withdrawn"), ("cancel", "cancelled")])
def test_an_end_needs_two_people_of_the_body(certificate, signers, act, state):
    first, second = signers
    with pytest.raises(NotPossible, match="两人"):
        advance(certificate, act, actor=first, seen=0, note="弄虚作假")
    proposal = propose_end(certificate, act, user=first, seen=0, reason="弄虚作假", shown=NO_PAGE)
    assert state_of(certificate) == "valid"
    with pytest.raises(NotPossible, match="另一人"):
        confirm_end(proposal, user=first, seen=0, shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateEndorsement.objects.filter(pk=proposal.pk).update(second_by=first, second_at=proposal.first_at)
    confirm_end(proposal, user=second, seen=0, note="属实", shown=NO_PAGE)
    assert state_of(certificate) == state
    change = certificate.changes.get()
    assert (change.actor, change.note) == (second, "弄虚作假")


def test_people_of_another_body_or_without_the_right_to_sign_end_nothing(certificate, signers):
    other = make.founder(make.body("另一认证公司").organisation)
    reader = make.member(certificate.body.organisation, edit=True, manage=True)
    for person in (other, reader):
        with pytest.raises(NotAllowed):
            propose_end(certificate, "withdraw", user=person, seen=0, reason="x", shown=NO_PAGE)
    proposal = propose_end(certificate, "withdraw", user=signers[0], seen=0, reason="弄虚作假", shown=NO_PAGE)
    for person in (other, reader):
        with pytest.raises(NotAllowed):
            confirm_end(proposal, user=person, seen=0, shown=NO_PAGE)


def test_a_proposal_lapses_when_the_certificate_changed_since(certificate, signers):
    first, second = signers
    proposal = propose_end(certificate, "withdraw", user=first, seen=0, reason="弄虚作假", shown=NO_PAGE)
    advance(certificate, "suspend", actor=second, seen=0, note="监督审核未按期进行")
    with pytest.raises(NotPossible, match="失效"):
        confirm_end(proposal, user=second, seen=1, shown=NO_PAGE)
    with pytest.raises(Overtaken):
        propose_end(certificate, "withdraw", user=first, seen=0, reason="弄虚作假", shown=NO_PAGE)


def test_who_proposed_once_does_not_confirm_after_it_was_taken_back(certificate, signers):
    first, second = signers
    proposal = propose_end(certificate, "cancel", user=first, seen=0, reason="企业停产", shown=NO_PAGE)
    drop_end(proposal, user=second, reason="理由不符")
    proposal.refresh_from_db()
    assert (proposal.first_by, proposal.withdrawn_by) == (first, second)
    again = propose_end(certificate, "cancel", user=second, seen=0, reason="企业申请注销", shown=NO_PAGE)
    with pytest.raises(NotPossible, match="提出过"):
        confirm_end(again, user=first, seen=0, shown=NO_PAGE)


def test_the_second_person_is_told_and_the_first_is_not(certificate, signers):
    propose_end(certificate, "withdraw", user=signers[0], seen=0, reason="弄虚作假", shown=NO_PAGE)
    message = InboxMessage.objects.get(key="certificate_end_proposed")
    assert message.user == signers[1]
    assert "弄虚作假" in message.body


def test_the_confirm_page_names_the_marks_and_cases_that_are_struck(issued, clock):
    authorization = issued()
    certificate = authorization.certificate
    first, second = (
        make.member(certificate.body.organisation, sign=True),
        make.member(certificate.body.organisation, sign=True),
    )
    page = f"/portal/certificates/{certificate.pk}/end/withdraw/"
    read = signed_in(first).get(page)
    assert authorization.number in read.content.decode()
    empty = signed_in(first).post(page, {**hidden(read), "note": " "})
    assert (empty.status_code, "请写明理由" in empty.content.decode()) == (422, True)
    assert signed_in(first).post(page, {**hidden(read), "note": "弄虚作假"}).status_code == 302
    proposal = certificate.endorsements.get()
    page = f"/portal/certificates/{certificate.pk}/ends/{proposal.pk}/"
    read = signed_in(second).get(page)
    assert "弄虚作假" in read.content.decode()
    assert authorization.number in read.content.decode()
    assert signed_in(second).post(page, {**hidden(read), "act": "confirm"}).status_code == 302
    authorization.refresh_from_db()
    assert (state_of(certificate), authorization.state) == ("withdrawn", "suspended")


def test_a_mark_that_is_over_is_struck_by_no_end(issued):
    mark = issued()
    certificate, body, last = mark.certificate, mark.certificate.body, mark.ends_on
    struck = {}
    for state in AuthorizationState:
        with pgtrigger.ignore():
            Authorization.objects.filter(pk=mark.pk).update(state=state)
        struck[state] = (list(marks_on(certificate, last)) == [mark], marks_of(body, last, certificate.sector) == 1)
    assert struck == {state: (state in LIVE, state in LIVE) for state in AuthorizationState}
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=mark.pk).update(state=AuthorizationState.ACTIVE)
    day_after = last + timedelta(days=1)
    assert (list(marks_on(certificate, day_after)), marks_of(body, day_after, "")) == ([], 0)
    assert [sector for sector in Sector if marks_of(body, last, sector)] == [certificate.sector]


def test_what_is_struck_has_changed_since_the_page_was_read(issued):
    authorization = issued()
    certificate = authorization.certificate
    signer = make.member(certificate.body.organisation, sign=True)
    with pytest.raises(Changed):
        propose_end(certificate, "withdraw", user=signer, seen=0, reason="弄虚作假", shown=stamp({"事项": "撤销证书"}))


def test_an_end_is_not_reached_through_the_button_of_a_suspension(certificate, signers):
    answer = signed_in(signers[0]).post(
        f"/portal/certificates/{certificate.pk}/", {"act": "withdraw", "note": "弄虚作假", "seen": "0"}
    )
    assert (answer.status_code, state_of(certificate)) == (422, "valid")
    assert "请选择要办理的事项。" in answer.content.decode()
