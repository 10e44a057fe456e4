"""Every act around an application is in the audit trail, with who did it to what; and whoever it concerns is told."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from applications.cases.states import PauseCause
from applications.enterprises.changes.acts import decide, file_change
from applications.enterprises.claims.acts import claim_enterprise, decide_claim
from applications.form.drafts import start_from_last
from applications.form.product_facts import correct_facts
from applications.form.start import open_application
from applications.models import Application, Batch, Programme, PublicNotice
from applications.programmes.batches import open_batch
from applications.review.acts.corrections import ask_correction
from applications.review.acts.passages import decline, reject, send_back
from applications.review.deadlines.recomputation import recompute_all
from applications.review.deadlines.standstill import resume, stop
from applications.review.stages.public_notice.objections.acts import (
    answer_objection,
    check_summary,
    close_objection,
    record_objection,
    write_summary,
)
from applications.review.work.assignment import assign
from applications.review.work.handlers import release, take
from tests import make
from tests.trail import told, unlike
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
HERE, THERE = "510100", "510700"


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def codes_of(application, verb):
    return [application.programme_version.payload["reasons"][verb][0]["code"]]


def test_a_case_on_a_desk(people):
    case, officer, colleague = make.filed(), people["prefecture"], make.officer(Role.PREFECTURE_OFFICER, HERE)
    with transaction.atomic():
        assert unlike([
            ("application.take", officer, case, lambda: take(case, user=officer)),
            ("application.assign", officer, case, lambda: assign(case, user=officer, to=colleague)),
            ("application.release", colleague, case, lambda: release(case, user=colleague)),
            ("application.stand_still", None, case, lambda: stop(case, PauseCause.CERTIFICATE, "证书暂停")),
            ("application.run_on", None, case, lambda: resume(case, PauseCause.CERTIFICATE)),
        ]) == {}  # fmt: skip
    was = case.due_on
    Application.objects.filter(pk=case.pk).update(due_on=was + timedelta(days=3))
    assert unlike([("application.due_recomputed", None, case, recompute_all)]) == {}
    moved = AuditEvent.objects.get(action="application.due_recomputed").data
    assert (moved["from"], moved["to"]) == ((was + timedelta(days=3)).isoformat(), was.isoformat())


def test_a_draft_that_begins_from_the_last_one_and_a_fact_that_is_corrected(people):
    case = make.filed("self_declaration")
    person, officer = case.created_by, people["prefecture"]
    item = make.product(case.enterprise, "实木家具")
    begun = {"user": person, "product": item, "batch": Batch.objects.get(), "route": case.route}
    assert unlike([("application.open", person, None, lambda: open_application(**begun))]) == {}
    assert AuditEvent.objects.filter(action="application.open").latest("pk").data == {"route": "self_declaration"}
    draft = item.applications.get()
    signed = AuditEvent.objects.get(action="application.sign")
    assert (signed.actor, signed.subject_id) == (person, str(case.pk))
    gap = {"section": "standard", "field": "standard_number", "kind": "incorrect", "text": "编号有误。"}
    ask_correction(case, user=officer, seen=case.revision, gaps=[gap])
    facts = {"standard_number": "T/DEMO 002—2025"}
    assert unlike([
        ("application.begun_from", person, draft, lambda: start_from_last(draft, user=person)),
        ("product.corrected", person, case, lambda: correct_facts(case, facts, user=person)),
    ]) == {}  # fmt: skip
    corrected = AuditEvent.objects.get(action="product.corrected").data
    assert (corrected["before"], corrected["after"]) == ({"standard_number": "T/DEMO 001—2024"}, facts)


def test_a_batch_that_is_opened(people):
    operator, day = people["operator"], the_clock.today()
    row = Batch(programme=Programme.objects.get(slug="tfmp"), name="新批次", opens_on=day, closes_on=day,
                sectors=["service"], routes=["self_declaration"])  # fmt: skip
    assert unlike([("batch.open", operator, None, lambda: open_batch(row, user=operator, shown=NO_PAGE))]) == {}
    assert Batch.objects.get(name="新批次").opened_by == operator


def claim(person, code=make.CODES[2], **more):
    licence, place = make.pdf("执照.pdf"), Region.objects.get(pk=HERE)
    return claim_enterprise(user=person, code=code, name="甲厂", region=place, licence=licence, **more)


def test_a_claim_is_told_to_both_sides_and_so_is_how_it_ends(people):
    officer, elsewhere = people["prefecture"], make.officer(Role.PREFECTURE_OFFICER, THERE)
    first, second = make.user(), make.user()
    bound = claim(first)
    assert (told("enterprise_claim_received"), told("enterprise_claim_to_check")) == ({first}, {officer})

    def decided(of, **how):
        return lambda: decide_claim(of.claim, user=officer, shown=NO_PAGE, **how)

    refused = decided(bound, approve=False, reason="照片不清楚。")
    assert unlike([("enterprise.claim_decided", officer, bound.enterprise, refused)]) == {}
    assert not bound.enterprise.organisation.memberships.active().exists()
    other = claim(second)
    assert unlike([("enterprise.claim_decided", officer, other.enterprise, decided(other, approve=True))]) == {}
    events = AuditEvent.objects.filter(action="enterprise.claim_decided").order_by("pk")
    assert [(row.reason, row.data) for row in events] == [
        ("照片不清楚。", {"approved": False}),
        ("", {"approved": True}),
    ]
    assert (told("enterprise_claim_refused"), told("enterprise_claim_approved")) == ({first}, {second})
    assert elsewhere not in told("enterprise_claim_to_check")


def test_a_claim_says_that_its_code_is_doubtful_and_is_not_of_staff(people):
    doubtful = make.CODES[2][:-1] + ("0" if make.CODES[2][-1] != "0" else "1")
    claim(make.user(), doubtful, code_confirmed=True)
    claim(make.user(), make.CODES[3], code_confirmed=True)
    events = AuditEvent.objects.filter(action="enterprise.claim").order_by("pk")
    assert [row.data.get("code_confirmed") for row in events] == [True, None]
    with pytest.raises(NotPossible, match="监管岗位的账号不能加入企业"):
        claim(people["operator"], make.CODES[4])


def test_a_change_of_an_enterprise(people):
    owner, officer, arriving = make.enterprise(), people["prefecture"], make.officer(Role.PREFECTURE_OFFICER, THERE)
    person = make.member(owner.organisation, edit=True, sign=True)
    common = {"valid_from": date(2026, 3, 2), "explanation": ""}
    merger = {"other_name": "虚构木业有限公司", "other_uscc": make.CODES[9], "other_role": "absorbed", **common}
    place = {"new_region": Region.objects.get(pk=THERE), "new_address": "四川省绵阳市示例路 2 号", **common}

    def filed(kind, facts):
        return lambda: file_change(owner, kind, facts, [make.pdf()], user=person)

    assert unlike([
        ("enterprise_change.filed", person, None, filed("merger", merger)),
        ("enterprise_change.filed", person, None, filed("move", place)),
    ]) == {}  # fmt: skip
    merged, moved = owner.change_requests.order_by("pk")
    assert unlike([
        ("enterprise.merged", officer, owner, lambda: decide(merged, "approve", user=officer, seen=0)),
        ("enterprise.moved", arriving, owner, lambda: decide(moved, "approve", user=arriving, seen=0)),
    ]) == {}  # fmt: skip


def test_a_notice_and_its_objection(people, clock):
    case = make.advance_to(make.filed(), "public_notice", people, clock)
    first, second, owner = people["operator"], people["operator_second"], case.created_by
    facts = {
        "source": "letter",
        "objector": "某某公司",
        "contact": "028-86667788",
        "text": "检测报告与产品不符，请核。",
    }
    assert unlike([("objection.record", first, None, lambda: record_objection(case, user=first, **facts))]) == {}
    row = case.notice.objections.get()

    def checked(**how):
        return lambda: check_summary(row, user=second, shown=NO_PAGE, **how)

    def summarised():
        return write_summary(row, user=first, text="有人认为数据来源不清。")

    def closed():
        return close_objection(row, user=second, outcome="dismissed", finding="经核查清楚。", shown=NO_PAGE)

    assert unlike([
        ("objection.summarise", first, row, summarised),
        ("objection.summary_return", second, row, checked(approve=False, note="请写明依据。")),
        ("objection.summarise", first, row, summarised),
        ("objection.summary_check", second, row, checked(approve=True)),
        ("objection.answer", owner, row, lambda: answer_objection(row, user=owner, text="数据属实。")),
        ("objection.close", second, row, closed),
    ]) == {}  # fmt: skip
    assert AuditEvent.objects.get(action="objection.close").data == {"outcome": "dismissed"}
    case = Application.objects.get(pk=case.pk)
    case = send_back(case, user=first, seen=case.revision, target="document_review", note="重新审核")
    notice, before = PublicNotice.objects.get(), PublicNotice.objects.get().published_at
    clock.advance(days=1)
    again = lambda: make.advance_to(case, "public_notice", people, clock)  # noqa: E731
    assert unlike([("public_notice.publish_again", None, notice, again)]) == {}
    kept = AuditEvent.objects.get(action="public_notice.publish_again").data
    assert kept == {"published_at": before.isoformat(), "snapshot": notice.snapshot}


def test_who_is_refused_is_told(people, clock):
    early, late = make.filed(), make.filed(item=make.product(make.enterprise("第二有限公司")))
    decline(early, user=people["prefecture"], seen=early.revision, codes=codes_of(early, "decline"), note="不在范围内")
    assert told("application_not_accepted") == {early.enterprise.organisation}
    late = make.advance_to(late, "document_review", people, clock)
    kept = {"seen": late.revision, "codes": codes_of(late, "reject"), "note": "不实", "shown": NO_PAGE}
    first = lambda: reject(late, user=people["operator"], **kept)  # noqa: E731
    assert unlike([("application.reject_proposed", people["operator"], late, first)]) == {}
    assert AuditEvent.objects.get(action="application.reject_proposed").reason == "不实"
    assert told("decision_rejected") == set()
    reject(late, user=people["operator_second"], **kept)
    assert told("decision_rejected") == {late.enterprise.organisation}
