"""A mark in its last months, and its renewal: drawn up, filed, decided."""

from datetime import timedelta

import pytest

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.form.autosave import save_fields
from applications.models import Application
from certification.certificates.claims.acts import claim_certificate
from certification.changes.renewals.acts import start
from certification.changes.renewals.window import window
from certification.models import Authorization
from tests import make
from tests.certification.authorizations.conftest import act, signed_in  # noqa: F401
from tests.kept_rows import once
from tianfu.workflow import clock as now
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

SELF = "self_declaration"


@pytest.fixture
def in_window(issued, clock):
    """`in_window(route)`: a mark on the first day on which it may be renewed; without a route 自我声明."""

    def build(route=SELF):
        mark = issued(route)
        clock.set(window(mark, now.today()).opens_on)
        return mark

    return build


def complete(case, person, certificate=None, what=""):
    """What a draft that took over the last filing still lacks; `what` has changed since."""
    saved = save_fields(case, "renewal", {"changed": "yes" if what else "no", "what": what}, user=person)
    assert saved.errors == {}
    if case.route == SELF:
        sign_declaration(case, user=person, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE)
    else:
        claim_certificate(case, certificate, user=person)
    return Application.objects.get(pk=case.pk)


def recertified(mark, **fields):
    """The same product certified again, by the same body."""
    values = {"issued_on": now.today() - timedelta(days=1), "valid_until": now.today() + timedelta(days=1200)} | fields
    return make.certificate(mark.certificate.body, fits=mark.product, **values)


@pytest.fixture
def drawn_up():
    """`drawn_up(mark)`: a complete draft of its renewal; `certificate`: the one that it claims (品质认证)."""

    def build(mark, certificate=None):
        if certificate is None:
            return once("renewal drawn up", "", lambda: whole_draft(mark), on=[mark])
        return whole_draft(mark, certificate)

    return build


def whole_draft(mark, certificate=None):
    person = mark.application.created_by
    if certificate is None and mark.route != SELF:
        certificate = recertified(mark)
    return complete(start(mark, user=person), person, certificate)


@pytest.fixture
def filed(drawn_up):
    def build(mark, certificate=None):
        case = drawn_up(mark, certificate)

        def submitted():
            found = Application.objects.get(pk=case.pk)
            return submit(found, user=found.created_by, seen=found.revision, shown=NO_PAGE)

        return once("renewal filed", "", submitted, on=[case])

    return build


@pytest.fixture
def renewed(filed, clock):
    """`renewed(mark)`: decided, its papers not yet made."""

    def build(mark, certificate=None):
        case = filed(mark, certificate)
        make.advance_to(case, "authorized", make.staff(case.region_id), clock)
        return Authorization.objects.get(application=case)

    return build


@pytest.fixture
def made(renewed):
    """`made(mark)`: decided, and its papers made; it waits for its day."""

    def build(mark):
        new = renewed(mark)

        def ran():
            run_due()
            return Authorization.objects.get(pk=new.pk)

        return once("renewal made", "", ran, on=[new])

    return build


@pytest.fixture
def fresh():
    def build(row):
        return type(row)._default_manager.get(pk=row.pk)

    return build
