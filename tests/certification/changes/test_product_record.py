"""What was granted of a mark, the holder's product record says too, as a version of its own; what it says otherwise stays."""

import pytest

from certification.models import Authorization
from tests import make
from tianfu.demo.routes import Route
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("trademark", {"trademark": "新样例"}, {"trademark": "新样例"}),
        ("models", {"models_text": "E-100、E-200"}, {"models_text": "E-100、E-200"}),
        (
            "standard",
            {"standard_number": "T/DEMO 001—2026", "standard_title": "板式家具（修订）"},
            {"standard_number": "T/DEMO 001—2026", "standard_title": "板式家具（修订）"},
        ),
    ],
)
def test_a_granted_change_is_a_new_version_of_the_product(declared, ask, decide, kind, typed, says):
    before = declared.product.version
    decide(ask(declared, kind, **typed))
    product = Authorization.objects.get(pk=declared.pk).product
    assert {name: getattr(product, name) for name in says} == says
    newest = product.versions.order_by("-number").first()
    assert (newest.number, newest.made_by, product.version) == (before + 1, declared.application.created_by, before + 1)
    assert {name: getattr(newest, name) for name in says} == says
    assert AuditEvent.objects.filter(action="product.changed").count() == 1


def test_a_refused_change_and_one_of_the_site_leave_the_product_alone(declared, ask, decide):
    decide(ask(declared, "trademark", trademark="新样例"), "refuse", "材料不符")
    product = Authorization.objects.get(pk=declared.pk).product
    assert (product.trademark, product.version) == ("样例", declared.product.version)


def test_what_the_holder_has_changed_there_already_stays_and_nothing_becomes_a_twin(declared, ask, decide):
    product = declared.product
    make.product(declared.enterprise, product.name, models_text="E-100、E-200")
    decide(ask(declared, models_text="E-100、E-200"))
    product.refresh_from_db()
    assert product.models_text == "E-100", "another product of this name has these models"
    assert Authorization.objects.get(pk=declared.pk).models_text == "E-100、E-200"
