"""What follows when a case has passed the door, inside the same transaction."""

from typing import Any

from django.dispatch import receiver

from applications.models import Application
from applications.stage import registered
from tianfu.workflow.door import state_changed


@receiver(state_changed, sender=Application, dispatch_uid="applications.enter_stage")
def enter_stage(sender: type[Application], obj: Application, change: Any, **kwargs: Any) -> None:
    """Let the stage the case arrived at set itself up (open the notice, ask the body)."""
    room = registered().get(change.target)
    if room is not None and change.transition in ("submit", "pass_stage", "send_back"):
        room.entered(obj, change)
