"""The door of a quality certificate, asked by everybody and in every wrong way."""

from dataclasses import replace

import pgtrigger
import pytest

from certification.certificates.issued.ends import confirm_end, propose_end
from certification.models import QualityCertificate
from tests import make
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.accounts.models import Membership, Organisation, User
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (QualityCertificate,)
ONE = "一张证书"

for _verb in ("suspend", "reinstate"):

    @wrong(f"qualitycertificate.{_verb}", "您是或曾是")
    def by_who_was_of_the_holder(call: Call) -> Call:
        """Gone since, and still not the one to act on its certificate."""
        holder = Organisation.objects.get(uscc=call.obj.holder_uscc)
        with pgtrigger.ignore():
            Membership.objects.create(user=call.actor, organisation=holder, status="ended", ended_at=the_clock.now())
        return replace(call, actor=User.objects.get(pk=call.actor.pk))


@pytest.fixture
def row(reference: None) -> QualityCertificate:
    return make.certificate(make.body(), fits=make.product(make.enterprise()))


@pytest.fixture
def people(row: QualityCertificate) -> Cast:
    holder = Organisation.objects.get(uscc=row.holder_uscc)
    return cast(holder=holder, body=row.body.organisation)


def test_rights_are_those_of_the_kept_table(row: QualityCertificate, people: Cast, rewrite: bool) -> None:
    compare(path_of(QualityCertificate), table({ONE: (row, people)}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(row: QualityCertificate, people: Cast) -> None:
    first = make.member(row.body.organisation, sign=True)
    second = make.member(row.body.organisation, sign=True)
    other = make.certificate(row.body)
    with Probe({QualityCertificate: (ONE, people)}).watching() as probe:
        for act, certificate in (("withdraw", row), ("cancel", other)):
            certificate = advance(certificate, "suspend", actor=first, seen=0, note="监督不合格")
            certificate = advance(certificate, "reinstate", actor=first, seen=1, note="已改正")
            seen = certificate.revision
            proposal = propose_end(certificate, act, user=first, seen=seen, reason="弄虚作假", shown=NO_PAGE)
            confirm_end(proposal, user=second, seen=seen, shown=NO_PAGE)
    assert_tight(probe, QualityCertificate)
