"""Every act around certificates, bodies and marks is in the audit trail; and whoever it concerns is told."""

from datetime import timedelta

import pytest
from django.db import transaction

from certification.authorizations.sanctions.acts import confirm as confirm_act
from certification.authorizations.sanctions.acts import drop, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.replacements.acts import hand_back, offer
from certification.authorizations.suspensions.replacements.acts import take_back as take_offer_back
from certification.authorizations.suspensions.requests import ask_suspension, take_back
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.authorizations.term.expiry import expire_ended
from certification.bodies.terms import begin_term, end_term, register_body
from certification.certificates.claims.acts import confirm, forget_confirmation, refuse
from certification.certificates.issued.ends import drop_end, propose_end
from certification.certificates.issued.entry import enter_certificate
from certification.models import Authorization, CertificateClaim, QualityCertificate
from tests import make
from tests.trail import told, unlike
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_body_and_its_terms(reference):
    operator, day = make.officer(Role.OPERATOR_OFFICER), the_clock.today()
    organisation = Organisation.objects.create(kind="certification_body", name="示例认证有限公司")
    facts = {"approval_number": "", "starts_on": day, "sectors": ["service"], "actor": operator}
    assert unlike([("certification_body.register", operator, None, lambda: register_body(organisation, **facts))]) == {}
    owner, kept = organisation.certificationbody, {"actor": operator, "shown": NO_PAGE}
    begun = lambda: begin_term(owner, sector="agriculture", starts_on=day, reason="1 号文", **kept)  # noqa: E731
    ended = lambda: end_term(owner.terms.get(sector="service"), ends_on=day, reason="2 号文", **kept)  # noqa: E731
    assert unlike([
        ("certification_body.begin_term", operator, owner, begun),
        ("certification_body.end_term", operator, owner, ended),
    ]) == {}  # fmt: skip
    days = {"kind": "scope", "starts_on": day.isoformat()}
    events = AuditEvent.objects.filter(action__endswith="_term").order_by("pk")
    assert [(row.reason, row.data) for row in events] == [
        ("1 号文", {**days, "sector": "agriculture", "ends_on": ""}),
        ("2 号文", {**days, "sector": "service", "ends_on": day.isoformat()}),
    ]


def test_a_quality_certificate_and_its_end(reference):
    owner, item = make.body(), make.product(make.enterprise())
    first, second = (
        make.member(owner.organisation, edit=True, sign=True),
        make.member(owner.organisation, edit=True, sign=True),
    )
    known = make.certificate(owner, fits=item)
    row = QualityCertificate(**{
        name: getattr(known, name)
        for name in ("holder_name", "holder_uscc", "product_name", "standard", "scope", "sector", "issued_on", "valid_until")
    }, number="NEW-1")  # fmt: skip
    asked = {"seen": 0, "reason": "弄虚作假", "shown": NO_PAGE}
    entered = lambda: enter_certificate(owner, row, make.pdf(), user=first)  # noqa: E731
    assert unlike([("quality_certificate.enter", first, None, entered)]) == {}
    assert unlike([
        ("quality_certificate.propose_withdraw", first, known,
         lambda: propose_end(known, "withdraw", user=first, **asked)),
        ("quality_certificate.drop_withdraw", second, known,
         lambda: drop_end(known.endorsements.get(), user=second, reason="理由不符")),
    ]) == {}  # fmt: skip


def test_the_body_is_asked_and_its_answer_is_told(reference, clock):
    clock.set("2026-03-02")
    case = make.advance_to(make.filed(), "certificate_check", make.staff(), clock)
    claim = case.certificate_claim
    owner = claim.certificate.body.organisation
    signer = make.member(owner, sign=True)
    assert told("body_confirmation_requested") == {owner}
    refused = lambda: refuse(claim, user=signer, reason="型号不符", shown=NO_PAGE)  # noqa: E731
    with transaction.atomic():
        assert unlike([
            ("certificate_claim.refuse", signer, claim, refused),
            ("certificate_claim.void", None, claim, lambda: forget_confirmation(fresh(case))),
        ]) == {}  # fmt: skip
    assert told("body_confirmed") == {case.enterprise.organisation}
    confirmed = lambda: confirm(fresh(claim), user=signer, seen=case.revision, shown=NO_PAGE)  # noqa: E731
    assert unlike([("certificate_claim.confirm", signer, claim, confirmed)]) == {}
    kept = CertificateClaim.objects.get(pk=claim.pk)
    assert (kept.confirmed_by, kept.refused_reason) == (signer, "")


@pytest.fixture
def mark(issued):
    return issued()


def test_a_mark_from_its_issue_to_its_end(mark, pair):
    first, second = pair
    holder, owner = mark.application.created_by, mark.enterprise.organisation
    assert told("authorization_issued") == {owner}
    numbered = AuditEvent.objects.get(action="authorization.number")
    assert (numbered.actor, numbered.subject_id, numbered.data) == (None, str(mark.pk), {"number": mark.number})

    def proposed(act, cause="", **more):
        return lambda: propose(
            fresh(mark), act, user=first, seen=fresh(mark).revision, reason="情况属实", cause=cause, **more
        )

    def standing():
        return fresh(mark).endorsements.standing().get(round=fresh(mark).revision)

    assert unlike([
        ("authorization.propose_suspend", first, mark, proposed(Act.SUSPEND, Cause.MISUSE)),
        ("authorization.drop_suspend", second, mark, lambda: drop(standing(), user=second, reason="")),
        ("suspension_request.file", holder, None, lambda: ask_suspension(fresh(mark), user=holder, text="停产")),
        ("authorization.propose_withdraw", first, mark, proposed(Act.WITHDRAW)),
    ]) == {}  # fmt: skip
    row = mark.suspension_requests.get()
    assert unlike([("suspension_request.take_back", holder, row, lambda: take_back(row, user=holder))]) == {}
    confirm_act(standing(), user=second, seen=fresh(mark).revision, shown=NO_PAGE)
    assert told("authorization_withdrawn") == {owner}


def done(mark, act, cause, pair):
    seen = fresh(mark).revision
    proposal = propose(fresh(mark), act, user=pair[0], seen=seen, reason="情况属实", cause=cause)
    return confirm_act(proposal, user=pair[1], seen=seen, shown=NO_PAGE)


def test_a_suspended_mark_is_answered_for(mark, pair):
    done(mark, Act.SUSPEND, Cause.MISUSE, pair)
    holder, cause = mark.application.created_by, mark.suspensions.get()
    filed = lambda: file_restoration(cause, user=holder, kind="statement", text="已更换。", uploads=[])  # noqa: E731
    assert unlike([("restoration.file", holder, None, filed)]) == {}


def test_a_mark_that_is_cancelled_or_comes_to_its_end_is_told(issued, pair, clock):
    one = issued("self_declaration")
    done(one, Act.CANCEL, "", pair)
    assert told("authorization_cancelled") == {one.enterprise.organisation}
    other = issued("self_declaration", item=make.product(make.enterprise("第二有限公司")))
    clock.set(other.ends_on + timedelta(days=1))
    expire_ended(the_clock.today())
    assert told("authorization_expired") == {other.enterprise.organisation}


def test_a_new_certificate_under_a_mark(mark, pair):
    first, second = pair
    holder, old = mark.application.created_by, mark.certificate
    make.ended(old)
    (asked,) = AuditEvent.objects.filter(action="replacement.ask")
    duty = mark.replacements.get()
    assert (asked.actor, asked.subject_id, asked.data) == (None, str(duty.pk), {"authorization": mark.number})
    new = make.certificate(make.body("新认证公司"), fits=mark.product)
    assert unlike([
        ("replacement.offer", holder, duty, lambda: offer(duty, new, user=holder)),
        ("replacement.take_back", holder, duty, lambda: take_offer_back(duty, user=holder)),
        ("replacement.offer", holder, duty, lambda: offer(duty, new, user=holder)),
        ("replacement.hand_back", first, duty, lambda: hand_back(duty, user=first, reason="范围不符")),
        ("replacement.offer", holder, duty, lambda: offer(duty, new, user=holder)),
    ]) == {}  # fmt: skip
    events = AuditEvent.objects.filter(action__startswith="replacement.").exclude(action="replacement.ask")
    assert [row.data for row in events] == [{"certificate": new.number}] * 5
    seen = fresh(mark).revision
    proposal = propose(fresh(mark), Act.REPLACE, user=first, seen=seen, reason="一致", replacement=fresh(duty))
    placed = lambda: confirm_act(proposal, user=second, seen=seen, shown=NO_PAGE)  # noqa: E731
    assert unlike([("authorization.replace_certificate", second, mark, placed)]) == {}
    data = AuditEvent.objects.get(action="authorization.replace_certificate").data
    assert (data["from"], data["to"]) == (old.number, new.number)


def test_what_cannot_be_issued_is_told_to_the_operator_and_the_administrators(clock, reference):
    clock.set("2026-03-02")
    mark = make.authorization(clock_fixture=clock)
    operators = set(make.User.objects.filter(role_grants__role=Role.OPERATOR_OFFICER))
    admin = make.officer(Role.SYSTEM_ADMIN)
    certificate = mark.certificate
    advance(
        certificate, "suspend", actor=make.member(certificate.body.organisation, sign=True), seen=0, note="未按期审核"
    )
    run_due()
    assert Authorization.objects.get(pk=mark.pk).state == "pending"
    assert told("issue_failed") == {*operators, admin}
