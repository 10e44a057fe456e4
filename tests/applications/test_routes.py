"""Both routes of 天府名品 version 1, through the real functions."""

import pytest

from applications.models import Application, Filing
from certification.models import Authorization
from tests import make
from tianfu.demo.routes import Route

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", Route.values)
def test_case_passes_every_stage_of_its_route_in_order(route, clock, reference):
    application = make.filed(route)
    people = make.staff()
    application = make.advance_to(application, "authorized", people, clock)
    order = [change.target for change in application.changes.all()]
    assert order == [*application.stage_order, "authorized"]
    assert application.changes.first().source == "draft"
    assert Authorization.objects.get(application=application).state == "pending"


def test_submission_gets_a_number_and_an_immutable_filing(clock, reference):
    clock.set("2026-03-02")
    application = make.filed()
    assert application.number[:17] == "TFMP-A-2026-00001"
    filing = Filing.objects.get(application=application)
    assert filing.version == 1
    assert len(filing.file_hashes) == 3
    assert Application.objects.get().state == "completeness_check"
