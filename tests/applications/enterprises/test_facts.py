"""What an enterprise keeps of itself changes by a function that writes what changed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.enterprises.claims.acts import claim_enterprise, decide_claim
from applications.enterprises.facts import change_facts
from applications.models import Enterprise
from tests import make
from tests.pages import hidden
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow.door import NotAllowed
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def test_a_change_says_the_fields_before_and_after_and_no_name_of_a_person(reference):
    owner = make.enterprise()
    person = make.member(owner.organisation, edit=True)
    Enterprise.objects.filter(pk=owner.pk).update(address="")
    change_facts(
        owner, {"address": "示例路 1 号", "contact_name": "赵六", "contact_phone": "028-11112222"}, user=person
    )
    event = AuditEvent.objects.get(action="enterprise.edit")
    assert event.data["fields"] == ["address", "contact_name", "contact_phone"]
    assert (event.data["before"]["address"], event.data["after"]["address"]) == ("", "示例路 1 号")
    assert event.data["before"]["contact_name"] != event.data["after"]["contact_name"]
    assert "赵六" not in str(event.data) and "11112222" not in str(event.data)


def test_nothing_new_writes_no_event(reference):
    owner = make.enterprise()
    change_facts(owner, {"contact_name": owner.contact_name}, user=make.member(owner.organisation, edit=True))
    assert not AuditEvent.objects.filter(action="enterprise.edit").exists()


def test_who_may_not_edit_changes_nothing(reference):
    owner = make.enterprise()
    with pytest.raises(NotAllowed):
        change_facts(owner, {"contact_name": "赵六"}, user=make.user())


def test_what_cannot_be_printed_is_refused_below_the_page(reference):
    owner = make.enterprise()
    with pytest.raises(ValidationError) as refused:
        change_facts(owner, {"contact_name": "好😀"}, user=make.member(owner.organisation, edit=True))
    assert list(refused.value.message_dict) == ["contact_name"]


def test_two_windows_do_not_overwrite_each_other(client, reference):
    owner = make.enterprise()
    client.force_login(make.member(owner.organisation, edit=True))
    url = reverse("portal:enterprise")
    first, second = hidden(client.get(url)), hidden(client.get(url))
    kept = {
        "legal_representative": "李四",
        "established_on": "2009-05-18",
        "quality_officer": "",
        "contact_phone": "028-00001234",
    }
    assert client.post(url, {**first, **kept, "contact_name": "甲"}).status_code == 302
    answer = client.post(url, {**second, **kept, "contact_name": "乙"})
    assert answer.status_code == 409 and "“甲”" in answer.content.decode()
    assert Enterprise.objects.get().contact_name == "甲"


def test_a_name_given_anew_after_a_refusal_is_in_the_trail(reference):
    person, code, region = make.user(), make.CODES[2], Region.objects.get(pk="510100")
    first = claim_enterprise(user=person, code=code, name="甲厂", region=region, licence=make.pdf("执照.pdf"))
    decide_claim(
        first.claim,
        user=make.officer(Role.PREFECTURE_OFFICER, "510100"),
        approve=False,
        reason="不清楚。",
        shown=NO_PAGE,
    )
    claim_enterprise(user=person, code=code, name="乙厂", region=region, licence=make.pdf("执照.pdf"))
    new, renamed = AuditEvent.objects.filter(action="enterprise.claim").order_by("pk")
    assert (new.data["before"], new.data["after"]["name"]) == ({}, "甲厂")
    assert (renamed.data["before"]["name"], renamed.data["after"]["name"]) == ("甲厂", "乙厂")


def test_a_claimed_name_that_cannot_be_printed_is_refused_below_the_page(reference):
    region = Region.objects.get(pk="510100")
    with pytest.raises(ValidationError) as refused:
        claim_enterprise(user=make.user(), code=make.CODES[2], name="好😀厂", region=region, licence=make.pdf())
    assert list(refused.value.message_dict) == ["name"]
    assert Enterprise.objects.count() == 0
