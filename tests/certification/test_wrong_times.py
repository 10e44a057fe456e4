"""What a holder sends at the wrong time, of another's mark or without the right: refused in words, and what he typed stays."""

from datetime import timedelta

import pgtrigger
import pytest
from django.test import Client
from django.urls import reverse

from certification.models import (
    AnnualReport,
    Authorization,
    CancellationRequest,
    ChangeRequest,
    Incident,
    MarkUsage,
    Succession,
    SuspensionRequest,
)
from tests import make
from tests.certification.duties.usages.make import picture
from tianfu.demo.routes import Route

pytestmark = pytest.mark.django_db
TYPED = "我写的这些字"
KEPT = (AnnualReport, CancellationRequest, ChangeRequest, Incident, MarkUsage, Succession, SuspensionRequest)
SIGNED = {"agreed": "on", "password_or_code": make.PASSWORD, "shown": "-"}
# Page → what its form sends; each is right but for the moment or the person.
FORMS = {
    "renewal": {},
    "suspension_request": {"text": TYPED},
    "cancellation_new": {"reason": "wish", "text": TYPED, **SIGNED},
    "succession_new": {"way": "merger", "uscc": "91510700TFMP06064Y", "text": TYPED, **SIGNED},
    "change_new": {"models_text": "E-100、E-200", "text": TYPED, **SIGNED},
    "usage_new": {"carrier": "产品及包装", "model_names": "E-100", "place": TYPED, "starts_on": "2026-04-01"},
}


@pytest.fixture
def mark(issued):
    return issued(Route.SELF_DECLARATION)


def files(name):
    if name == "usage_new":
        return {"pictures": picture()}
    return {"files": make.pdf()} if name in ("succession_new", "change_new") else {}


def address(name, key):
    return reverse(f"portal:{name}", args=[key, "models"] if name == "change_new" else [key])


def sent(person, mark, name):
    client = Client()
    client.force_login(person)
    return client.post(address(name, mark if isinstance(mark, int) else mark.pk), FORMS[name] | files(name))


def rows():
    return {model.__name__: model.objects.count() for model in KEPT}


def answers(person, mark):
    """Page → (status, whether what was typed is still there)."""
    found = {name: sent(person, mark, name) for name in FORMS}
    return {name: (page.status_code, not FORMS[name] or TYPED in page.content.decode()) for name, page in found.items()}


@pytest.mark.parametrize("state", ["pending", "withdrawn", "cancelled", "expired", "over"])
def test_of_a_mark_that_is_not_in_force_nothing_is_taken_and_nothing_typed_is_lost(mark, state, clock):
    if state == "over":  # whether a job has written it down or not
        clock.set(mark.ends_on + timedelta(days=1))
    else:
        with pgtrigger.ignore():
            Authorization.objects.filter(pk=mark.pk).update(state=state)
    before = rows()
    assert answers(mark.application.created_by, mark) == {
        "renewal": (409, True),
        "suspension_request": (422, True),
        "cancellation_new": (422, True),
        "succession_new": (422, True),
        "change_new": (422, True),
        "usage_new": (422, True),
    }
    assert rows() == before


def test_of_another_enterprise_and_of_no_number_at_all_nothing_is_found(mark):
    stranger = make.member(make.enterprise("别家有限公司").organisation, edit=True, sign=True)
    person = mark.application.created_by
    for key, who in ((mark.pk, stranger), (10**18, person), (10**30, person), (0, person)):
        assert {name: sent(who, key, name).status_code for name in FORMS} == dict.fromkeys(FORMS, 404)


def test_who_may_only_look_is_told_whom_to_ask(mark):
    viewer = make.member(mark.enterprise.organisation)
    before = rows()
    told = {name: sent(viewer, mark, name) for name in FORMS}
    assert {name: page.status_code for name, page in told.items()} == dict.fromkeys(FORMS, 403)
    silent = [name for name, page in told.items() if "企业管理员" not in page.content.decode()]
    assert (silent, rows()) == ([], before)
