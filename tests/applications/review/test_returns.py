"""A correction that changes what a passed stage rested on brings the case back there; the clock always has its due date."""

from datetime import date

import pytest

from applications.cases.filings.submission import resubmit
from applications.cases.rules.foundations import changed_since_filing, rests_on, return_stage
from applications.cases.standing.position import rail, timeline
from applications.form.autosave import save_fields
from applications.form.product_facts import correct_facts
from applications.form.rows import add_evidence, save_comparison_row
from applications.models import Application
from applications.review.acts.corrections import answer, ask_correction
from certification.certificates.claims.acts import claim_certificate, confirm
from tests import make
from tianfu.demo.routes import Route
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def asked(application, people, *sections, **gap):
    """The officer of the stage asks for correction of `sections`; answered, not yet handed in."""
    who = people["prefecture" if application.state in ("completeness_check", "prefecture_review") else "operator"]
    gaps = [{"section": section, "kind": "incorrect", "text": "请更正", **gap} for section in sections]
    moved = ask_correction(application, user=who, seen=application.revision, gaps=gaps, arose="审核中发现不一致")
    for item in moved.open_correction().items.all():
        answer(item, user=moved.created_by, text="已更正")
    return fresh(moved)


def hand_in(application):
    return resubmit(fresh(application), user=application.created_by, seen=fresh(application).revision, shown=NO_PAGE)


def another_certificate(application, owner=None):
    owner = owner or make.body("另一认证有限公司")
    row = make.certificate(owner, fits=application.product)
    claim_certificate(application, row, user=application.created_by)
    return row


def keys():
    return list(InboxMessage.objects.order_by("pk").values_list("key", flat=True))


def test_correction_asked_at_the_certificate_check_is_handed_in_and_the_body_asked_with_a_due_date(clock, people):
    """The issue's own case: HTTP 500, since the message wanted a due date while the clock stood."""
    application = make.advance_to(make.filed(), "certificate_check", people, clock)
    application = asked(application, people, "certificate")
    clock.set("2026-03-05")
    row = another_certificate(application)
    moved = hand_in(application)
    assert (moved.state, moved.due_on, moved.round) == ("certificate_check", date(2026, 3, 11), 2)
    told = InboxMessage.objects.filter(organisation=row.body.organisation, key="body_confirmation_requested").get()
    assert "3 月 11 日" in told.body
    assert moved.corrections.get().closed_at is not None


@pytest.mark.parametrize("state", ["completeness_check", "prefecture_review", "certificate_check", "document_review"])
def test_every_stage_that_may_ask_takes_the_answer_with_a_running_clock(state, clock, people):
    application = make.advance_to(make.filed(), state, people, clock)
    application = asked(application, people, "product", field="annual_output")
    assert application.due_on == date(2026, 3, 16)
    save_fields(application, "product", {"annual_output": "13 万套"}, user=application.created_by)
    moved = hand_in(application)
    assert (moved.state, moved.due_on is None) == (state, False)
    assert fresh(moved).due_on == moved.due_on


def test_certificate_exchanged_after_its_check_is_confirmed_by_its_body_before_the_case_goes_on(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "certificate")
    owner = make.body("另一认证有限公司")
    another_certificate(application, owner)
    moved = hand_in(application)
    assert moved.state == "certificate_check"
    assert (moved.stage_since.date(), moved.due_on) == (date(2026, 3, 2), date(2026, 3, 9))
    change = moved.changes.last()
    assert (change.transition, change.inputs["changed"], change.target) == (
        "resubmit",
        ["质量认证证书"],
        "certificate_check",
    )
    with pytest.raises(NotPossible, match="尚未确认"):
        advance(moved, "pass_stage", actor=make.member(owner.organisation, sign=True), seen=moved.revision)
    moved = confirm(
        moved.certificate_claim, user=make.member(owner.organisation, sign=True), seen=moved.revision, shown=NO_PAGE
    )
    assert moved.state == "document_review"


def test_both_sides_read_where_the_case_went_and_why(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "certificate")
    another_certificate(application)
    before = len(keys())
    moved = hand_in(application)
    assert sorted(keys()[before:]) == [
        "application_returned",
        "body_confirmation_requested",
        "correction_answered",
        "correction_answered",
        "correction_led_back",
        "correction_led_back",
    ]
    told = InboxMessage.objects.get(key="application_returned", organisation=moved.enterprise.organisation)
    assert "“质量认证证书”" in told.body and "证书核验" in told.body
    assert timeline(moved)[0]["what"] == "提交补正，改动了“质量认证证书”，回到证书核验重新办理"
    assert [row["state"] for row in rail(moved)] == ["done", "done", "now", "todo", "todo", "todo", "todo"]


def test_product_renamed_in_a_correction_is_recommended_again_by_two_people(clock, people):
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    application = asked(application, people, "product", field="name")
    correct_facts(application, {"name": "实木家具"}, user=application.created_by)
    moved = fresh(application)
    assert return_stage(moved) == ("prefecture_review", ["产品信息"])


def test_second_person_rules_hold_again_at_the_stage_a_case_comes_back_to(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "product", field="models_text")
    correct_facts(application, {"models_text": "E-200"}, user=application.created_by)
    moved = hand_in(application)
    assert moved.state == "prefecture_review"
    moved = make.passing(moved, people["prefecture"])
    with pytest.raises(NotPossible, match="另一人"):
        make.passing(moved, people["prefecture"])
    moved = make.passing(moved, people["prefecture_second"])
    # And the body confirms anew: it had confirmed the old models.
    assert (moved.state, fresh(moved).certificate_claim.confirmed_at) == ("certificate_check", None)


@pytest.mark.parametrize(
    ("field", "value", "stage"),
    [("standard_number", "T/DEMO 002—2025", "certificate_check"), ("standard_title", "家具通则", "document_review")],
)
def test_standard_number_is_confirmed_by_the_body_its_title_is_not(field, value, stage, clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "standard", field=field)
    correct_facts(application, {field: value}, user=application.created_by)
    assert return_stage(fresh(application))[0] == stage


def test_evidence_and_values_are_reviewed_where_they_are_asked_for(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "evidence", "comparison")
    add_evidence(application, "test_report", make.pdf("新报告.pdf"), user=application.created_by)
    row = application.comparison.get()
    save_comparison_row(application, {**make.ROW, "own_value": "0.030"}, user=application.created_by, item=row)
    assert changed_since_filing(fresh(application)) == {"evidence", "comparison"}
    assert hand_in(application).state == "document_review"


def test_nothing_changed_nothing_returns(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "product", field="annual_output")
    assert changed_since_filing(application) == set()
    moved = hand_in(application)
    assert (moved.state, moved.changes.last().inputs["changed"]) == ("document_review", [])


def test_door_lets_no_resubmission_stay_where_its_changes_do_not_belong(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "certificate")
    another_certificate(application)
    for target in ("document_review", "completeness_check", None):
        with pytest.raises(NotPossible, match="证书核验"):
            advance(
                fresh(application), "resubmit", actor=application.created_by, seen=application.revision, target=target
            )


def test_a_whole_section_covers_its_rows_and_a_row_only_itself():
    assert rests_on("document_review", {"product.annual_output"}) == {"product.annual_output"}
    assert rests_on("prefecture_review", {"product.annual_output"}) == set()
    assert rests_on("approval", {"honors", "subject.contact_phone"}) == {"honors", "subject.contact_phone"}


def test_case_that_was_accepted_is_not_accepted_a_second_time(clock, people):
    """An address compared with the licence at 形式审查 changes later: that check is done again, the acceptance stands."""
    application = make.advance_to(make.filed(), "document_review", people, clock)
    application = asked(application, people, "subject", field="address")
    save_fields(application, "subject", {"address": "四川省成都市示例路 2 号"}, user=application.created_by)
    moved = hand_in(application)
    assert moved.state == "completeness_check"
    make.passing(moved, people["prefecture"])
    assert keys().count("application_accepted") == 1
    assert Job.objects.filter(key__startswith="letter:accepted:").count() == 1
