"""The holder files the report: text and content pinned, identity proven again, as every signature of a holder."""

from typing import Any

from django.db import transaction

from certification.duties.reports.continuity import hand_on
from certification.duties.reports.filings.drafts import draft_facts
from certification.duties.reports.messages import tell_filed
from certification.duties.reports.models import figures
from certification.duties.reports.models.annual_report import AnnualReport, ReportFiling
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock, refuse_stale
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import Shown, refuse_changed

# What is signed with every report. A change of words is a new version.
COMMITMENT: dict[str, Any] = {
    "version": "2026-1",
    "title": "年度自查承诺",
    "body": [
        "本单位已对本年度的产品质量和标识使用情况进行自查，本报告及证明材料真实、准确、完整。",
        "标识只用于授权的产品和型号，没有转让、出借或者改变样式使用；发现的问题已如实写明并已整改或正在整改。",
        "授权所依据的标准、指标和声明继续执行；有变化的，已经或者将及时告知运营机构。",
        "本单位知悉：报告的摘要和合格率将公开；提供不实信息的，授权可以被暂停或者撤销。",
    ],
}


def commitment_sha256() -> str:
    return sha256_hex(canonical(COMMITMENT))


def signing_facts(report: AnnualReport) -> dict[str, Any]:
    """What the page of the signature shows, for `tianfu.workflow.signatures.shown`."""
    return {"承诺": commitment_sha256(), **draft_facts(report)}


def take_back(report: AnnualReport, *, user: Any, seen: int) -> AnnualReport:
    """By who signs for the holder, before the operator has answered: to be mended and filed again. Raises Overtaken where
    an officer was faster. What was filed stays on record."""
    with transaction.atomic():
        moved = advance(report, "take_back", actor=user, seen=seen)
        hand_on(moved)
    return moved


def file_report(
    report: AnnualReport, *, user: Any, seen: int, name: str, role: str, proof: str, shown: Shown
) -> ReportFiling:
    """Signed and filed in one transaction; the same page twice raises Overtaken.

    Raises NotAllowed, NotPossible for gaps, Changed for what was not read, ValidationError for a wrong proof.
    """
    with transaction.atomic():
        locked = lock(report)
        refuse_stale(locked, seen)
        mark = locked.authorization
        if not user.can(mark.enterprise.organisation, "sign"):
            raise NotAllowed("年度自查报告由有签署权限的成员签署报送。请由企业管理员授予，或由有权限的成员办理。")
        if problems := side_problems(user, mark.enterprise.organisation):
            raise NotPossible(problems)
        refuse_changed(shown, signing_facts(locked))
        if not name.strip() or not role.strip():
            raise NotPossible(["请填写签署人姓名和签署身份。"])
        now = clock.now()
        days = int(policy("annual_report.decide_days", scope=mark.programme_slug))
        decide_by = add_working_days(clock.in_beijing(now), days).date
        late = max((clock.today() - locked.last_on).days, 0)
        moved = advance(locked, "submit", actor=user, seen=seen, decide_by=decide_by)
        method = confirm_identity(user, proof)
        facts = draft_facts(moved)
        filing = ReportFiling.objects.create(
            report=moved,
            round=moved.filings.count() + 1,
            evidence=facts["证明材料"],
            text_version=COMMITMENT["version"],
            text_sha256=commitment_sha256(),
            content_sha256=sha256_hex(canonical(facts)),
            signed_by=user,
            signatory_name=name,
            signatory_role=role,
            method=method,
            filed_at=now,
            late_days=late,
            **figures.values_of(moved),
        )
        tell_filed(moved, filing)
    return filing
