from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "tianfu.accounts"
    label = "accounts"
    verbose_name = "账户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, not above: models can be imported only when all apps are loaded.
        from tianfu.accounts import checks, receivers  # noqa: F401 - connecting the receivers is the point
        from tianfu.registry import checks as registry_checks  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)

        def make_cache_table(**arguments: object) -> None:
            # The shared cache (settings.CACHES) has a table but no migration of its own.
            call_command("createcachetable", verbosity=0)

        # A library's app comes last in INSTALLED_APPS, after ours.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(make_cache_table, sender=last, weak=False, dispatch_uid="make_cache_table")
