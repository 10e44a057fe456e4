"""Confirmations by a body and second persons of sanctions sign what their page showed."""

import pytest
from django.urls import reverse

from certification.authorizations.sanctions.acts import add_cause, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization
from tests import make
from tests.pages import hidden
from tianfu.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(client, reference, clock):
    application = make.advance_to(make.filed(), "certificate_check", make.staff(), clock)
    row = application.certificate_claim
    client.force_login(make.member(row.certificate.body.organisation, sign=True))
    return row


@pytest.mark.parametrize("act", ["confirm", "refuse"])
def test_a_body_answers_on_the_certificate_and_the_product_it_read(client, claim, act):
    url = reverse("portal:confirmation", args=[claim.pk])
    read = hidden(client.get(url))
    claim.application.product.models_text = "E-100、E-200"
    claim.application.product.save()
    answer = client.post(url, {**read, "act": act, "reason": "产品不符"})
    assert answer.status_code == 409
    assert "申报产品" in answer.content.decode() and "E-100、E-200" in answer.content.decode()
    claim.refresh_from_db()
    assert (claim.confirmed_by, claim.refused_reason) == (None, "")
    assert client.post(url, {"seen": claim.application.revision, "act": act, "reason": "产品不符"}).status_code == 409
    assert client.post(url, {**hidden(client.get(url)), "act": act, "reason": "产品不符"}).status_code == 302


def test_a_sanction_is_confirmed_as_its_page_showed_proposal_and_mark(client, reference, clock):
    authorization = make.issued(clock_fixture=clock)
    authorization = Authorization.objects.get(pk=authorization.pk)
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    proposal = propose(
        authorization, Act.SUSPEND, user=first, seen=authorization.revision, reason="误用标识", cause=Cause.MISUSE
    )
    client.force_login(second)
    read = hidden(client.get(reverse("console:authorization", args=[authorization.pk])))
    add_cause(authorization, Cause.CERTIFICATE, "证书暂停")
    url = reverse("console:proposal", args=[authorization.pk, proposal.pk])
    for form in (read, {"seen": authorization.revision}):
        answer = client.post(url, {**form, "act": "confirm", "note": "同意暂停"})
        assert answer.status_code == 409
    assert "同意暂停" in answer.content.decode()
    assert Authorization.objects.get(pk=authorization.pk).state == "active"
    read = hidden(client.get(reverse("console:authorization", args=[authorization.pk])))
    assert client.post(url, {**read, "act": "confirm"}).status_code == 302
    assert Authorization.objects.get(pk=authorization.pk).state == "suspended"


def test_a_bodys_reason_is_given_back_when_the_case_has_moved_on(client, claim):
    url = reverse("portal:confirmation", args=[claim.pk])
    read = hidden(client.get(url))
    assert client.post(url, {**read, "act": "refuse", "reason": " "}).status_code == 422
    assert client.post(url, {**read, "act": "confirm"}).status_code == 302
    answer = client.post(url, {**read, "act": "refuse", "reason": "范围不含 E-200"})
    assert (answer.status_code, "范围不含 E-200" in answer.content.decode()) == (409, True)
