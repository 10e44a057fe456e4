"""Installs the console as Django's admin site."""

import gc

from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import autodiscover_modules


class ConsoleConfig(SimpleAdminConfig):
    default_site = "tianfu.console.site.ConsoleSite"

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("console")
        # Here, not above: it needs the models.
        from tianfu import beat, celery
        from tianfu.console import role_sources
        from tianfu.grants import messages, sources  # noqa: F401 - connecting the receiver is the point
        from tianfu.registry import discovery

        # The last app to start: what stands in the wiring, and what only the wiring reads.
        from tianfu.site.menus import entries  # noqa: F401

        for root in discovery.ROOTS:
            discovery.load(root)
        celery.app.conf.beat_schedule = beat.schedule()
        role_sources.register_sources()
        sources.register_sources()
        # What is loaded by now stays to the end: the collector never walks through it again, and forked processes share it.
        gc.freeze()
        gc.enable()
