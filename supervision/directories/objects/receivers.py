"""The directory follows the register, in the transaction of the register's own event."""

from typing import Any

from django.dispatch import receiver

from certification.bodies.terms import terms_changed
from certification.models import Authorization, CertificationBody, MarkUsage
from supervision.directories.messages import tell_of_return
from supervision.directories.models import YearlyPlan
from supervision.directories.objects.upkeep import follow_authorization, follow_body, follow_usage
from tianfu.workflow import clock
from tianfu.workflow.door import state_changed


@receiver(state_changed, sender=Authorization, dispatch_uid="supervision.directories.authorization")
def authorization_changed(obj: Authorization, change: Any, **kwargs: Any) -> None:
    """Activated, suspended, reinstated, 撤销, 注销, expired."""
    follow_authorization(obj, clock.today(), f"{obj.rule(change.transition).label}")


@receiver(terms_changed, sender=CertificationBody, dispatch_uid="supervision.directories.body")
def body_changed(body: CertificationBody, **kwargs: Any) -> None:
    """A body joined, left, gained or lost a scope. A term that begins or ends later is met by the nightly comparison."""
    follow_body(body, clock.today(), "联盟成员资格变化")


@receiver(state_changed, sender=MarkUsage, dispatch_uid="supervision.directories.usage")
def usage_changed(obj: MarkUsage, change: Any, **kwargs: Any) -> None:
    """Accepted, revoked, stopped, closed with its mark; one not accepted yet is no object."""
    follow_usage(obj, clock.today(), f"{obj.rule(change.transition).label}")


@receiver(state_changed, sender=YearlyPlan, dispatch_uid="supervision.directories.plan")
def plan_changed(obj: YearlyPlan, change: Any, **kwargs: Any) -> None:
    if change.transition == "send_back":
        tell_of_return(obj, change)
