"""What follows on this floor when a case or a certificate has passed the door, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from applications.models import Application
from certification.authorizing import create_authorization
from certification.models import QualityCertificate
from certification.sanctioning import follow_certificate
from tianfu.workflow.door import state_changed


@receiver(state_changed, sender=Application, dispatch_uid="certification.authorize")
def authorize(sender: type[Application], obj: Application, change: Any, **kwargs: Any) -> None:
    """The decision creates the authorization together with its issue job."""
    if change.transition == "authorize":
        create_authorization(obj)


@receiver(state_changed, sender=QualityCertificate, dispatch_uid="certification.cascade")
def cascade(sender: type[QualityCertificate], obj: QualityCertificate, change: Any, **kwargs: Any) -> None:
    follow_certificate(obj, change.transition, change.note)
