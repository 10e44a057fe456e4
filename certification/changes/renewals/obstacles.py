"""What stands against a renewal at its submission, at each stage and at the decision."""

from applications.cases.rules.obstacles import register_check
from applications.cases.states import ApplicationState
from applications.models import Application
from certification.authorizations.term.continuity import first_day, previous_of, problems
from certification.changes.renewals.window import filing_problems
from tianfu.text.moments import full_day
from tianfu.workflow import clock


@register_check("renewal")
def renewal(application: Application) -> list[str]:
    """Handed in within the window, of a mark in force; passed only while what it continues can be continued."""
    previous = previous_of(application)
    if previous is None:
        return []
    today = clock.today()
    filed = application.state != ApplicationState.DRAFT
    found = problems(previous, today) if filed else filing_problems(previous, today)
    return found + _certificate_problems(application)


def _certificate_problems(application: Application) -> list[str]:
    """The new end never passes the certificate's: one that ends before the new one could begin gives no day."""
    claim, previous = getattr(application, "certificate_claim", None), previous_of(application)
    if claim is None or previous is None:
        return []
    begins, until = first_day(previous, clock.today()), claim.certificate.valid_until
    if until >= begins:
        return []
    late = f"质量认证证书 {claim.certificate.number} 有效至 {full_day(until)}，早于续期的首日 {full_day(begins)}。"
    return [f"{late}请先由认证机构办理再认证，再选用新证书。"]
