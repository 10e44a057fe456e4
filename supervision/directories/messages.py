"""What the directories tell people; the texts stand in `message_kinds.py`."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from supervision.directories.models import DirectoryComparison, Inspector, YearlyPlan
from tianfu.inbox.dispatch import notify
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each


def tell_of_differences(run: DirectoryComparison) -> None:
    """To the planners: the register's events had been missed."""
    context = {
        "count": run.differences,
        "listed": str(run.listed),
        "left": str(run.left),
        "changed": str(run.changed),
    }
    link = reverse("console:directory_comparisons")
    notify("directory_repaired", context=context, link=link, about=f"comparison:{run.pk}", once=str(run.pk))


def tell_of_return(plan: YearlyPlan, change: Any) -> None:
    """To the planner whose plan came back."""
    notify(
        "yearly_plan_returned",
        users=[plan.created_by],
        context={"who": str(change.actor), "title": plan.title, "reason": change.note},
        link=reverse("console:yearly_plan", args=[plan.pk]),
        about=f"yearlyplan:{plan.pk}",
        once=f"{plan.pk}:{change.revision}",
    )


def remind_of_certificates(day: date) -> int:
    """To each inspector with an account whose certificate ends within the days of the policy, once for each end."""
    until = day + timedelta(days=int(policy("directory.certificate_notice_days", on=day)))
    rows = Inspector.objects.on_roll(day).filter(valid_until__range=(day, until), user__is_active=True)
    return each("inspector certificate", rows.select_related("user").order_by("pk"), _remind)


def _remind(row: Inspector) -> int:
    written = notify(
        "inspector_certificate_ends",
        users=[row.user] if row.user is not None else [],
        context={"number": row.number, "until": row.valid_until},
        link=reverse("console:inspector_own"),
        about=f"inspector:{row.pk}",
        once=f"{row.pk}:{row.valid_until.isoformat()}",
    )
    return len(written)
