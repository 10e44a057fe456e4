"""Kinds of message whose acts the tests of their own subject drive for real."""

_CHANGES, _TERMS = "tests/applications/enterprises/test_changes.py", "tests/certification/bodies/test_terms.py"
_CHANGE_LIFE = "tests/applications/enterprises/test_change_life.py"
_REVIEW, _STANDSTILL = "tests/applications/review", "tests/certification/certificates/test_standstill.py"
_LEFT = (_TERMS, "test_a_body_that_leaves_asks_for_a_new_certificate_at_once")
_BROUGHT = (_TERMS, "test_a_new_certificate_is_put_in_place_by_two_people")
_LATE = (_TERMS, "test_when_the_time_is_over_the_mark_is_suspended_and_never_withdrawn_by_itself")
_SILENT = (
    f"{_REVIEW}/test_silence.py",
    "test_five_silent_working_days_accept_the_case_with_history_and_word_to_both_sides",
)
_RETURNED = (f"{_REVIEW}/test_returns.py", "test_both_sides_read_where_the_case_went_and_why")
_IDLE = (f"{_REVIEW}/test_handlers.py", "test_claim_lapses_after_the_days_of_the_policy_without_an_act")
_STOPPED = (_STANDSTILL, "test_suspended_certificate_stops_the_clock_of_the_agreement_and_both_sides_are_told")
_MOVED = (_CHANGES, "test_the_city_it_moves_to_decides_and_the_one_it_leaves_is_told")
_LIMIT = (
    "tests/certification/authorizations/test_limits.py",
    "test_holder_and_desk_are_told_before_and_on_the_last_day_and_the_desk_acts_from_the_day_after",
)
_RENEWED = (
    "tests/certification/changes/renewals/test_renewal.py",
    "test_decided_in_time_there_is_no_day_without_and_none_with_two",
)
_DRAWS = "tests/supervision/draws/test_life.py"
_COMMITMENT = "tests/supervision/draws/test_commitment.py"
_ASKED = (_COMMITMENT, "test_the_other_organiser_is_asked_and_may_hand_back_with_a_reason")
_REMINDED = (_DRAWS, "test_organisers_are_reminded_once_a_day_and_warned_when_overdue")
_CORRECTED = (
    "tests/supervision/draws/test_corrections.py",
    "test_what_was_not_begun_is_called_off_and_what_was_begun_goes_on",
)
_DIRECTORIES = "tests/supervision/directories"
_LEAD = (
    "tests/supervision/lists/test_leads.py",
    "test_a_volunteer_files_with_a_photo_and_reads_the_outcome",
)
_BLACKLIST = (
    "tests/stories/test_blacklist.py",
    "test_entered_refused_removed_and_accepted",
)
_CHECKS, _TASKS = "tests/supervision/inspections/test_messages.py", "tests/supervision/inspections/test_tasks.py"
_CONCLUSIONS = "tests/supervision/inspections/test_conclusions.py"
_SAMPLE = (
    "tests/supervision/inspections/test_samples.py",
    "test_a_failed_test_is_repeated_by_another_laboratory_whose_result_counts",
)
_STEPS = (_CHECKS, "test_a_check_with_an_objection_tells_each_side_of_each_step")
_OFF = (_CHECKS, "test_a_void_draw_calls_its_checks_off")
_PUT_RIGHT = "tests/supervision/inspections/test_rectifications.py"
_LIMIT_OF_CHECK = (_PUT_RIGHT, "test_the_limit_is_told_before_on_and_after_its_last_day_once_each")
_ONE_REPORT = (_PUT_RIGHT, "test_one_report_stands_and_a_returned_one_may_be_filed_again")
_SANCTIONS = "tests/supervision/inspections/test_sanctions.py"
_USAGES = "tests/certification/duties/usages/test_usages.py"
_REPORTS = "tests/certification/duties"
_FILED = (f"{_REPORTS}/test_report_filing.py", "test_filed_it_is_pinned_as_it_was_signed_and_waits_for_the_operator")
_LATE_REPORT = (
    f"{_REPORTS}/test_report_years.py",
    "test_the_holder_is_reminded_on_the_last_day_and_15_and_30_days_later_then_the_desk_is_asked",
)
_CONSULTATION = f"{_REVIEW}/stages/consultation/test_acts.py"
_MARK_CHANGES = "tests/certification/changes/test_requests.py"
_SUCCESSIONS = "tests/certification/changes/test_successions.py"
_MERGER = (_SUCCESSIONS, "test_after_a_merger_the_mark_is_the_successors_with_its_history")
_GIVEN_BACK = (
    "tests/certification/changes/test_cancellations.py",
    "test_a_holder_gives_the_mark_back_and_two_people_carry_it_out",
)
_CHANGED = (_MARK_CHANGES, "test_an_added_model_gives_a_new_certificate_under_the_same_number")
# Kind → file and test that look for that very kind.
DRIVEN_ELSEWHERE: dict[str, tuple[str, str]] = {
    "usage_to_review": (_USAGES, "test_a_usage_is_registered_with_its_pictures_and_waits_for_the_operator"),
    "usage_approved": (_USAGES, "test_the_operator_accepts_and_the_holder_is_told"),
    "usage_returned": (_USAGES, "test_a_returned_one_shows_its_marks_and_is_filed_again_with_better_pictures"),
    "usages_carried_on": (
        "tests/certification/changes/renewals/test_carried_on.py",
        "test_a_year_not_yet_filed_and_the_usages_go_over_to_the_new_one",
    ),
    "usage_revoked": (_USAGES, "test_a_revoked_one_is_over_and_the_mark_stays_in_force"),
    "authorization_reminder": (
        f"{_REPORTS}/test_overview.py",
        "test_chosen_holders_are_reminded_once_a_day",
    ),
    "incident_reported": (
        f"{_REPORTS}/test_incidents.py",
        "test_reported_in_its_term_it_waits_for_the_operator",
    ),
    "incident_taken_back": (
        "tests/certification/duties/test_taking_back.py",
        "test_an_incident_is_taken_back_with_a_reason_that_the_desk_reads_and_counts_no_more",
    ),
    "incident_acknowledged": (
        f"{_REPORTS}/test_incidents.py",
        "test_the_operator_answers_once_and_the_holder_reads_it",
    ),
    "annual_report_open": (
        f"{_REPORTS}/test_report_years.py",
        "test_the_report_opens_with_new_year_and_not_a_minute_before",
    ),
    "annual_report_late": _LATE_REPORT,
    "annual_report_missing": _LATE_REPORT,
    "annual_report_missing_desk": _LATE_REPORT,
    "annual_report_filed": _FILED,
    "annual_report_to_review": _FILED,
    "annual_report_accepted": (
        f"{_REPORTS}/test_report_filing.py",
        "test_accepted_its_summary_is_public_and_its_figures_count",
    ),
    "annual_report_returned": (
        f"{_REPORTS}/test_report_filing.py",
        "test_returned_with_a_reason_nothing_is_lost_and_it_is_filed_again_in_time",
    ),
    "consultation_asked": (_CONSULTATION, "test_each_department_is_told_and_has_its_own_five_working_days"),
    "consultation_due_soon": (_CONSULTATION, "test_who_has_not_answered_is_reminded_once_before_the_end"),
    "consultation_called_off": (
        _CONSULTATION,
        "test_a_case_that_leaves_calls_off_what_is_open_and_asks_anew_when_it_comes_back",
    ),
    "consultation_answered": (_CONSULTATION, "test_the_last_agreement_lets_the_case_go_on_by_itself"),
    "consultation_to_decide": (_CONSULTATION, "test_silence_beside_an_opinion_is_the_desks_to_decide"),
    "inspection_assigned": (_TASKS, "test_each_pick_becomes_one_task_however_often_it_is_assigned"),
    "inspection_sent_back": (_CONCLUSIONS, "test_a_conclusion_sent_back_is_made_anew"),
    "inspection_unpublished": (
        _CONCLUSIONS,
        "test_the_publication_has_twenty_working_days_and_warns_on_15_18_and_20",
    ),
    "inspection_notice": _STEPS,
    "inspection_word": _STEPS,
    "inspection_to_review": _STEPS,
    "inspection_objection": _STEPS,
    "inspection_objection_decided": _STEPS,
    "inspection_objection_unheard": (
        "tests/supervision/inspections/test_escalation.py",
        "test_with_nobody_left_the_administrators_are_asked_to_name_somebody",
    ),
    "sample_failed": _SAMPLE,
    "sample_retest_answered": _SAMPLE,
    "sample_final": _SAMPLE,
    "sample_step": _SAMPLE,
    "inspection_result": _STEPS,
    "inspection_called_off": _OFF,
    "inspection_stopped": _OFF,
    "rectification_due_soon": _LIMIT_OF_CHECK,
    "rectification_overdue": _LIMIT_OF_CHECK,
    "rectification_overdue_desk": _LIMIT_OF_CHECK,
    "rectification_filed": (_PUT_RIGHT, "test_a_report_is_filed_by_who_signs_upon_what_was_ordered"),
    "rectification_accepted": _ONE_REPORT,
    "rectification_returned": _ONE_REPORT,
    "reinspection_ordered": _ONE_REPORT,
    "reinspection_result": (_PUT_RIGHT, "test_reports_lie_on_the_right_desk_and_then_the_reinspection"),
    "inspection_corrected": (
        "tests/supervision/inspections/test_corrections.py",
        "test_everybody_reads_both_with_their_days_and_the_log_keeps_both",
    ),
    "inspection_to_correct": (
        "tests/supervision/inspections/test_corrections.py",
        "test_an_upheld_objection_to_a_correction_asks_for_another_one",
    ),
    "inspection_to_sanction": (_SANCTIONS, "test_the_operator_is_asked_when_it_is_grave_late_or_wrong_again"),
    "inspection_sanction_settled": (
        _SANCTIONS,
        "test_the_operator_proposes_once_upon_what_it_read_and_takes_back_with_a_reason",
    ),
    "draw_to_confirm": _ASKED,
    "draw_handed_back": _ASKED,
    "draw_committed": (_COMMITMENT, "test_every_holder_of_the_directory_is_told_of_the_hashes_once"),
    "draw_values_wanted": _REMINDED,
    "draw_overdue": _REMINDED,
    "draw_calendar_ends": (
        "tests/supervision/draws/test_calendar.py",
        "test_organisers_and_administrators_are_told_once_a_week_before_the_calendar_ends",
    ),
    "draw_corrected": _CORRECTED,
    "draw_correction_unheard": (
        "tests/supervision/draws/test_corrections.py",
        "test_where_both_organisers_typed_the_administrators_are_asked_to_name_another",
    ),
    "inspection_goes_on": _CORRECTED,
    "inspection_goes_on_notice": (
        "tests/supervision/draws/test_corrections.py",
        "test_the_inspected_are_told_why_their_check_stops_or_goes_on",
    ),
    "draw_values_differ": (
        "tests/supervision/draws/test_values.py",
        "test_unequal_values_are_both_kept_and_neither_wins",
    ),
    "lead_decided": _LEAD,
    "lead_to_suspend": _LEAD,
    "lead_settled": (
        "tests/supervision/lists/test_lead_requests.py",
        "test_a_finding_is_passed_on_proposed_and_decided_by_the_operators_two",
    ),
    "blacklist_entered": _BLACKLIST,
    "blacklist_removed": _BLACKLIST,
    "directory_repaired": (
        f"{_DIRECTORIES}/test_comparisons.py",
        "test_what_differs_from_the_register_is_put_right_audited_and_kept_in_the_history",
    ),
    "inspector_certificate_ends": (
        f"{_DIRECTORIES}/test_roll.py",
        "test_an_inspector_is_reminded_once_of_the_end_of_his_certificate",
    ),
    "yearly_plan_returned": (
        f"{_DIRECTORIES}/test_plans.py",
        "test_sent_back_with_a_reason_the_planner_is_told_and_all_begins_anew",
    ),
    "enterprise_change_to_decide": _MOVED,
    "enterprise_change_away": _MOVED,
    "enterprise_change_decided": (_CHANGE_LIFE, "test_it_is_refused_with_a_reason_and_nothing_changes"),
    "enterprise_change_effective": (_CHANGES, "test_one_for_the_future_takes_effect_by_the_clock"),
    "replacement_asked": _LEFT,
    "replacement_opened": _LEFT,
    "replacement_met": _BROUGHT,
    "replacement_offered": _BROUGHT,
    "replacement_refused": (_TERMS, "test_a_certificate_handed_back_leaves_the_time_running"),
    "replacement_over": _LATE,
    "replacement_passed": _LATE,
    "application_deemed_accepted": _SILENT,
    "silence_counted": _SILENT,
    "application_retracted": (f"{_REVIEW}/test_termination.py", "test_retracting_tells_the_desk_where_the_case_was"),
    "application_returned": _RETURNED,
    "correction_led_back": _RETURNED,
    "case_released": _IDLE,
    "claim_lapsed": _IDLE,
    "case_taken_over": (
        f"{_REVIEW}/test_handlers.py",
        "test_colleague_takes_over_with_a_reason_that_the_former_handler_reads",
    ),
    "case_hindered": _STOPPED,
    "case_runs_on": _STOPPED,
    "case_stands_still": _STOPPED,
    "certificate_lost": (_STANDSTILL, "test_lost_certificate_sends_the_case_back_to_its_check"),
    "suspension_requested": (
        "tests/certification/authorizations/test_requests.py",
        "test_a_holder_asks_and_two_people_suspend_upon_it",
    ),
    "authorization_renewed": _RENEWED,
    "authorization_handed_on": _RENEWED,
    "succession_asked": _MERGER,
    "succession_to_decide": _MERGER,
    "succession_granted": _MERGER,
    "succession_declined": (_SUCCESSIONS, "test_the_successor_declines_and_the_holder_reads_why"),
    "succession_refused": (_SUCCESSIONS, "test_a_refusal_leaves_the_mark_where_it_was"),
    "succession_over": (_SUCCESSIONS, "test_the_holder_takes_it_back_and_an_ended_mark_closes_it"),
    "cancellation_received": _GIVEN_BACK,
    "cancellation_to_decide": _GIVEN_BACK,
    "cancellation_returned": (
        "tests/certification/changes/test_cancellations.py",
        "test_a_request_handed_back_says_why_and_may_be_made_again",
    ),
    "change_received": _CHANGED,
    "change_to_decide": _CHANGED,
    "change_granted": _CHANGED,
    "certificate_reissued": _CHANGED,
    "change_returned": (
        _MARK_CHANGES,
        "test_what_is_handed_back_is_mended_with_its_papers_kept_and_a_new_term",
    ),
    "change_refused": (_MARK_CHANGES, "test_a_refusal_changes_nothing_and_says_why"),
    "change_closed": (_MARK_CHANGES, "test_a_change_that_waits_when_the_mark_ends_is_closed_and_told"),
    "suspension_ending": _LIMIT,
    "suspension_ending_desk": _LIMIT,
    "suspension_over": _LIMIT,
    "suspension_over_desk": _LIMIT,
}
