"""One authorization after the other: which one a case renews, what stands in the way, when the new one begins."""

from datetime import date, timedelta

from applications.models import Application
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from tianfu.text.moments import full_day
from tianfu.workflow.door import NotPossible

S = AuthorizationState


def previous_of(application: Application) -> Authorization | None:
    """The authorization that this case is to continue; None for a first application."""
    if application.renews_id is None:
        return None
    return Authorization.objects.filter(application=application.renews_id).first()


def continuation(authorization: Authorization) -> Authorization | None:
    """The one that continues this one, decided already; one that was cancelled before it began is none."""
    return authorization.continuations.exclude(state=S.CANCELLED).first()


def waits_for_its_day(authorization: Authorization, day: date) -> bool:
    """Renewed and made, but the old one still runs."""
    return authorization.state == S.PENDING and authorization.starts_on > day and authorization.certificate_issued()


def first_day(previous: Authorization, decided_on: date) -> date:
    """The day after the old one ends; decided later, the day of the decision (there is a gap then)."""
    return max(decided_on, previous.ends_on + timedelta(days=1))


def problems(previous: Authorization, day: date) -> list[str]:
    """Why it cannot be continued as it stands, while its renewal is looked at and when it is decided."""
    if previous.state not in (S.ACTIVE, S.SUSPENDED, S.EXPIRED):
        return [f"原授权 {previous} 已{previous.get_state_display()}，不能续期。"]
    causes = [row.get_cause_display() for row in previous.suspensions.filter(lifted_at=None)]
    if not causes:
        return []
    if previous.ends_on < day:
        ended = full_day(previous.ends_on)
        return [f"原授权 {previous} 在暂停期间到期（{ended}），不能续期。企业可以撤回本件，重新申报。"]
    return [f"原授权 {previous} 暂停中（{'、'.join(causes)}），恢复有效后才能继续办理续期。"]


def lock_previous(application: Application, day: date) -> Authorization | None:
    """As `previous_of`, locked and looked at again: another act may have been faster. Raises NotPossible."""
    if application.renews_id is None:
        return None
    rows = Authorization.objects.select_for_update(of=("self",), no_key=True)
    previous: Authorization = rows.get(application=application.renews_id)
    if found := problems(previous, day):
        raise NotPossible(found)
    return previous
