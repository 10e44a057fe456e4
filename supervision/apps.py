from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SupervisionConfig(AppConfig):
    name = "supervision"
    label = "supervision"
    verbose_name = "监管"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Checks, receivers and reasons register themselves on import.
        from supervision import receivers  # noqa: F401
        from supervision.directories import sources as directories
        from supervision.directories.inspectors import alerts as directory_alerts
        from supervision.draws.public import home
        from supervision.draws.work import registration as draws
        from supervision.inspections.inspected import work
        from supervision.inspections.work import alerts as inspection_alerts
        from supervision.inspections.work import sources as inspections
        from supervision.lists import sources as lists
        from supervision.lists.blacklist import letters, obstacles  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
        directories.register()
        directory_alerts.register()
        draws.register()
        home.register()
        inspections.register()
        inspection_alerts.register_alerts()
        work.register_work()
        lists.register()
        post_migrate.connect(_load_reference, sender=self, dispatch_uid="supervision_reference")


def _load_reference(using: str = "default", **kwargs: Any) -> None:
    """The starter list belongs to the code's version as its tables do."""
    from django.db import connections  # once the apps are loaded

    from supervision.directories.items.catalogue import load_starter_items
    from supervision.directories.models import InspectionItem

    if using == "default" and InspectionItem._meta.db_table in connections[using].introspection.table_names():
        load_starter_items()
