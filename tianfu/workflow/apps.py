from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkflowConfig(AppConfig):
    name = "tianfu.workflow"
    label = "workflow"
    verbose_name = "流程"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Once the apps are loaded: these modules need the models.
        from tianfu.ledger import moment
        from tianfu.registry import discovery
        from tianfu.workflow import checks, clock, jobs, tasks  # noqa: F401
        from tianfu.workflow.policies import grant_limits, sources  # noqa: F401

        discovery.load(self.name)
        moment.install(clock.now)
        jobs.on_nudge(tasks.nudge)
        post_migrate.connect(_load_reference, sender=self, dispatch_uid="workflow_reference")


def _load_reference(using: str = "default", **kwargs: Any) -> None:
    """Policies and calendar belong to the code's version as the tables do: without them no deadline exists."""
    from django.db import connections  # once the apps are loaded

    from tianfu.workflow.models import CalendarVersion, Policy
    from tianfu.workflow.upkeep import reference

    tables = set(connections[using].introspection.table_names())
    if using == "default" and {CalendarVersion._meta.db_table, Policy._meta.db_table, "ledger_auditevent"} <= tables:
        reference.load_holidays()
        reference.load_policies()
