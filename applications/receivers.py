"""What follows when a case has passed the door, inside the same transaction."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from applications.cases.models.application import Application
from applications.cases.stages.stage import registered
from applications.papers.letters import want_letters
from applications.review.deadlines.recomputation import want_recomputing
from applications.review.messages import tell_passage
from applications.review.models import ApplicationEndorsement
from applications.review.work.handlers import release_cases_of
from applications.review.work.second_person import tell_second
from tianfu.accounts.signals import access_changed
from tianfu.workflow.calendar.loader import calendar_loaded
from tianfu.workflow.door import state_changed
from tianfu.workflow.policies.values import policy_set


@receiver(state_changed, sender=Application, dispatch_uid="applications.enter_stage")
def enter_stage(sender: type[Application], obj: Application, change: Any, inputs: Any, **kwargs: Any) -> None:
    """Let the stage the case arrived at set itself up (open the notice, ask the body); then tell, and want the letters."""
    room = registered().get(change.target)
    came_here = change.transition != "resubmit" or change.target != obj.asked_at
    if room is not None and came_here:
        room.entered(obj, change)
    came_from = registered().get(change.source)
    if came_from is not None:
        came_from.left(obj, change)
    tell_passage(obj, change, inputs)
    want_letters(obj, change)


@receiver(post_save, sender=ApplicationEndorsement, dispatch_uid="applications.ask_second")
def ask_second(
    sender: type[ApplicationEndorsement], instance: ApplicationEndorsement, created: bool, **kwargs: Any
) -> None:
    """Whoever proposes, by whatever act: those who may confirm are told in the same transaction."""
    if created and instance.standing:
        tell_second(instance)


@receiver(access_changed, dispatch_uid="applications.release_cases")
def access_ended(sender: Any, actor: Any, user: Any, action: str, **kwargs: Any) -> None:
    """No case stays with somebody who may not work on it: released in the transaction that ended the access.

    A second factor gives no right and takes none. Its rows are locked after the case by whoever signs with a code, so
    here, where they are held already, no case may be locked.
    """
    if user is not None and not action.startswith("second_factor."):
        release_cases_of(user, actor=actor)


@receiver(calendar_loaded, dispatch_uid="applications.recompute_by_calendar")
def calendar_changed(version: Any, **kwargs: Any) -> None:
    want_recomputing(f"calendar:{version.pk}")


@receiver(policy_set, dispatch_uid="applications.recompute_by_policy")
def policy_changed(policy: Any, **kwargs: Any) -> None:
    want_recomputing(f"policy:{policy.pk}")
