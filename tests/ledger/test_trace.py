"""Looking at personal data leaves a trace; what was looked at does not stand in it."""

import pytest
from django.test import RequestFactory

from tests.ledger import make
from tianfu.ledger.audit.trace import viewed
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_whoever_reads_personal_fields_is_written_down_with_their_names() -> None:
    reader, person = make.user(), make.user(name="张三")
    request = RequestFactory().get("/")
    request.user = reader
    viewed(request, person, "phone", "name", page="case")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject_id) == ("personal.viewed", reader, str(person.pk))
    assert event.data == {"fields": ["name", "phone"], "page": "case"}


def test_a_page_that_comes_back_after_a_refused_form_was_read_already() -> None:
    request = RequestFactory().post("/")
    request.user = make.user()
    viewed(request, None, "phone")
    assert not AuditEvent.objects.exists()
