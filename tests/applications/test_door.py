"""The door of an application, asked by everybody and in every wrong way (`tests/door`)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest

from applications.cases.filings.submission import resubmit
from applications.cases.states import ApplicationState as S
from applications.form.drafts import discard
from applications.models import (
    Application,
    ApplicationEndorsement,
    Batch,
    Correction,
    CorrectionItem,
    Enterprise,
    Objection,
    Signature,
    StageReview,
)
from applications.review.acts.corrections import answer, ask_correction
from applications.review.acts.passages import decline, reject, send_back
from applications.review.acts.termination import terminate
from applications.review.deadlines.lapse import lapse_overdue
from applications.review.stages.agreement.acts import sign_for_enterprise
from applications.review.stages.completeness_check.silence import accept_silent
from certification.models import QualityCertificate
from supervision.lists.models import BlacklistEntry
from tests import make
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.accounts.models import User
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (Application,)
CITY = "成都的一件申报"
REVIEWED = (S.COMPLETENESS_CHECK, S.PREFECTURE_REVIEW, S.DOCUMENT_REVIEW, S.APPROVAL)
PAIRED = (S.PREFECTURE_REVIEW, S.APPROVAL)


def the_day(day: date) -> None:
    the_clock.remember(the_clock.start_of(day) + timedelta(hours=10) - the_clock.machine_now(), 1e9)


def on_the_blacklist(call: Call) -> None:
    now = the_clock.now()
    with pgtrigger.ignore():
        BlacklistEntry.objects.create(
            uscc=call.obj.enterprise.uscc, name="某", cause="伪造", state="listed", since=the_clock.today(),
            entered_by=make.user(), entered_at=now,
        )  # fmt: skip


def without_a_valid_certificate(call: Call) -> None:
    with pgtrigger.ignore():
        QualityCertificate.objects.filter(claims__application=call.obj).update(state="suspended")


wrong("application.submit", "企业被列入品牌黑名单")(on_the_blacklist)
wrong("application.pass_stage", "企业被列入品牌黑名单", *REVIEWED)(on_the_blacklist)
wrong("application.authorize", "企业被列入品牌黑名单")(on_the_blacklist)
wrong("application.submit", "当前“暂停”")(without_a_valid_certificate)
wrong("application.pass_stage", "暂停")(without_a_valid_certificate)
wrong("application.authorize", "当前“暂停”")(without_a_valid_certificate)


@wrong("application.submit", "企业认领尚未通过核验")
def of_an_enterprise_nobody_verified(call: Call) -> None:
    Enterprise.objects.filter(pk=call.obj.enterprise_id).update(verified_at=None)


@wrong("application.submit", "不在今天，不能提交")
def on_the_day_after_the_batch(call: Call) -> None:
    Batch.objects.filter(pk=call.obj.batch_id).update(closes_on=the_clock.today() - timedelta(days=1))


@wrong("application.submit", "不在今天，不能提交")
def on_the_day_before_the_batch(call: Call) -> None:
    Batch.objects.filter(pk=call.obj.batch_id).update(opens_on=the_clock.today() + timedelta(days=1))


@wrong("application.submit", "主体信息：")
def with_an_empty_section(call: Call) -> None:
    call.obj.answers.filter(section="subject").delete()


@wrong("application.submit", "该产品另有在办申报")
def beside_another_live_case(call: Call) -> None:
    other = make.batch("另一批")
    Application.objects.filter(pk=call.obj.pk).update(doubled=True)
    twin = Application.objects.get(pk=call.obj.pk)
    twin.pk, twin.batch, twin.doubled = None, other, False
    twin.save()


@wrong("application.resubmit", "项补正意见未答复")
def with_an_open_item(call: Call) -> None:
    CorrectionItem.objects.filter(correction__application=call.obj).update(answered_at=None)


@wrong("application.resubmit", "不能再提交补正")
def on_the_day_after_its_due_date(call: Call) -> None:
    the_day(call.obj.due_on + timedelta(days=1))


@wrong("application.resubmit", "补正涉及已办环节，应回到“")
def to_a_stage_its_changes_do_not_lead_to(call: Call) -> Call:
    return replace(call, inputs={**call.inputs, "target": S.APPROVAL})


@wrong("application.ask_correction", "请至少写明一项需要补正的内容")
def without_an_item(call: Call) -> None:
    CorrectionItem.objects.filter(correction__application=call.obj, correction__closed_at=None).delete()


@wrong("application.ask_correction", "请至少写明一项需要补正的内容")
def without_a_correction(call: Call) -> None:
    with pgtrigger.ignore():
        Correction.objects.filter(application=call.obj).update(closed_at=the_clock.now(), stage="approval")


@wrong("application.ask_correction", "新出现了什么问题", S.DOCUMENT_REVIEW)
def without_what_newly_arose(call: Call) -> None:
    with pgtrigger.ignore():
        Correction.objects.filter(application=call.obj, closed_at=None).update(arose=" ")


@wrong("application.ask_correction", "不能再次要求补正")
def a_second_time_at_this_stage(call: Call) -> None:
    now = the_clock.now()
    Correction.objects.create(
        application=call.obj, stage=call.obj.state, opened_by=make.user(), opened_at=now, closed_at=now
    )


@wrong("application.decline", "逾期未告知的视为受理")
def after_silence(call: Call) -> None:
    the_day(call.obj.due_on + timedelta(days=1))


@wrong("application.deem_accepted", "形式审查期限未满")
def on_the_last_day(call: Call) -> None:
    the_day(call.obj.due_on)


@wrong("application.lapse", "未满。")
def on_its_due_date(call: Call) -> None:
    the_day(call.obj.due_on)


@wrong("application.lapse", "企业已签署协议", S.AGREEMENT)
def after_the_enterprise_has_signed(call: Call) -> None:
    the_day(call.obj.due_on)
    sign_for_enterprise(
        call.obj, user=call.obj.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE
    )
    the_day(call.obj.due_on + timedelta(days=1))


for _verb in ("decline", "reject"):

    @wrong(f"application.{_verb}", "请至少选择一项理由")
    def without_a_coded_reason(call: Call) -> Call:
        return replace(call, inputs={**call.inputs, "reasons": []})

    @wrong(f"application.{_verb}", "不在本项目的清单中")
    def with_a_reason_nobody_knows(call: Call) -> Call:
        return replace(call, inputs={**call.inputs, "reasons": [{"code": "Z9", "text": "某"}]})


for _verb, _states in (("pass_stage", PAIRED), ("reject", ()), ("terminate", ())):

    @wrong(f"application.{_verb}", "须由两人作出", *_states)
    def with_half_a_signature(call: Call) -> None:
        with pgtrigger.ignore():
            signed = ApplicationEndorsement.objects.filter(subject=call.obj, round=call.seen)
            signed.update(second_by=None, second_at=None, second_note="")

    @wrong(f"application.{_verb}", "须由两人作出", *_states)
    def signed_by_two_others(call: Call) -> None:
        with pgtrigger.ignore():
            ApplicationEndorsement.objects.filter(subject=call.obj, round=call.seen).update(second_by=make.user())

    @wrong(f"application.{_verb}", "须由两人作出", *_states)
    def signed_before_the_last_passage(call: Call) -> None:
        with pgtrigger.ignore():
            ApplicationEndorsement.objects.filter(subject=call.obj, round=call.seen).update(round=call.seen - 1)

    @wrong(f"application.{_verb}", "须由两人作出", *_states)
    def signed_for_another_act(call: Call) -> None:
        with pgtrigger.ignore():
            ApplicationEndorsement.objects.filter(subject=call.obj, round=call.seen).update(act="other")

    @wrong(f"application.{_verb}", "您参与过本件的办理", *_states)
    def by_who_asked_for_a_correction(call: Call) -> None:
        now, other = the_clock.now(), S.COMPLETENESS_CHECK
        Correction.objects.create(application=call.obj, stage=other, opened_by=call.actor, opened_at=now, closed_at=now)


@wrong("application.pass_stage", "请先记录本环节的核对情况", *REVIEWED)
def without_a_record(call: Call) -> None:
    with pgtrigger.ignore():
        StageReview.objects.filter(application=call.obj, reviewed_by=call.actor).delete()


@wrong("application.pass_stage", "请先记录本环节的核对情况", *REVIEWED)
def on_a_record_of_an_earlier_filing(call: Call) -> None:
    Application.objects.filter(pk=call.obj.pk).update(round=call.obj.round + 1)


@wrong("application.pass_stage", "请先记录本环节的核对情况", *REVIEWED)
def on_a_record_from_before_the_stage_began(call: Call) -> None:
    with pgtrigger.ignore():
        StageReview.objects.filter(application=call.obj, stage=call.obj.state).update(
            reviewed_at=call.obj.stage_since - timedelta(seconds=1)
        )


@wrong("application.pass_stage", "请核对“", S.COMPLETENESS_CHECK, S.PREFECTURE_REVIEW, S.DOCUMENT_REVIEW)
def with_a_question_unanswered(call: Call) -> None:
    with pgtrigger.ignore():
        StageReview.objects.filter(application=call.obj).update(answers={})


@wrong("application.pass_stage", "请写明", *PAIRED)
def without_an_opinion(call: Call) -> None:
    with pgtrigger.ignore():
        StageReview.objects.filter(application=call.obj).update(opinion=" ")


@wrong("application.authorize", "本环节须由经办人员办理", S.AGREEMENT)
@wrong("application.pass_stage", "本环节须由经办人员办理", *REVIEWED)
def by_the_clockwork(call: Call) -> Call:
    return replace(call, actor=SYSTEM)


@wrong("application.pass_stage", "认证机构尚未确认证书", S.CERTIFICATE_CHECK)
def without_the_bodys_word(call: Call) -> None:
    type(call.obj.certificate_claim).objects.filter(application=call.obj).update(
        confirmed_by=None, confirmed_at=None, confirmed_revision=None
    )


@wrong("application.pass_stage", "公示期未满", S.PUBLIC_NOTICE)
def on_the_last_day_of_the_notice(call: Call) -> None:
    the_day(call.obj.due_on)


@wrong("application.pass_stage", "尚未核查办结", S.PUBLIC_NOTICE)
def with_an_open_objection(call: Call) -> None:
    Objection.objects.create(
        notice=call.obj.notice, objector="某", contact="028-00000000", text="不实", recorded_at=the_clock.now(), source="public",
        recorded_by=make.user(),
    )  # fmt: skip


@wrong("application.pass_stage", "还有未办环节，不能准予授权", S.APPROVAL)
def to_the_end_before_the_last_stage(call: Call) -> Call:
    return replace(call, verb="authorize")


@wrong("application.authorize", "这是最后一个环节")
def past_the_end(call: Call) -> Call:
    return replace(call, verb="pass_stage")


for _party, _words in (("enterprise", "企业尚未签署协议"), ("operator", "运营机构尚未签署协议")):

    @wrong("application.authorize", _words)
    def without_a_signature(call: Call, party: str = _party) -> None:
        with pgtrigger.ignore():
            Signature.objects.filter(application=call.obj, text_key="agreement", party=party).delete()


for _target in ("", S.DOCUMENT_REVIEW, S.APPROVAL, S.ELIGIBILITY_CHECK, S.DRAFT):

    @wrong("application.send_back", "只能退回到已办过的环节", S.DOCUMENT_REVIEW)
    def to_no_earlier_stage(call: Call, target: str = _target) -> Call:
        return replace(call, inputs={"target": target})


@pytest.fixture
def owner(reference: None, clock: Any) -> Enterprise:
    clock.set("2026-03-02")
    make.body()
    return make.enterprise()


def everybody(owner: Enterprise) -> Cast:
    body = QualityCertificate.objects.first().body.organisation
    return cast(holder=owner.organisation, body=body)


def filed(owner: Enterprise, name: str) -> Application:
    return make.filed(item=make.product(owner, name))


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def corrected(application: Application, person: User, **more: Any) -> Application:
    """Asked for and handed in again."""
    gaps = [{"section": "evidence", "kind": "missing", "text": "缺第 2 页"}]
    application = ask_correction(application, user=person, seen=application.revision, gaps=gaps, **more)
    answer(application.open_correction().items.get(), user=application.created_by, text="已补")
    application = fresh(application)
    return resubmit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)


def test_rights_are_those_of_the_kept_table(owner: Enterprise, rewrite: bool) -> None:
    application = make.draft(item=make.product(owner))
    compare(path_of(Application), table({CITY: (application, everybody(owner))}), rewrite)


@pytest.fixture
def probe(owner: Enterprise) -> Probe:
    make.certificate(make.CertificationBody.objects.get(), fits=make.product(owner, "样品"))
    return Probe({Application: (CITY, everybody(owner))})


def test_every_wrong_call_is_refused_and_writes_nothing(owner: Enterprise, probe: Probe, clock: Any) -> None:
    staff = make.staff()
    with probe.watching():
        application = corrected(filed(owner, "板式家具"), staff["prefecture"])
        application = make.advance_to(application, "document_review", staff, clock)
        application = corrected(fresh(application), staff["operator"], arose="审核中发现不一致")
        application = make.advance_to(application, "document_review", staff, clock)
        seen = application.revision
        back = send_back(application, user=staff["operator"], seen=seen, target="prefecture_review", note="须重审")
        make.advance_to(back, "authorized", make.staff(), clock)
        _side_roads(owner, staff, clock)
    assert_tight(probe, Application)


def _side_roads(owner: Enterprise, staff: dict[str, User], clock: Any) -> None:
    """Every other end of a case."""
    discard(make.draft(item=make.product(owner, "草稿")), user=make.member(owner.organisation, edit=True), seen=0)
    row = filed(owner, "不受理")
    decline(row, user=staff["prefecture"], seen=row.revision, codes=["N2"], note="产品属服务领域")
    row = filed(owner, "终止")
    for person in ("province", "province_second"):
        terminate(row, user=staff[person], seen=row.revision, note="企业已注销。", shown=NO_PAGE)
    row = make.advance_to(filed(owner, "不授权"), "prefecture_review", staff, clock)
    for person in ("prefecture", "prefecture_second"):
        reject(row, user=staff[person], seen=row.revision, codes=["R1"], note="数据不实", shown=NO_PAGE)
    row = filed(owner, "撤回")
    advance(row, "retract", actor=row.created_by, seen=row.revision)
    row = filed(owner, "视为受理")
    clock.set(row.due_on + timedelta(days=1))
    accept_silent(the_clock.today())
    row = make.advance_to(filed(owner, "逾期"), "agreement", staff, clock)
    clock.set(row.due_on + timedelta(days=1))
    lapse_overdue(the_clock.today())
