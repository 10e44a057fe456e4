"""Stories of an application: what its acts tell."""

from datetime import timedelta

from applications.cases.filings.submission import resubmit
from applications.review.acts.corrections import answer, ask_correction
from applications.review.acts.passages import decline, reject
from applications.review.acts.termination import terminate
from applications.review.deadlines.lapse import lapse_overdue, remind_of_due
from applications.review.stages.public_notice.objections.acts import (
    answer_objection,
    check_summary,
    close_objection,
    record_objection,
)
from applications.review.work.assignment import assign
from tests import make
from tests.stories.drives import drives, fresh
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE


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


@drives("certificate_suspended_by_body", "case_ground_lost", "case_ground_lost_desk")
def body_suspends_a_certificate_under_a_case(clock):
    people = make.staff()
    application = make.advance_to(make.filed(), "prefecture_review", people, clock)
    certificate = application.certificate_claim.certificate
    advance(
        certificate, "suspend", actor=make.member(certificate.body.organisation, sign=True), seen=certificate.revision,
        note="监督审核未进行",
    )  # fmt: skip
