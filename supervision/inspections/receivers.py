"""Checks follow their draw."""

from typing import Any

from django.dispatch import receiver

from certification.authorizations.sanctions.bases import settled
from certification.models import AuthorizationEndorsement
from supervision.draws.models import Deviation, DrawPlan, DrawResult
from supervision.draws.signals import picks_assigned, plan_opened, plan_voided, result_superseded, team_changed
from supervision.inspections.assignment.picks import exchange, make_tasks, notify_revealed, stop_tasks
from supervision.inspections.assignment.supersession import withdraw
from supervision.inspections.consequences.sanctions import was_settled


@receiver(picks_assigned, sender=DrawPlan, dispatch_uid="supervision.inspections.picks")
def picks_were_assigned(plan: DrawPlan, picks: Any, **kwargs: Any) -> None:
    make_tasks(plan, picks)


@receiver(team_changed, sender=DrawPlan, dispatch_uid="supervision.inspections.team")
def team_was_changed(deviation: Deviation, **kwargs: Any) -> None:
    exchange(deviation.pick, deviation.inspector, deviation.replacement)


@receiver(plan_opened, sender=DrawPlan, dispatch_uid="supervision.inspections.opened")
def plan_was_opened(plan: DrawPlan, **kwargs: Any) -> None:
    notify_revealed(plan)


@receiver(plan_voided, sender=DrawPlan, dispatch_uid="supervision.inspections.voided")
def plan_was_voided(plan: DrawPlan, **kwargs: Any) -> None:
    stop_tasks(plan)


@receiver(result_superseded, sender=DrawPlan, dispatch_uid="supervision.inspections.superseded")
def result_was_superseded(plan: DrawPlan, result: DrawResult, **kwargs: Any) -> None:
    withdraw(plan, result)


@receiver(settled, sender=AuthorizationEndorsement, dispatch_uid="supervision.inspections.sanction")
def sanction_was_settled(endorsement: AuthorizationEndorsement, user: Any, **kwargs: Any) -> None:
    was_settled(endorsement, user)
