"""A report that is missing too long: a case for two people of the operator, and for as long as it is missing no cure."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement, Suspension
from certification.authorizations.sanctions.acts import propose
from certification.authorizations.sanctions.bases import Basis, register_basis
from certification.authorizations.states import Act, AuthorizationState, Cause
from certification.authorizations.suspensions.causes import register_fact
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.models.states import DONE
from tianfu.text import moments, parameters
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible

KIND = "annual_report"


def ref(report: AnnualReport) -> str:
    """How a proposal names this report as its basis."""
    return f"{KIND}:{report.pk}"


def missing(day: Any) -> "QuerySet[AnnualReport]":
    """Those for which a suspension may be proposed on `day`, the longest missing first."""
    rows: QuerySet[AnnualReport] = AnnualReport.objects.owed(day)
    return rows.filter(propose_from__lte=day).order_by("last_on", "pk")


def still_missing(authorization: Authorization) -> bool:
    """Is a report overdue that was not accepted, whether it was filed since or not?"""
    rows = AnnualReport.objects.filter(authorization=authorization, last_on__lt=clock.today())
    return rows.exclude(state__in=DONE).exists()


def to_propose(day: Any) -> "QuerySet[AnnualReport]":
    """Those of `missing` whose mark is not suspended for it, and on whose mark nobody has proposed anything yet."""
    standing = AuthorizationEndorsement.objects.standing().filter(
        subject=OuterRef("authorization"), round=F("subject__revision")
    )
    suspended = Suspension.objects.filter(authorization=OuterRef("authorization"), cause=Cause.REPORT, lifted_at=None)
    return missing(day).filter(~Exists(standing), ~Exists(suspended))


def to_cure(day: Any) -> "QuerySet[Suspension]":
    """Suspended for a missing report, nothing of which is missing any more, and nobody has proposed anything yet."""
    standing = AuthorizationEndorsement.objects.standing().filter(
        subject=OuterRef("authorization"), round=F("subject__revision")
    )
    late = AnnualReport.objects.filter(authorization=OuterRef("authorization"), last_on__lt=day)
    rows = Suspension.objects.filter(
        cause=Cause.REPORT,
        lifted_at=None,
        authorization__state=AuthorizationState.SUSPENDED,
        authorization__ends_on__gte=day,
    )
    return rows.filter(~Exists(standing), ~Exists(late.exclude(state__in=DONE))).order_by("since", "pk")


def propose_suspension(report: AnnualReport, *, user: Any, seen: int, reason: str) -> AuthorizationEndorsement:
    """The first of two people. `seen`: the authorization's revision. Raises NotPossible while it is not missing so long."""
    if problems := [] if missing(clock.today()).filter(pk=report.pk).exists() else [_NOT_MISSING]:
        raise NotPossible(problems)
    return propose(
        report.authorization, Act.SUSPEND, user=user, seen=seen, reason=reason, cause=Cause.REPORT, basis=ref(report)
    )


_NOT_MISSING = "该报告已经报送，或者逾期还没有超过提醒的天数，现在不能提出暂停。"


def opening_words(report: AnnualReport) -> str:
    """A first draft of the reason: facts only, for the officer to complete."""
    late = (clock.today() - report.last_on).days
    return (
        f"{report.year} 年度自查报告应于 {moments.full_day(report.last_on)}前报送，经提醒仍未报送，"
        f"至今已逾期 {late} 天。"
    )


def _basis(key: str) -> Basis | None:
    report = AnnualReport.objects.filter(pk=parameters.number(key)).first()
    if report is None:
        return None
    facts = {
        "年度": f"{report.year} 年度",
        "报送期限": moments.full_day(report.last_on),
        "报告状态": report.get_state_display(),
    }
    return Basis(
        label=f"{report.year} 年度自查报告",
        url=reverse("console:annual_report", args=[report.pk]),
        authorization=report.authorization_id,
        barred="",
        told="",
        facts=facts,
    )


def _why_not(authorization: Authorization) -> str:
    """Why “未报送年度自查报告” cannot be recorded today; "" when it is a fact."""
    if missing(clock.today()).filter(authorization=authorization).exists():
        return ""
    return "该授权没有逾期超过提醒天数、尚未报送的年度自查报告"


def _why_still(authorization: Authorization) -> str:
    """Why it cannot be lifted yet; "" when every report that was due is accepted."""
    return "逾期的年度自查报告尚未接受" if still_missing(authorization) else ""


register_basis(KIND, _basis)
register_fact(Cause.REPORT, untrue=_why_not, still=_why_still)
