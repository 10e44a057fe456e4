"""What the code relies on of marks and certificates stands in the database, whoever writes to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization, AuthorizationEndorsement, CertificateClaim, Suspension
from tests import make
from tests.applications.test_what_stands import changes, gone, refused
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def test_a_claim_is_confirmed_whole_or_not_at_all(reference):
    claim = make.draft().certificate_claim
    rule = "certificate_claim_confirmed_whole"
    by, at, of = {"confirmed_by": claim.claimed_by}, {"confirmed_at": the_clock.now()}, {"confirmed_revision": 0}
    refused(changes(claim, rule, by, at, of, by | at, by | of, at | of, by | at | of | {"refused_reason": "不符"}))
    CertificateClaim.objects.filter(pk=claim.pk).update(**by, **at, **of)
    refused(changes(claim, rule, *({name: None} for name in (by | at | of))))


def test_a_mark_has_a_certificate_exactly_where_its_route_rests_on_one(reference, clock):
    rule = "authorization_certificate_exactly_for_its_route"
    mark = make.authorization(clock_fixture=clock)
    assert (mark.basis, mark.certificate is not None) == ("certificate", True)
    refused(changes(mark, rule, {"certificate": None}))
    refused(changes(mark, "不能改写", {"route": "self_declaration"}, {"basis": "review"}, {"decided_on": "2020-01-01"}))
    declared = make.authorization(Route.SELF_DECLARATION, clock_fixture=clock)
    assert (declared.basis, declared.certificate) == ("declaration", None)
    refused([*changes(declared, rule, {"certificate": mark.certificate}), *gone(declared)])


def test_a_suspension_is_lifted_once_and_not_before_it_began(issued):
    mark = issued()
    first, second, third = (make.officer(Role.OPERATOR_OFFICER) for _ in range(3))
    facts = {"seen": mark.revision, "reason": "改色使用", "cause": Cause.MISUSE}
    row = propose(mark, Act.SUSPEND, user=first, **facts)
    refused(
        [
            *changes(row, "不能改写", {"cause": Cause.QUALITY}, {"basis": "inspection:1"}, {"first_by": third}),
            *changes(row, "不能改写", {"act": Act.WITHDRAW}),
            *gone(row),
        ]
    )
    confirm(row, user=second, seen=mark.revision, shown=NO_PAGE)
    refused(changes(row, "不能改写", {"second_by": third}, {"second_note": "另有意见"}))
    assert AuthorizationEndorsement.objects.get().second_by == second
    cause = Suspension.objects.get()
    before, after = cause.since - timedelta(seconds=1), cause.since + timedelta(days=1)
    refused(changes(cause, "suspension_lifted_after_it_began", {"lifted_at": before}))
    refused(changes(cause, "不能改写", {"since": after}, {"cause": Cause.HOLDER}, {"reason": "停产"}))
    Suspension.objects.filter(pk=cause.pk).update(lifted_at=after, lifted_note="已整改")
    refused([*changes(cause, "不能改写", {"lifted_at": None}, {"lifted_note": ""}), *gone(cause)])


def test_a_mark_rests_on_what_the_route_of_its_case_says(reference, clock):
    """Whoever writes the row: a basis that the programme's file does not name for the route is refused by the database."""
    mark = make.authorization(clock_fixture=clock)
    for changed, said in (
        ({"basis": "review", "certificate": None}, "rests on certificate, not on review"),
        ({"route": "recognition"}, "rests on <NULL>, not on certificate"),
    ):
        other = Authorization.objects.get(pk=mark.pk)
        other.pk = None
        for name, value in changed.items():
            setattr(other, name, value)
        with pytest.raises(IntegrityError, match=said), transaction.atomic():
            other.save(force_insert=True)
