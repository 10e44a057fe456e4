"""The operator accepts or returns a report; an accepted one cures the suspension that its absence caused."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from certification.authorizations.models.authorization import Suspension
from certification.authorizations.sanctions.acts import open_proposal, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.restorations.states import RestorationState
from certification.duties.reports.continuity import hand_on
from certification.duties.reports.messages import tell_accepted, tell_returned
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.term.absence import still_missing
from certification.duties.reports.term.years import OWING, longest_wait
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import advance
from tianfu.workflow.policies.values import policy


def accept_report(report: AnnualReport, *, user: Any, seen: int, note: str = "") -> AnnualReport:
    """By one of the operator. Where nothing else is missing, this person's acceptance is the first of the two signatures
    that lift the suspension (`cure`). Raises Overtaken for the second of two officers."""
    with transaction.atomic():
        moved = advance(report, "accept", actor=user, seen=seen, note=note.strip())
        tell_accepted(moved)
        cure(moved, user)
    return moved


def send_back(report: AnnualReport, *, user: Any, seen: int, reason: str) -> AnnualReport:
    """With the reason, to be filed again within the term of the policy; figures and evidence stay as they are."""
    slug, now = report.authorization.programme_slug, clock.now()
    days = int(policy("annual_report.correction_days", scope=slug))
    with transaction.atomic():
        last_on = max(add_working_days(clock.in_beijing(now), days).date, report.last_on)
        propose_from = last_on + timedelta(days=longest_wait(slug, clock.today()) + 1)
        moved = advance(
            report, "send_back", actor=user, seen=seen, note=reason, last_on=last_on, propose_from=propose_from
        )
        tell_returned(moved)
        hand_on(moved)
    return moved


def cure(report: AnnualReport, user: Any) -> bool:
    """Propose to lift the cause 未报送年度自查报告; False where it does not stand, another year is missing, or another
    proposal waits (then the desk's list asks for this one afterwards)."""
    mark = report.authorization
    standing = Suspension.objects.filter(authorization=mark, cause=Cause.REPORT, lifted_at=None).first()
    if standing is None or mark.effective_on(clock.today()) not in OWING or still_missing(mark):
        return False
    mark.refresh_from_db()
    if open_proposal(mark) is not None:
        return False
    answer = standing.restorations.filter(state=RestorationState.WAITING).first()
    reason = f"{report.year} 年度自查报告已经补报并接受，未报送的情况已经消除。"
    propose(
        mark,
        Act.REINSTATE,
        user=user,
        seen=mark.revision,
        reason=reason,
        cause=Cause.REPORT,
        restoration=answer,
        basis=f"annual_report:{report.pk}",
    )
    return True
