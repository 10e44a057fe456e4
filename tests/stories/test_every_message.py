"""Every message of the catalogue is sent by the act it tells of: each kind is driven here for real.

A kind that no story drives fails `test_every_kind_of_message_has_a_story`: a promise nobody keeps must not stand in
the catalogue. Each story names the kinds it drives and fails when one of them was not written.
"""

import ast
from datetime import timedelta
from functools import cache

import pytest
from django.conf import settings
from django.test import override_settings

from applications.claiming import claim_enterprise, decide_claim
from applications.correcting import answer, ask_correction
from applications.enterprises.changes.acts import decide, file_change
from applications.lapsing import lapse_overdue, remind_of_due
from applications.models import Application
from applications.objections.acts import answer_objection, check_summary, close_objection, record_objection
from applications.review.assignment import assign
from applications.review.termination import terminate
from applications.reviewing import decline, reject
from applications.submitting import resubmit
from certification.authorizations.restorations import file_restoration
from certification.certificates.ends import propose_end
from certification.expiring import expire_ended, remind_of_expiry
from certification.issuing import ISSUE_JOB
from certification.models import Authorization
from certification.sanctioning import confirm, propose
from certification.states import Act, Cause
from tests import make
from tests.grants import give
from tianfu.accounts import joining
from tianfu.accounts.grants.officers import propose_officer
from tianfu.accounts.grants.proposals import confirm_grant
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.models import InboxMessage, OutgoingMail
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.shown import NO_PAGE

pytestmark = pytest.mark.django_db
STORIES = {}
# Kinds whose acts the tests of their own subject drive for real: kind → file and test that look for that very kind.
_CHANGES, _TERMS = "tests/applications/enterprises/test_changes.py", "tests/certification/bodies/test_terms.py"
_REVIEW, _STANDSTILL = "tests/applications/review", "tests/certification/test_standstill.py"
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
_DRAWS = "tests/supervision/draws/test_life.py"
_ASKED = (_DRAWS, "test_the_other_organiser_is_asked_and_may_hand_back_with_a_reason")
_REMINDED = (_DRAWS, "test_organisers_are_reminded_once_a_day_and_warned_when_overdue")
_DIRECTORIES = "tests/supervision/directories"
_LEAD = (
    "tests/supervision/lists/test_leads.py",
    "test_a_volunteer_files_with_a_photo_and_reads_the_outcome",
)
_BLACKLIST = (
    "tests/supervision/lists/test_blacklist.py",
    "test_entered_refused_told_removed_and_accepted_again",
)
_CHECKS, _TASKS = "tests/supervision/inspections/test_messages.py", "tests/supervision/inspections/test_tasks.py"
_STEPS = (_CHECKS, "test_a_check_with_an_objection_tells_each_side_of_each_step")
_OFF = (_CHECKS, "test_a_void_draw_calls_its_checks_off")
DRIVEN_ELSEWHERE: dict[str, tuple[str, str]] = {
    "inspection_assigned": (_TASKS, "test_each_pick_becomes_one_task_however_often_it_is_assigned"),
    "inspection_sent_back": (_TASKS, "test_a_conclusion_sent_back_is_made_anew"),
    "inspection_unpublished": (
        _TASKS,
        "test_the_publication_has_twenty_working_days_and_warns_on_15_18_and_20",
    ),
    "inspection_notice": _STEPS,
    "inspection_word": _STEPS,
    "inspection_to_review": _STEPS,
    "inspection_objection": _STEPS,
    "inspection_objection_decided": _STEPS,
    "inspection_result": _STEPS,
    "inspection_called_off": _OFF,
    "inspection_stopped": _OFF,
    "draw_to_confirm": _ASKED,
    "draw_handed_back": _ASKED,
    "draw_committed": (_DRAWS, "test_every_holder_of_the_directory_is_told_of_the_hashes_once"),
    "draw_values_wanted": _REMINDED,
    "draw_overdue": _REMINDED,
    "draw_values_differ": (_DRAWS, "test_unequal_values_are_both_kept_and_neither_wins"),
    "lead_decided": _LEAD,
    "lead_to_suspend": _LEAD,
    "blacklist_entered": _BLACKLIST,
    "blacklist_removed": _BLACKLIST,
    "directory_repaired": (
        f"{_DIRECTORIES}/test_objects.py",
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
    "enterprise_change_decided": (_CHANGES, "test_it_is_refused_with_a_reason_and_nothing_changes"),
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
    "suspension_ending": _LIMIT,
    "suspension_ending_desk": _LIMIT,
    "suspension_over": _LIMIT,
    "suspension_over_desk": _LIMIT,
}


def drives(*kinds):
    def keep(story):
        STORIES[story] = kinds
        return story

    return keep


def fresh(application):
    return Application.objects.get(pk=application.pk)


def licence_claim(person, code="91510100TFMP0101X4"):
    return claim_enterprise(
        user=person, code=code, name="样例家居制造有限公司", region=Region.objects.get(pk="510100"),
        licence=make.pdf("执照.pdf"),
    ).claim  # fmt: skip


@drives("enterprise_claim_received", "enterprise_claim_to_check", "enterprise_claim_approved")
def claim_is_filed_and_accepted(clock):
    officer = make.officer(Role.PREFECTURE_OFFICER, "510100")
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "510700")
    claim = licence_claim(make.user())
    asked = InboxMessage.objects.get(key="enterprise_claim_to_check")
    assert (asked.user, asked.link) == (officer, f"/console/claims/{claim.pk}/")
    assert not InboxMessage.objects.filter(user=elsewhere).exists()
    assert InboxMessage.objects.get(key="enterprise_claim_received").user == claim.user
    decide_claim(claim, user=officer, approve=True, shown=NO_PAGE)


@drives(
    "enterprise_change_to_decide", "enterprise_change_away", "enterprise_change_decided", "enterprise_change_effective"
)
def enterprise_moves_to_another_city(clock):
    leaving = make.officer(Role.PREFECTURE_OFFICER, "510100")
    arriving = make.officer(Role.PREFECTURE_OFFICER, "510700")
    owner = make.enterprise()
    new = Region.objects.get(pk="510700")
    facts = {"new_region": new, "new_address": "示例路 9 号", "valid_from": the_clock.today()}
    change = file_change(owner, "move", facts, [make.pdf("执照.pdf")], user=make.member(owner.organisation))
    assert InboxMessage.objects.get(key="enterprise_change_to_decide").user == arriving
    assert InboxMessage.objects.get(key="enterprise_change_away").user == leaving
    decide(change, "approve", user=arriving, seen=change.revision)


@drives("enterprise_claim_refused")
def claim_is_refused_with_its_reason(clock):
    claim = licence_claim(make.user())
    decide_claim(
        claim, user=make.officer(Role.PREFECTURE_OFFICER, "510100"), approve=False, reason="执照不清晰", shown=NO_PAGE
    )
    assert "执照不清晰" in InboxMessage.objects.get(key="enterprise_claim_refused").body


@drives("membership_requested", "membership_approved", "membership_refused")
def colleagues_ask_to_join(clock):
    organisation = make.enterprise().organisation
    manager = make.member(organisation)
    for approve in (True, False):
        person = make.user()
        membership = joining.request_membership(person, organisation, at=the_clock.now())
        if approve:
            joining.approve(membership, actor=manager, edit=True, sign=False, manage=False, at=the_clock.now())
        else:
            joining.refuse(membership, actor=manager, reason="不是本公司员工", at=the_clock.now())


@drives("staff_invited", "second_person_asked", "grant_closed", "access_notable")
def officer_is_invited(clock):
    admin, second, auditor = (make.officer(role) for role in (Role.SYSTEM_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR))
    proposal = propose_officer(
        email="new@example.test", name="新人", role=Role.PREFECTURE_OFFICER, region=Region.objects.get(pk="510700"),
        actor=admin, reason="到岗", identity="password",
    )  # fmt: skip
    person = proposal.user
    assert not OutgoingMail.objects.filter(key="staff_invited").exists()
    assert InboxMessage.objects.get(key="second_person_asked").user == second
    confirm_grant(proposal, actor=second, reason="已核对", identity="password")
    assert InboxMessage.objects.get(key="grant_closed").user == admin
    assert [row.user for row in InboxMessage.objects.filter(key="access_notable")] == [auditor]
    mail = OutgoingMail.objects.get(key="staff_invited")
    assert mail.to == person.email
    assert "/account/password/reset/key/" in mail.body_text
    assert "绵阳市" in mail.body_text
    assert InboxMessage.objects.get(key="staff_invited").link == ""


@drives("role_granted")
def officer_gets_one_more_role(clock):
    first, second = make.officer(Role.SYSTEM_ADMIN), make.officer(Role.SYSTEM_ADMIN)
    person = make.officer(Role.PREFECTURE_OFFICER, "510100")
    give(person, Role.EXPERT, first=first, second=second)
    message = InboxMessage.objects.get(key="role_granted")
    assert (message.user, "评审专家" in message.body, "满 24 小时后生效" in message.body) == (person, True, True)


@drives(
    "application_submitted", "application_accepted", "stage_passed", "body_confirmation_requested", "body_confirmed",
    "notice_published", "decision_approved", "agreement_signed", "authorization_issued", "second_person_asked",
)  # fmt: skip
def case_goes_all_the_way(clock):
    make.authorization(clock_fixture=clock)
    run_due()


@drives("correction_requested", "correction_due_soon", "correction_answered")
def correction_is_asked_and_answered(clock):
    application, people = make.filed(), make.staff()
    gaps = [{"section": "evidence", "text": "检测报告缺第 2 页。"}]
    application = ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=gaps)
    remind_of_due(application.due_on)
    for item in application.open_correction().items.all():
        answer(item, user=application.created_by, text="已补传")
    case = fresh(application)
    resubmit(case, user=case.created_by, seen=case.revision, shown=NO_PAGE)


@drives("agreement_to_sign", "application_lapsed")
def agreement_is_left_unsigned(clock):
    application = make.advance_to(make.filed(), "agreement", make.staff(), clock)
    remind_of_due(application.due_on)
    clock.set(application.due_on + timedelta(days=1))
    lapse_overdue(the_clock.today())


@drives("application_not_accepted")
def case_is_not_accepted(clock):
    application, people = make.filed(), make.staff()
    decline(application, user=people["prefecture"], seen=application.revision, codes=["N1"], note="不在范围")


@drives("application_terminated")
def case_is_terminated(clock):
    application, people = make.filed(), make.staff()
    for who in ("province", "province_second"):
        terminate(application, user=people[who], seen=application.revision, note="企业已注销登记", shown=NO_PAGE)


@drives("decision_rejected")
def case_is_rejected_by_two(clock):
    people = make.staff()
    application = make.advance_to(make.filed(), "document_review", people, clock)
    for who in ("operator", "operator_second"):
        reject(
            application, user=people[who], seen=application.revision, codes=["R4"], note="报告与产品不符", shown=NO_PAGE
        )


@drives(
    "objection_summary_to_check", "objection_recorded", "objection_answered", "objection_closed", "objection_upheld"
)
def objection_is_upheld(clock):
    people = make.staff()
    application = make.advance_to(make.filed(), "public_notice", people, clock)
    objection = record_objection(
        application, user=people["operator"], source="letter", objector="某单位", contact="028-00009999",
        text="型号与报告不符", summary="对型号有疑问",
    )  # fmt: skip
    check_summary(objection, user=people["operator_second"], approve=True, shown=NO_PAGE)
    answer_objection(objection, user=application.created_by, text="型号以报告为准")
    close_objection(objection, user=people["operator_second"], outcome="upheld", finding="型号确有出入", shown=NO_PAGE)


@drives("assigned_to_you")
def case_is_given_to_a_colleague(clock):
    application, people = make.filed(), make.staff()
    colleague = make.officer(Role.PREFECTURE_OFFICER, "510100")
    assert assign(application, user=people["prefecture"], to=colleague).handler == colleague
    assert InboxMessage.objects.get(key="assigned_to_you").user == colleague


def sanction(authorization, act, cause=Cause.MISUSE, reason="标识被改色使用", **inputs):
    pair = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    authorization = Authorization.objects.get(pk=authorization.pk)
    seen = authorization.revision
    proposal = propose(authorization, act, user=pair[0], seen=seen, reason=reason, cause=cause, **inputs)
    return confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)


def issued(clock):
    clock.set("2026-03-02")
    authorization = make.authorization(clock_fixture=clock)
    run_due()
    return Authorization.objects.get(pk=authorization.pk)


@drives(
    "sanction_proposed", "authorization_suspended", "restoration_received", "restoration_to_decide",
    "restoration_refused", "suspension_cause_lifted", "authorization_reinstated",
)  # fmt: skip
def mark_is_suspended_and_restored(clock):
    authorization = issued(clock)
    sanction(authorization, Act.SUSPEND)

    def ask():
        suspension = authorization.suspensions.get(cause=Cause.MISUSE, lifted_at=None)
        owner = authorization.application.created_by
        return file_restoration(suspension, user=owner, kind="request", text="已更换。", uploads=[make.pdf("照片.pdf")])

    sanction(authorization, Act.REFUSE, reason="仍是旧包装", restoration=ask())
    sanction(authorization, Act.SUSPEND, cause=Cause.QUALITY, reason="抽查不合格")
    sanction(authorization, Act.REINSTATE, reason="照片属实", restoration=ask())
    sanction(authorization, Act.REINSTATE, cause=Cause.QUALITY, reason="复检合格")


@drives("authorization_withdrawn")
def mark_is_withdrawn(clock):
    sanction(issued(clock), Act.WITHDRAW, reason="检测报告系伪造")


@drives("authorization_cancelled")
def mark_is_cancelled(clock):
    sanction(issued(clock), Act.CANCEL, reason="已停产")


@drives("authorization_expiring", "authorization_expired")
def mark_comes_to_its_end(clock):
    authorization = issued(clock)
    clock.set(authorization.ends_on)
    remind_of_expiry(the_clock.today())
    clock.set(authorization.ends_on + timedelta(days=1))
    assert expire_ended(the_clock.today()) == 1
    assert expire_ended(the_clock.today()) == 0
    assert InboxMessage.objects.filter(key="authorization_expired").count() == 1


@drives("certificate_suspended_by_body", "case_ground_lost", "case_ground_lost_desk")
def body_suspends_a_certificate_under_a_case(clock):
    people = make.staff()
    application = make.advance_to(make.filed(), "prefecture_review", people, clock)
    certificate = application.certificate_claim.certificate
    advance(
        certificate, "suspend", actor=make.member(certificate.body.organisation), seen=certificate.revision,
        note="监督审核未进行",
    )  # fmt: skip


@drives("certificate_end_proposed")
def body_proposes_to_withdraw_a_certificate(clock):
    certificate = make.certificate(make.body(), make.product(make.enterprise()))
    first, _ = make.member(certificate.body.organisation), make.member(certificate.body.organisation)
    propose_end(certificate, "withdraw", user=first, seen=certificate.revision, reason="弄虚作假", shown=NO_PAGE)


@drives("job_parked", "issue_failed")
def certificate_cannot_be_made(clock):
    make.officer(Role.SYSTEM_ADMIN)
    make.authorization(clock_fixture=clock)
    # The store is gone: the last attempt fails like the ones before it.
    Job.objects.filter(kind=ISSUE_JOB).update(attempts=7)
    with override_settings(MEDIA_ROOT="/proc/nowhere"):
        run_due()


def driven():
    return {kind for kinds in STORIES.values() for kind in kinds} | set(DRIVEN_ELSEWHERE)


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_every_kind_of_message_has_a_story(kind):
    assert kind in driven(), f"write the story that sends {kind}, or take it out of the catalogue"


def test_no_story_names_a_message_that_is_gone():
    assert driven() - set(CATALOGUE) == set()


def texts(node):
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


@cache
def looked_for(path):
    """Test → the texts it names, itself or by a constant of its file. A test that is gone is not in here."""
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    constants = {}
    for line in tree.body:
        if isinstance(line, ast.Assign):
            names = [part.id for target in line.targets for part in ast.walk(target) if isinstance(part, ast.Name)]
            constants |= dict.fromkeys(names, texts(line.value))
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            used = [constants.get(part.id, set()) for part in ast.walk(node) if isinstance(part, ast.Name)]
            found[node.name] = texts(node).union(*used)
    return found


@pytest.mark.parametrize("kind", sorted(DRIVEN_ELSEWHERE))
def test_the_test_that_drives_a_message_elsewhere_looks_for_that_very_message(kind):
    path, name = DRIVEN_ELSEWHERE[kind]
    assert kind in looked_for(path).get(name, set())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_message_is_sent_by_the_act_it_tells_of(story, clock, reference):
    clock.set("2026-03-02")
    story(clock)
    written = set(InboxMessage.objects.values_list("key", flat=True))
    assert set(STORIES[story]) - written == set()
