"""执法检查人员: only of authorities, certified, not on leave, not where they must stand back."""

from datetime import date

import pgtrigger
import pytest
from django.db import IntegrityError, transaction

from applications.review.models import ApplicationEndorsement
from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization
from supervision.directories.inspectors import recusals as rules
from supervision.directories.inspectors.recusals import available, recusals, recused_codes
from supervision.directories.models import InspectionObject, Inspector, Leave, Recusal
from tests import make
from tests.supervision.make import inspector, plain_object
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 5, 11), date(2026, 5, 22)


@pytest.mark.parametrize("kind", ["operator", "certification_body", "department"])
def test_an_organisation_that_is_no_authority_has_no_inspectors(reference, kind):
    other = Organisation.objects.create(kind=kind, name="学会")
    with pytest.raises(IntegrityError), transaction.atomic():
        inspector(unit=other)
    person = inspector()
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspector.objects.filter(pk=person.pk).update(unit=other)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"valid_until": date(2026, 5, 21)}, False),
        ({"valid_until": date(2026, 5, 22)}, True),
        ({"valid_from": date(2026, 5, 12)}, False),
        ({"left_on": date(2026, 5, 22)}, False),
        ({"left_on": date(2026, 5, 23)}, True),
        ({"listed_on": date(2026, 5, 12)}, False),
    ],
)
def test_who_is_sent_is_on_the_roll_and_certified_on_every_day(reference, fields, expected):
    person = inspector(**fields)
    assert available(person, SINCE, UNTIL) is expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2026, 5, 1), date(2026, 5, 10), True),
        (date(2026, 5, 1), date(2026, 5, 11), False),
        (date(2026, 5, 15), date(2026, 5, 15), False),
        (date(2026, 5, 22), date(2026, 6, 30), False),
        (date(2026, 5, 23), date(2026, 6, 30), True),
    ],
)
def test_a_leave_that_touches_the_days_keeps_away_until_it_is_taken_back(reference, since, until, expected):
    person = inspector()
    leave = Leave.objects.create(inspector=person, since=since, until=until)
    assert available(person, SINCE, UNTIL) is expected
    Leave.objects.filter(pk=leave.pk).update(taken_back_at=the_clock.now())
    assert available(person, SINCE, UNTIL) is True


def test_who_has_a_closed_account_is_not_sent(reference):
    person = inspector(user=make.user(is_active=False))
    assert available(person, SINCE, UNTIL) is False


def test_declared_recusals_name_an_object_or_everything_of_an_enterprise(reference):
    code = make.CODES[0]
    one, two, other = plain_object(uscc=code), plain_object(uscc=code), plain_object(uscc=make.CODES[1])
    person, free = inspector(), inspector()
    Recusal.objects.create(inspector=person, uscc=code, reason="亲属任职")
    Recusal.objects.create(inspector=free, code=other.code, reason="曾任职")
    assert recusals([person, free], [one, two, other]) == {person.pk: {one.code, two.code}, free.pk: {other.code}}
    Recusal.objects.filter(inspector=person).update(ended_at=the_clock.now())
    assert recused_codes(person, [one, two, other]) == set()


def test_who_reviewed_the_case_does_not_inspect_the_authorization(reference, clock):
    clock.set("2026-03-02")
    row = make.issued("self_declaration", clock_fixture=clock)
    row = Authorization.objects.get(pk=row.pk)
    reviewer = row.application.reviews.earliest("pk").reviewed_by
    person, stranger = inspector(user=reviewer), inspector(user=make.user())
    found = InspectionObject.objects.get(authorization=row)
    assert recusals([person, stranger], [found]) == {person.pk: {found.code}, stranger.pk: set()}
    alone = inspector(user=row.application.reviews.get(stage="document_review").reviewed_by)
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    proposal = propose(row, Act.SUSPEND, user=first, seen=row.revision, reason="标识改色", cause=Cause.MISUSE)
    confirm(proposal, user=second, seen=row.revision, shown=NO_PAGE)
    endorser = make.user()  # who only proposed, and another decided
    with pgtrigger.ignore():
        first_of_all = ApplicationEndorsement.objects.filter(subject=row.application).earliest("pk")
        ApplicationEndorsement.objects.filter(pk=first_of_all.pk).update(first_by=endorser)
    those = [alone, inspector(user=first), inspector(user=second), inspector(user=endorser)]
    assert recusals(those, [found]) == {one.pk: {found.code} for one in those}


def test_a_floor_above_registers_what_it_knows(reference, monkeypatch):
    monkeypatch.setattr(rules, "_derived", dict(rules._derived))
    person, row = inspector(), plain_object()
    rules.register_recusal("taught_there", "曾在该企业授课", lambda people, objects: [(person.pk, row.code)])
    assert recused_codes(person, [row]) == {row.code}
    with pytest.raises(ValueError, match="taught_there"):
        rules.register_recusal("taught_there", "别的", lambda people, objects: [])


def test_recusals_of_many_cost_as_many_queries_as_of_one(reference, django_assert_num_queries):
    people = [inspector(user=make.user()) for _ in range(3)]
    rows = [plain_object() for _ in range(3)]
    for number, count in ((1, 2), (3, 2)):
        with django_assert_num_queries(count):
            recusals(people[:number], rows)


def test_the_number_stands_for_the_person(reference):
    person = inspector(name="周检查")
    assert str(person) == person.number


def test_one_account_is_one_inspector_until_he_left(reference):
    account = make.user()
    first = inspector(user=account)
    with pytest.raises(IntegrityError), transaction.atomic():
        inspector(user=account)
    Inspector.objects.filter(pk=first.pk).update(left_on=date(2026, 5, 1))
    assert inspector(user=account).pk != first.pk
