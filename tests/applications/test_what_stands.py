"""What the code relies on stands in the database: every rule here is tried around the code, by raw writes."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from applications.models import (
    Application,
    ApplicationEndorsement,
    Correction,
    EnterpriseClaim,
    IndicatorScheme,
    Objection,
    PublicNotice,
    Signature,
)
from applications.review.acts.passages import pass_stage, reject
from applications.review.stages.public_notice.objections.acts import (
    check_summary,
    close_objection,
    record_objection,
    summary_shown,
    write_summary,
)
from tests import make
from tests.applications.review.test_returns import asked
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE, stamp

pytestmark = pytest.mark.django_db


def refused(writes: Iterable[tuple[str, Callable[[], Any]]]) -> None:
    """Each write is refused by what it names: a constraint, or words of a trigger."""
    for by, write in writes:
        with pytest.raises(DatabaseError, match=by), transaction.atomic():
            write()


def changes(row: Any, by: str, *facts: dict[str, Any]) -> list[tuple[str, Callable[[], Any]]]:
    """The same rule, tried with each of `facts` on one row."""
    rows = type(row).objects.filter(pk=row.pk)
    return [(by, lambda fact=fact: rows.update(**fact)) for fact in facts]


def gone(row: Any) -> list[tuple[str, Callable[[], Any]]]:
    """Neither the row nor its whole table is thrown away."""

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'TRUNCATE "{row._meta.db_table}" CASCADE')

    return [
        ("不能删除|只能追加", lambda: type(row).objects.filter(pk=row.pk)._raw_delete("default")),
        ("不能删除|只能追加", empty),
    ]


def test_a_case_is_decided_exactly_when_it_is_final(reference):
    case = make.filed()
    now = the_clock.now()
    rule = "application_decided_exactly_when_final"
    refused(changes(case, rule, {"decided_at": now}, {"state": "rejected"}, {"state": "lapsed"}))
    ended = advance(case, "retract", actor=case.created_by, seen=case.revision)
    assert (ended.state, ended.decided_at is not None) == ("retracted", True)
    refused(changes(ended, rule, {"decided_at": None}, {"state": "draft"}, {"state": "approval"}))


def test_a_stage_of_correction_stands_exactly_while_a_case_is_corrected(reference, clock):
    case, people = make.filed(), make.staff()
    rule = "application_correction_stage_exactly_while_corrected"
    refused(changes(case, rule, {"correction_stage": "document_review"}, {"state": "correction_required"}))
    case = asked(case, people, "subject")
    assert (case.state, case.correction_stage) == ("correction_required", "completeness_check")
    refused(changes(case, rule, {"correction_stage": ""}, {"correction_stage": "draft"}, {"state": "document_review"}))
    ended = advance(case, "retract", actor=case.created_by, seen=case.revision)
    assert (ended.correction_stage, ended.asked_at) == ("", "completeness_check")
    row = ended.corrections.get()
    again = {"stage": "approval", "opened_by": row.opened_by, "opened_at": row.opened_at}
    refused(
        [
            ("correction_times_in_order", lambda: Correction.objects.update(closed_at=row.opened_at - timedelta(1))),
            ("one_open_correction", lambda: Correction.objects.create(application=ended, **again)),
            *changes(row, "不能改写", {"stage": "approval"}, {"opened_by": case.created_by}, {"message": "另有说明"}),
            *gone(row),
        ]
    )


def test_one_proposal_stands_on_a_case_and_what_was_signed_is_not_rewritten(reference, clock):
    people = make.staff()
    case = make.advance_to(make.filed(), "approval", people, clock)
    pass_stage(case, user=people["province"], seen=case.revision, opinion="拟同意", shown=NO_PAGE)
    row = ApplicationEndorsement.objects.get(subject=case, round=case.revision)
    other = make.officer(Role.PROVINCE_OFFICER)
    second = {"act": "reject:approval", "outcome": "reject", "first_by": other, "first_at": the_clock.now()}
    refused(
        [
            ("_one_open", lambda: ApplicationEndorsement.objects.create(subject=case, round=case.revision, **second)),
            *changes(
                row, "不能改写", {"first_by": other}, {"outcome": "reject"}, {"first_note": "不同意"}, {"act": "x"}
            ),
            *changes(row, "不能改写", {"round": 0}, {"first_at": the_clock.now() + timedelta(1)}),
            *gone(row),
        ]
    )
    # Who thinks otherwise proposes so; what stood before stays on record and can be confirmed no more.
    reject(case, user=other, seen=case.revision, codes=["R3"], note="低于对比值", shown=NO_PAGE)
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_note) == (other, "另行提出：不予授权")
    event = AuditEvent.objects.get(action="application.proposal_replaced")
    assert (event.actor, event.subject_id, event.data) == (other, str(case.pk), {"act": row.act})
    assert [left.act for left in case.endorsements.standing().filter(round=case.revision)] == ["reject:approval"]
    refused(changes(row, "不能改写", {"withdrawn_by": None, "withdrawn_at": None}, {"second_note": "同意"}))


def test_an_objection_is_closed_whole_and_a_notice_lasts_a_day(reference, clock):
    clock.set("2026-03-02")
    people = make.staff()
    case = make.advance_to(make.filed(), "public_notice", people, clock)
    row = record_objection(
        case, user=people["operator"], source="letter", objector="某单位", contact="028-00009999", text="型号不一致。"
    )
    whole = {
        "closed_at": row.recorded_at, "closed_by": people["operator_second"], "outcome": "dismissed", "finding": "一致",
    }  # fmt: skip
    rule = "objection_closed_whole"
    refused(changes(row, rule, *({**whole, name: ""} for name in ("outcome", "finding"))))
    refused(changes(row, rule, *({**whole, name: None} for name in ("closed_by", "closed_at"))))
    refused(changes(row, "不能改写", {"text": "一致。"}, {"objector": "别人"}, {"recorded_by": people["province"]}))
    write_summary(row, user=people["operator"], text="对型号提出疑问。")
    check_summary(row, user=people["operator_second"], approve=True, shown=_summary(row))
    refused(changes(row, "已告知企业的摘要不能改写", {"summary": "没有疑问。"}, {"summary_checked_at": None}))
    close_objection(row, user=people["operator_second"], outcome="dismissed", finding="数据一致", shown=NO_PAGE)
    refused(
        [*changes(row, "不能改写", {"finding": "另一结论"}, {"outcome": "upheld"}, {"closed_at": None}), *gone(row)]
    )
    notice = PublicNotice.objects.get()
    refused(changes(notice, "notice_of_at_least_a_day", {"days": 0}))
    refused(changes(notice, "notice_times_in_order", {"closed_at": notice.published_at - timedelta(1)}))
    refused([*changes(notice, "不能改写", {"number": "另一号"}), *gone(notice)])
    assert Objection.objects.get().finding == "数据一致"


def _summary(row: Objection) -> Any:
    row.refresh_from_db()
    return stamp(summary_shown(row))


def test_a_signature_is_of_a_known_party_by_a_known_method(reference):
    case = make.filed(Route.SELF_DECLARATION)
    signed = Signature.objects.filter(application=case).values().first()
    signed.pop("id")
    for field, by in (("party", "signature_of_a_known_party"), ("method", "signature_by_a_known_method")):
        for value in ("", "somebody"):
            facts = signed | {field: value}
            refused([(by, lambda facts=facts: Signature.objects.create(**facts))])


def test_a_claim_of_an_enterprise_is_decided_exactly_when_somebody_decided(reference):
    firm, person = make.enterprise(), make.user()
    facts = {"enterprise": firm, "user": person, "licence": make.stored_file(), "claimed_at": the_clock.now()}
    claim = EnterpriseClaim.objects.create(**facts)
    by, at = {"decided_by": person}, {"decided_at": the_clock.now()}
    whole = {"status": "approved", **by, **at}
    rule = "claim_decided_by_somebody"
    refused(changes(claim, rule, by, at, by | at, {"status": "approved"}, {"status": "refused"} | by))
    EnterpriseClaim.objects.filter(pk=claim.pk).update(**whole)
    refused(changes(claim, rule, {"status": "pending"}, {"decided_by": None}))


def test_a_scheme_of_indicators_is_written_once(reference):
    scheme = IndicatorScheme.objects.get()
    refused([*changes(scheme, "只能追加", {"payload": {}}, {"title": "另一体系"}, {"proposal": False}), *gone(scheme)])
    assert Application.objects.count() == 0
