from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tianfu.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both register themselves and need the models.
        from tianfu.ledger import checks, receivers  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
