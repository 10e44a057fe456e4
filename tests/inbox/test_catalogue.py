"""Every message of the system, as its reader gets it."""

import re
from datetime import UTC, date, datetime

import pytest

from tests.some import some
from tianfu.inbox.catalogue import CATALOGUE, WrongContext, kind_of, render
from tianfu.inbox.message_kind import Audience, Mail
from tianfu.inbox.wording import SUBJECT_MAX, one_line, readable

KEYS = sorted(CATALOGUE)
REQUIRED = {
    "enterprise_claim_received", "enterprise_claim_to_check", "enterprise_claim_approved", "enterprise_claim_refused",
    "membership_requested", "membership_approved", "membership_refused",
    "application_submitted", "application_accepted", "correction_requested", "correction_answered",
    "correction_due_soon", "application_lapsed", "stage_passed", "application_not_accepted",
    "notice_published", "objection_recorded", "objection_closed",
    "objection_summary_to_check", "objection_answered", "objection_upheld",
    "decision_approved", "decision_rejected", "application_terminated", "agreement_to_sign", "agreement_signed",
    "authorization_issued", "issue_failed", "certificate_reissued",
    "cancellation_received", "cancellation_returned", "cancellation_to_decide",
    "succession_asked", "succession_declined", "succession_granted", "succession_refused", "succession_over",
    "succession_to_decide", "change_received", "change_returned", "change_granted", "change_refused", "change_closed", "change_to_decide",
    "authorization_suspended", "authorization_reinstated", "authorization_withdrawn", "authorization_cancelled",
    "authorization_renewed", "authorization_handed_on",
    "authorization_expiring", "authorization_expired", "body_confirmation_requested", "body_confirmed", "certificate_suspended_by_body",
    "sanction_proposed", "suspension_cause_lifted", "restoration_received", "restoration_to_decide",
    "replacement_asked", "replacement_opened", "replacement_offered", "replacement_refused", "replacement_met",
    "replacement_passed", "replacement_over",
    "restoration_refused", "certificate_end_proposed", "case_ground_lost", "case_ground_lost_desk",
    "application_returned", "correction_led_back", "application_deemed_accepted", "silence_counted",
    "application_retracted", "case_released", "case_taken_over", "claim_lapsed",
    "case_stands_still", "case_runs_on", "certificate_lost", "case_hindered",
    "staff_invited", "assigned_to_you", "job_parked", "second_person_asked",
    "suspension_requested", "suspension_ending", "suspension_ending_desk", "suspension_over", "suspension_over_desk",
    "grant_closed", "role_granted", "access_notable", "enterprise_change_to_decide", "enterprise_change_away", "enterprise_change_decided", "enterprise_change_effective",
    "directory_repaired", "inspector_certificate_ends", "yearly_plan_returned",
    "lead_decided", "lead_to_suspend", "lead_settled", "blacklist_entered", "blacklist_removed",
    "draw_to_confirm", "draw_handed_back", "draw_committed", "draw_values_wanted", "draw_values_differ", "draw_overdue",
    "draw_calendar_ends", "draw_corrected", "draw_correction_unheard", "inspection_goes_on", "inspection_goes_on_notice", "inspection_objection_unheard",
    "inspection_assigned", "inspection_to_review", "inspection_sent_back", "inspection_unpublished", "inspection_stopped",
    "inspection_notice", "inspection_result", "inspection_called_off", "inspection_word", "inspection_objection",
    "inspection_objection_decided",
    "rectification_due_soon", "rectification_overdue", "rectification_overdue_desk", "rectification_filed",
    "rectification_accepted", "rectification_returned", "reinspection_ordered", "reinspection_result",
    "inspection_corrected", "inspection_to_correct", "inspection_to_sanction", "inspection_sanction_settled",
    "sample_failed", "sample_retest_answered", "sample_final", "sample_step",
    "consultation_asked", "consultation_due_soon", "consultation_called_off", "consultation_answered",
    "consultation_to_decide",
    "usage_to_review", "usage_approved", "usage_returned", "usage_revoked", "usages_carried_on",
    "authorization_reminder", "incident_reported", "incident_acknowledged", "incident_taken_back", "annual_report_open", "annual_report_late", "annual_report_missing", "annual_report_missing_desk",
    "annual_report_filed", "annual_report_to_review", "annual_report_accepted", "annual_report_returned",
}  # fmt: skip


def required_only(key: str) -> dict[str, object]:
    kind = CATALOGUE[key]
    return {name: value for name, value in kind.sample.items() if name not in kind.optional}


def test_catalogue_has_every_message_of_the_system() -> None:
    assert set(KEYS) == REQUIRED


@pytest.mark.parametrize("key", KEYS)
def test_message_is_complete_with_and_without_its_optional_parts(key: str) -> None:
    for context in (dict(CATALOGUE[key].sample), required_only(key)):
        text = render(key, context)
        assert 0 < len(text.subject) <= SUBJECT_MAX
        for part in (text.subject, text.body):
            assert not re.search(r"[⟦⟧{}]|None|\[\]|  |，，|。。|：\n\n\n|\n\n\n", part), part
            assert part == part.strip()


@pytest.mark.parametrize("key", [key for key in KEYS if CATALOGUE[key].sample])
def test_message_names_every_value_it_declares(key: str) -> None:
    kind = CATALOGUE[key]
    text = render(key, kind.sample)
    whole = text.subject + text.body
    for name, value in some(kind.sample.items()):
        shown = readable(value)
        for item in shown if isinstance(shown, list) else [shown]:
            assert str(item) in whole, f"{key}.{name}"


@pytest.mark.parametrize("key", KEYS)
def test_wording_is_plain_chinese(key: str) -> None:
    kind = CATALOGUE[key]
    plain = re.sub(r"\{[{%].*?[%}]\}", "", kind.subject + kind.body + kind.label)
    assert not re.search(r"[A-Za-z]", plain)
    assert "请知悉" not in plain
    assert not re.search(r"[,;:!?()](?=[\u4e00-\u9fff])|你(?!们)", plain)


@pytest.mark.parametrize("key", [key for key in KEYS if CATALOGUE[key].audience != Audience.DESK])
def test_whoever_is_no_colleague_is_spoken_to(key: str) -> None:
    kind = CATALOGUE[key]
    assert "您" in re.sub(r"\{[{%].*?[%}]\}", "", kind.subject + kind.body + kind.label)


@pytest.mark.parametrize("key", [key for key in KEYS if "due" in CATALOGUE[key].sample])
def test_reader_learns_by_when_with_the_weekday(key: str) -> None:
    kind = CATALOGUE[key]
    assert readable(kind.sample["due"]) in render(key, kind.sample).body
    assert re.search("（周[一二三四五六日]）", render(key, kind.sample).body)


@pytest.mark.parametrize("key", KEYS)
def test_subject_stays_one_short_line_whatever_the_values(key: str) -> None:
    kind = CATALOGUE[key]
    hostile = {
        name: "甲" * 60 + "\r\nBcc: evil@example.cn\r\n\r\n" if isinstance(value, str) else value
        for name, value in kind.sample.items()
    }
    subject = render(key, hostile).subject
    assert len(subject) <= SUBJECT_MAX
    assert "\r" not in subject
    assert "\n" not in subject


@pytest.mark.parametrize("key", KEYS)
def test_missing_or_empty_value_is_refused(key: str) -> None:
    context = required_only(key)
    for name, value in context.items():
        with pytest.raises(WrongContext, match=name):
            render(key, {k: v for k, v in context.items() if k != name})
        with pytest.raises(WrongContext, match=name):
            render(key, context | {name: [] if isinstance(value, list) else ""})
    with pytest.raises(WrongContext, match="unknown_name"):
        render(key, context | {"unknown_name": "x"})


def test_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such_message"):
        kind_of("no_such_message")


def test_decisions_are_legal_and_reminders_are_not() -> None:
    assert {key for key in KEYS if not CATALOGUE[key].legal} == {
        "enterprise_claim_received", "enterprise_claim_to_check", "membership_requested", "membership_approved",
        "membership_refused", "correction_answered", "correction_due_soon", "stage_passed", "issue_failed",
        "annual_report_filed", "annual_report_to_review", "annual_report_missing_desk", "incident_reported", "incident_taken_back", "authorization_reminder",
        "sanction_proposed", "restoration_to_decide", "change_to_decide", "cancellation_to_decide",
        "succession_to_decide",
        "correction_led_back", "silence_counted", "application_retracted", "case_released", "case_taken_over",
        "claim_lapsed", "case_hindered",
        "usage_to_review", "usage_approved", "usages_carried_on",
        "authorization_expiring", "body_confirmed", "assigned_to_you", "job_parked", "second_person_asked",
        "enterprise_change_to_decide", "enterprise_change_away", "suspension_requested", "suspension_ending_desk", "suspension_over_desk",
        "grant_closed", "access_notable", "lead_decided", "lead_to_suspend", "lead_settled",
        "objection_summary_to_check", "objection_answered", "objection_upheld",
        "directory_repaired", "inspector_certificate_ends", "yearly_plan_returned",
    "draw_to_confirm", "draw_handed_back", "draw_committed", "draw_values_wanted", "draw_values_differ", "draw_overdue",
    "draw_calendar_ends", "draw_corrected", "draw_correction_unheard", "inspection_goes_on", "inspection_goes_on_notice", "inspection_objection_unheard",
    "inspection_assigned", "inspection_to_review", "inspection_sent_back", "inspection_unpublished", "inspection_stopped",
    "inspection_called_off", "inspection_objection",
    "rectification_overdue_desk", "rectification_filed", "reinspection_ordered", "inspection_to_correct", "inspection_to_sanction",
    "inspection_sanction_settled",
    "sample_step",
    "consultation_due_soon", "consultation_called_off", "consultation_answered", "consultation_to_decide",
    }  # fmt: skip
    assert {key for key in KEYS if CATALOGUE[key].mail == Mail.FULL} == {"staff_invited"}


def test_correction_lists_every_gap_by_number() -> None:
    body = render("correction_requested", CATALOGUE["correction_requested"].sample).body
    assert "需要您补正下列 2 项内容" in body
    assert "1. “执行标准”：缺少标准文本。\n2. 对比表第 2 行" in body


def test_dates_and_moments_are_spelled_for_people() -> None:
    assert readable(date(2026, 12, 4)) == "2026 年 12 月 4 日（周五）"
    assert readable(datetime(2026, 12, 3, 16, 5, tzinfo=UTC)) == "2026 年 12 月 4 日（周五）00:05"


def test_provisional_deadline_says_that_it_may_move() -> None:
    class Deadline:
        date = date(2027, 1, 18)
        provisional = True

    assert readable(Deadline()) == "2027 年 1 月 18 日（周一）（假期安排公布后可能顺延）"


def test_value_cannot_turn_the_sentence_around() -> None:
    assert readable("甲\u202e乙\x00丙\x1b") == "甲乙丙"


def test_value_with_template_signs_stays_text() -> None:
    body = render("enterprise_claim_approved", {"enterprise": "{{ 7|add:1 }}{% now %}<b>&"}).body
    assert "{{ 7|add:1 }}{% now %}<b>&" in body


def test_long_line_is_cut_with_a_mark() -> None:
    assert one_line("字" * 41) == "字" * 39 + "…"
