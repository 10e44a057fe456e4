"""A signature is proven again, and guessing is counted."""

import pytest
from django.core.exceptions import ValidationError

from applications.cases.filings.signatures import sign_declaration
from applications.models import Signature
from applications.review.stages.agreement.acts import sign_for_enterprise
from tests import make
from tianfu.accounts.factors.step_up import ATTEMPTS, JustShown
from tianfu.demo.routes import Route
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

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


@pytest.mark.parametrize("way", ["passkey", "recovery"])
def test_a_proof_given_with_the_request_itself_signs_and_is_recorded(reference, way):
    """The question before the act (tianfu.accounts.factors.step_up_page) leaves a token where the form asks for a proof."""
    application = make.draft(Route.SELF_DECLARATION)
    user = application.created_by
    user.just_shown = JustShown(way, "t" * 32)

    def sign(proof):
        return sign_declaration(application, user=user, name="李四", role="法定代表人", proof=proof, shown=NO_PAGE)

    with pytest.raises(ValidationError):
        sign("u" * 32)
    signature = Signature.objects.get(pk=sign("t" * 32).pk)
    assert (signature.method, signature.get_method_display()) == (
        way,
        {"passkey": "通行密钥", "recovery": "恢复码"}[way],
    )


def test_only_who_may_sign_signs_the_agreement(clock, reference):
    application = make.advance_to(make.filed(), "agreement", make.staff(), clock)
    editor = make.member(application.enterprise.organisation, edit=True, manage=True)
    with pytest.raises(NotAllowed, match="没有签署权限"):
        sign_for_enterprise(application, user=editor, name="李四", role="经办人", proof=make.PASSWORD, shown=NO_PAGE)
    assert not application.signatures.exists()


def test_the_declaration_is_signed_only_over_what_is_filled_in_whole(reference):
    application = make.draft(Route.SELF_DECLARATION)
    application.honors.all().delete()
    with pytest.raises(NotPossible, match="请先填完：质量荣誉"):
        sign_declaration(
            application, user=application.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE
        )
    assert application.signatures.count() == 1
