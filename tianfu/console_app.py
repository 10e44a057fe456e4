"""Installs the console as Django's admin site."""

from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import autodiscover_modules


class ConsoleConfig(SimpleAdminConfig):
    default_site = "tianfu.console.ConsoleSite"

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("console")
        # Here, not above: it needs the models.
        from tianfu import role_sources
        from tianfu.grants import messages, sources  # noqa: F401 - connecting the receiver is the point
        from tianfu.registry import discovery

        discovery.load("tianfu.grants")
        role_sources.register_sources()
        sources.register_sources()
