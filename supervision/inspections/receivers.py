"""Checks follow their draw."""

from typing import Any

from django.dispatch import receiver

from supervision.draws.models import Deviation, DrawPlan
from supervision.draws.signals import picks_assigned, plan_opened, plan_voided, team_changed
from supervision.inspections.assignment import exchange, make_tasks, notify_revealed, stop_tasks


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
