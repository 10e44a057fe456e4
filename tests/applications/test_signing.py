"""A signature is proven again, and guessing is counted."""

import pytest
from django.core.exceptions import ValidationError

from applications.models import Signature
from applications.signing import sign_declaration
from applications.states import Route
from tests import make
from tianfu.accounts.stepup import ATTEMPTS
from tianfu.workflow.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def test_wrong_passwords_at_a_signature_are_counted_though_each_attempt_is_rolled_back(reference):
    application = make.draft(Route.SELF_DECLARATION)
    before = Signature.objects.count()

    def sign(proof):
        sign_declaration(
            application, user=application.created_by, name="李四", role="法定代表人", proof=proof, shown=NO_PAGE
        )

    for _ in range(ATTEMPTS):
        with pytest.raises(ValidationError) as refusal:
            sign("wrong")
        assert refusal.value.code == "wrong"
    with pytest.raises(ValidationError) as refusal:
        sign(make.PASSWORD)
    assert refusal.value.code == "too_many"
    assert Signature.objects.count() == before
