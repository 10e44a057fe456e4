"""The second person signs exactly the first one's proposal and the case his page showed; so does every signatory."""

import pytest
from django.urls import reverse

from applications.models import Application
from applications.review.acts.passages import pass_stage, reject
from applications.review.acts.termination import terminate
from tests import make
from tests.pages import hidden
from tianfu.demo.routes import Route
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference):
    return make.staff()


@pytest.fixture
def proposed(people, clock):
    """At 准予决定, the officer's proposal waits for the approver."""
    application = make.advance_to(make.filed(), "approval", people, clock)
    return pass_stage(
        application, user=people["province"], seen=application.revision, opinion="拟同意，事实清楚", shown=NO_PAGE
    )


def page_of(client, application, who, name="review"):
    client.force_login(who)
    return client.get(reverse(f"console:{name}", args=[application.pk]))


def test_the_second_signs_the_first_ones_words_and_keeps_his_own_on_file(client, people, proposed):
    read = hidden(page_of(client, proposed, people["province_second"]))
    url = reverse("console:pass", args=[proposed.pk])
    confirm = client.post(url, {**read, "opinion": "复核无误"})  # the page that says what follows
    assert hidden(confirm)["shown"] == read["shown"]
    assert client.post(url, hidden(confirm)).status_code == 302
    change = proposed.changes.last()
    assert (change.transition, change.note) == ("pass_stage", "拟同意，事实清楚")
    assert change.inputs["read"] == read["shown"][:64]
    assert proposed.endorsements.get(act="pass_stage:approval").second_note == "复核无误"


def test_a_certificate_suspended_after_the_reading_stops_the_second_signature(client, people, proposed):
    read = hidden(page_of(client, proposed, people["province_second"]))
    certificate = proposed.certificate_claim.certificate
    type(certificate).objects.filter(pk=certificate.pk).update(revision=7)
    answer = client.post(reverse("console:pass", args=[proposed.pk]), {**read, "opinion": "复核无误，同意"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "内容在您阅读后有变化" in page and "证书确认" in page
    assert "复核无误，同意" in page, "what was typed is not lost"
    assert Application.objects.get(pk=proposed.pk).state == "approval"
    assert proposed.reviews.filter(reviewed_by=people["province_second"]).count() == 0


def test_who_opened_the_page_before_the_proposal_does_not_become_its_second_person(client, people, clock):
    application = make.advance_to(make.filed(), "approval", people, clock)
    make.grant(people["province_second"], make.Role.PROVINCE_OFFICER)
    read = hidden(page_of(client, application, people["province_second"]))
    pass_stage(application, user=people["province"], seen=application.revision, opinion="拟同意", shown=NO_PAGE)
    answer = client.post(reverse("console:pass", args=[application.pk]), {**read, "opinion": "我先提出"})
    assert answer.status_code == 409
    assert "请重新打开页面" in answer.content.decode()
    assert Application.objects.get(pk=application.pk).state == "approval"


@pytest.mark.parametrize("verb", ["reject", "terminate"])
def test_a_refusal_opened_before_anothers_proposal_confirms_nothing(client, people, clock, verb):
    application = make.advance_to(make.filed(), "approval", people, clock)
    make.grant(people["province_second"], make.Role.PROVINCE_OFFICER)
    read = hidden(page_of(client, application, people["province_second"], verb))
    act, seen = {"reject": reject, "terminate": terminate}[verb], application.revision
    codes = {"codes": ["R3"]} if verb == "reject" else {}
    act(application, user=people["province"], seen=seen, note="低于对比值", shown=NO_PAGE, **codes)
    answer = client.post(reverse(f"console:{verb}", args=[application.pk]), {**read, **codes, "note": "我先提出"})
    assert answer.status_code == 409
    assert "请重新打开页面" in answer.content.decode()
    assert "我先提出" in answer.content.decode(), "what was typed is not lost"
    assert Application.objects.get(pk=application.pk).state == "approval"
    assert application.endorsements.get(act=f"{verb}:approval").standing


def test_a_second_signature_that_read_nothing_is_refused(client, people, proposed):
    client.force_login(people["province_second"])
    form = {"seen": proposed.revision, "opinion": "同意"}
    assert client.post(reverse("console:pass", args=[proposed.pk]), form).status_code == 409
    assert Application.objects.get(pk=proposed.pk).state == "approval"


def test_a_refusal_carries_the_first_ones_reasons_and_facts_whatever_the_second_writes(people, clock):
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    seen = application.revision
    reject(application, user=people["operator"], seen=seen, codes=["R3"], note="甲醛释放量低于对比值", shown=NO_PAGE)
    with pytest.raises(NotPossible):
        reject(application, user=people["operator_second"], seen=seen, codes=["R4"], note="另有理由", shown=NO_PAGE)
    moved = reject(application, user=people["operator_second"], seen=seen, codes=[], note="复核无误", shown=NO_PAGE)
    change = moved.changes.last()
    assert ([entry["code"] for entry in change.inputs["reasons"]], change.note) == (["R3"], "甲醛释放量低于对比值")
    assert moved.endorsements.get(act="reject:document_review").second_note == "复核无误"


def test_the_page_of_a_refusal_shows_the_second_the_reasons_and_takes_no_other(client, people, clock):
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    reject(
        application, user=people["operator"], seen=application.revision, codes=["R3"], note="低于对比值", shown=NO_PAGE
    )
    page = page_of(client, application, people["operator_second"], "reject")
    assert 'name="codes"' not in page.content.decode()
    assert "R3 " in page.content.decode() and "低于对比值" in page.content.decode()
    url = reverse("console:reject", args=[application.pk])
    assert client.post(url, {"seen": application.revision, "note": "同意"}).status_code == 409
    assert client.post(url, {**hidden(page), "codes": ["R4"], "note": ""}).status_code == 302
    assert [entry["code"] for entry in application.changes.last().inputs["reasons"]] == ["R3"]


SIGNATURE = {
    "signatory_name": "李四",
    "signatory_role": "法定代表人",
    "agreed": "on",
    "password_or_code": make.PASSWORD,
}


def test_the_declaration_is_signed_over_the_answers_that_were_read(client, reference):
    application = make.draft(Route.SELF_DECLARATION)
    make.save_fields(application, "subject", {"employees": "260"}, user=application.created_by)
    client.force_login(application.created_by)
    url = reverse("portal:section", args=[application.pk, "declaration"])
    page = client.get(url)
    assert "260" in page.content.decode(), "what is signed stands on the page"
    make.save_fields(application, "subject", {"employees": "9999"}, user=application.created_by)
    signed = application.signatures.count()
    answer = client.post(url, {**hidden(page), **SIGNATURE})
    assert answer.status_code == 409
    assert "主体信息" in answer.content.decode()
    assert application.signatures.count() == signed
    assert client.post(url, {**hidden(client.get(url)), **SIGNATURE}).status_code == 302
    assert application.signatures.count() == signed + 1


@pytest.mark.parametrize("side", ["enterprise", "operator"])
def test_the_agreement_is_signed_by_both_sides_as_read(client, people, clock, side):
    application = make.advance_to(make.filed(), "agreement", people, clock)
    signer, url = application.created_by, reverse("portal:agreement", args=[application.pk])
    if side == "operator":
        make.sign_for_enterprise(
            application, user=signer, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE
        )
        signer, url = people["operator"], reverse("console:countersign", args=[application.pk])
    client.force_login(signer)
    read = hidden(client.get(url))
    signed = application.signatures.count()
    application.product.models_text = "E-100、E-200"
    application.product.save()
    assert client.post(url, {**read, **SIGNATURE}).status_code in (409, 422)
    assert client.post(url, {**SIGNATURE, "seen": application.revision}).status_code in (409, 422)
    assert application.signatures.count() == signed
    assert Application.objects.get(pk=application.pk).state == "agreement"
