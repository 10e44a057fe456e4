"""Django's own `migrate`, which draws past models no oftener than needed (tianfu/ledger/management/past_models.py)."""

from typing import Any

from django.core.management.commands import migrate

from tianfu.ledger.management.past_models import Executor


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        plain = migrate.MigrationExecutor
        migrate.MigrationExecutor = Executor  # type: ignore[misc]
        try:
            super().handle(*args, **options)
        finally:
            migrate.MigrationExecutor = plain  # type: ignore[misc]
