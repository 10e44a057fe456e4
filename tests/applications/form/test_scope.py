"""A correction opens what it asks for, and only that; after its last day nothing is handed in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.cases.filings.submission import resubmit
from applications.cases.sections.scope import NOT_ASKED, opened
from applications.form.autosave import save_fields
from applications.form.rows import add_evidence, add_honor, remove_evidence, save_comparison_row
from applications.models import Application, SectionAnswers
from applications.review.acts.corrections import answer, ask_correction
from certification.certificates.claims.acts import claim_certificate
from tests import make
from tests.some import some
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def corrected(*gaps: dict, route: str = "quality_certification") -> Application:
    """A filed case in 待补正 with these gaps."""
    application = make.filed(route)
    officer = make.staff(application.region_id)["prefecture"]
    rows = [{"kind": "incorrect", "text": "请更正。", **gap} for gap in gaps]
    ask_correction(application, user=officer, seen=application.revision, gaps=rows)
    return Application.objects.get(pk=application.pk)


def answered(application: Application) -> Application:
    for item in application.open_correction().items.all():
        answer(item, user=application.created_by, text="已更正。")
    return Application.objects.get(pk=application.pk)


def test_a_draft_is_open_as_a_whole(reference):
    application = make.draft()
    assert [key for key in some(application.sections) if not opened(application, key).whole] == []


def test_a_field_opens_itself_and_nothing_beside_it(reference):
    application = corrected({"section": "subject", "field": "address"})
    saved = save_fields(
        application, "subject", {"address": "新地址 2 号", "contact_name": "赵六", "employees": "320"},
        user=application.created_by,
    )  # fmt: skip
    assert (saved.data["address"], saved.data["contact_name"]) == ("新地址 2 号", "王五")
    assert saved.errors == {"contact_name": [NOT_ASKED]}


@pytest.mark.parametrize("key", ["product", "standard", "comparison", "evidence", "certificate"])
def test_a_section_nobody_asked_about_stays_closed(reference, key):
    application = corrected({"section": "subject", "field": "address"})
    assert opened(application, key).closed
    person = application.created_by
    acts = {
        "comparison": lambda: save_comparison_row(application, dict(make.ROW, indicator="另一项"), user=person),
        "evidence": lambda: add_evidence(application, "other", make.pdf(), user=person),
        "certificate": lambda: claim_certificate(application, application.certificate_claim.certificate, user=person),
    }
    act = acts.get(key, lambda: save_fields(application, key, {"key_advantage": "新"}, user=person))
    with pytest.raises(NotPossible, match="补正意见没有涉及"):
        act()


def test_honours_nobody_asked_about_stay_closed(reference):
    application = corrected({"section": "subject"}, route="self_declaration")
    assert opened(application, "declaration").whole
    with pytest.raises(NotPossible, match="补正意见没有涉及"):
        add_honor(application, make.pdf(), user=application.created_by, name="另一项", level="province",
                  awarded_by="四川省人民政府", year=2024)  # fmt: skip


@pytest.mark.parametrize("key", ["subject", "product", "standard", "comparison", "evidence", "certificate"])
def test_a_section_asked_for_as_a_whole_is_open(reference, key):
    application = corrected({"section": key})
    assert opened(application, key).whole
    assert [other for other in application.sections if not opened(application, other).closed] == [key]


def test_a_named_file_opens_itself_and_its_kind(reference):
    application = make.filed()
    first, *others = list(application.evidence.all())
    officer = make.staff(application.region_id)["prefecture"]
    gap = {"section": "evidence", "evidence": first.pk, "kind": "outdated", "text": "报告过期。"}
    ask_correction(application, user=officer, seen=application.revision, gaps=[gap])
    application, person = Application.objects.get(pk=application.pk), application.created_by
    new = add_evidence(application, first.kind, make.pdf("新报告.pdf"), user=person)
    remove_evidence(application, new, user=person)
    remove_evidence(application, first, user=person)
    add_evidence(application, first.kind, make.pdf("新报告.pdf"), user=person)
    for other in others:
        with pytest.raises(NotPossible):
            remove_evidence(application, other, user=person)
    kinds = [entry["key"] for entry in application.programme_version.route(application.route)["evidence"]]
    elsewhere = next(kind for kind in kinds if kind != first.kind)
    with pytest.raises(ValidationError, match="没有要求补交这类材料"):
        add_evidence(application, elsewhere, make.pdf("别的.pdf"), user=person)


def test_what_would_stop_the_answer_is_open_too(reference):
    """A gap nobody asked about (an answer of the time before a check) can be mended, and no more than that."""
    application = corrected({"section": "subject", "field": "address"})
    row = SectionAnswers.objects.get(application=application, section="product")
    row.data["key_advantage"] = "很好😀"
    row.save()
    application = Application.objects.get(pk=application.pk)
    assert opened(application, "product").fields == {"key_advantage"}
    saved = save_fields(
        application, "product", {"key_advantage": "很好", "annual_output": "9"}, user=application.created_by
    )
    assert (saved.data["key_advantage"], saved.errors) == ("很好", {"annual_output": [NOT_ASKED]})
    assert opened(Application.objects.get(pk=application.pk), "product").closed


def test_emptying_an_asked_field_opens_no_other(reference):
    application = corrected({"section": "subject", "field": "address"})
    save_fields(application, "subject", {"address": ""}, user=application.created_by)
    assert opened(Application.objects.get(pk=application.pk), "subject").fields == {"address"}


def test_pages_show_what_is_closed_as_it_was_filed(client, reference):
    application = corrected(
        {"section": "subject", "field": "address"}, {"section": "standard", "field": "standard_number"}
    )
    client.force_login(application.created_by)
    tasks = client.get(reverse("portal:application", args=[application.pk])).content.decode()
    assert tasks.count("未要求补正") == len(application.sections) - 2
    closed = client.get(reverse("portal:section", args=[application.pk, "product"])).content.decode()
    assert "补正意见没有涉及这一部分" in closed and "<textarea" not in closed
    assert "无醛添加板式家具。" in closed
    page = client.get(reverse("portal:section", args=[application.pk, "subject"])).content.decode()
    assert page.count(" disabled") >= 7
    standard = client.get(reverse("portal:section", args=[application.pk, "standard"])).content.decode()
    assert "更正产品资料" in standard and "执行标准编号" in standard
    for key in application.sections:
        assert client.get(reverse("portal:section", args=[application.pk, key])).status_code == 200, key
    posted = client.post(reverse("portal:section", args=[application.pk, "product"]), {"key_advantage": "改"})
    assert posted.status_code == 409


def test_an_answer_after_the_last_day_is_refused_before_the_job_ran(clock, reference):
    clock.set("2026-03-02")
    application = answered(corrected({"section": "subject", "field": "address"}))
    last = application.due_on
    clock.set(last + timedelta(days=1))
    with pytest.raises(NotPossible, match="已经届满，不能再提交补正"):
        resubmit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)
    assert Application.objects.get(pk=application.pk).state == "correction_required"
    clock.set(last)
    moved = resubmit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)
    assert moved.state == "completeness_check"


def test_an_answer_that_leaves_a_gap_is_not_handed_in(reference):
    application = answered(corrected({"section": "subject", "field": "address"}))
    save_fields(application, "subject", {"address": ""}, user=application.created_by)
    with pytest.raises(NotPossible, match="主体信息："):
        resubmit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)
    assert Application.objects.get(pk=application.pk).state == "correction_required"


def test_an_agreement_is_not_signed_after_its_last_day(clock, reference):
    from applications.review.stages.agreement.acts import sign_for_enterprise  # beside its only use

    clock.set("2026-03-02")
    application = make.advance_to(make.filed(), "agreement", make.staff("510100"), clock)
    clock.set(application.due_on + timedelta(days=1))
    with pytest.raises(NotPossible, match="已经届满，不能再签署协议"):
        sign_for_enterprise(
            application, user=application.created_by, name="李四", role="代表", proof=make.PASSWORD, shown=NO_PAGE
        )
