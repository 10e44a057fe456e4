"""What the accepted reports of each year say together, and what of one report everybody may read."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from certification.authorizations.lookup.asked import NUMBER
from certification.authorizations.models.authorization import Authorization
from certification.duties.reports.models.annual_report import AnnualReport, ReportFiling
from certification.duties.reports.models.states import ReportState
from tianfu.workflow import clock
from tianfu.workflow.policies.values import policy

_SUMS = ("revenue", "complaints", "complaints_settled", "tests", "tests_passed")


def accepted_filings() -> Any:
    """The last filing of every accepted report: what was accepted."""
    last = ReportFiling.objects.filter(report=OuterRef("report")).order_by("-round").values("pk")[:1]
    return ReportFiling.objects.filter(report__state=ReportState.ACCEPTED, pk=Subquery(last))


def percent(part: int | None, whole: int | None) -> str:
    """One decimal; "" where there is nothing to divide by."""
    return f"{100 * (part or 0) / whole:.1f}%" if whole else ""


def by_year() -> list[dict[str, Any]]:
    """Newest year first: how many are owed and accepted, how many of them in time, and what they add up to.

    `revenue` (万元) is None where fewer reports than the policy says would let one of them be guessed.
    """
    least = int(policy("annual_report.least_published", on=clock.today()))
    standing = AnnualReport.objects.exclude(state=ReportState.HANDED_ON)
    owed = dict(standing.values_list("year").annotate(Count("pk")).order_by("year"))
    sums = (
        accepted_filings()
        .annotate(year=F("report__year"))
        .values("year")
        .annotate(
            accepted=Count("pk"),
            in_time=Count("pk", filter=Q(late_days=0)),
            **{f"sum_{name}": Sum(name) for name in _SUMS},
        )
        .order_by("-year")
    )
    return [
        {
            "year": row["year"],
            "owed": owed[row["year"]],
            "accepted": row["accepted"],
            "in_time": row["in_time"],
            "revenue": row["sum_revenue"] if row["accepted"] >= least else None,
            **{name: row[f"sum_{name}"] for name in _SUMS[1:]},
            "settled_rate": percent(row["sum_complaints_settled"], row["sum_complaints"]),
            "passed_rate": percent(row["sum_tests_passed"], row["sum_tests"]),
        }
        for row in sums
    ]


def summary_rows() -> Any:
    """What `public_summaries` reads, of one number."""
    rows = accepted_filings().filter(report__authorization__number=NUMBER).select_related("report")
    return rows.order_by("-report__year")


def public_summaries(authorization: Authorization, rows: Iterable[ReportFiling]) -> list[dict[str, Any]]:
    """For the brand page, newest year first: never revenue, output or a person's name."""
    return [_summary(row) for row in rows]


def _summary(row: ReportFiling) -> dict[str, Any]:
    return {
        "year": row.report.year,
        "filed_on": clock.in_beijing(row.filed_at),
        "late_days": row.late_days,
        "summary": row.summary,
        "tests": row.tests,
        "passed_rate": percent(row.tests_passed, row.tests),
        "complaints": row.complaints,
        "settled_rate": percent(row.complaints_settled, row.complaints),
    }
