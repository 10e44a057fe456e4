from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tianfu.demo.seeds import is_seeded
from tianfu.demo.table import account_table


class Command(BaseCommand):
    help = "列出演示账号。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示账号只在 DEMO=1 时存在。")
        self.stdout.write(account_table() if is_seeded() else "演示数据尚未载入，请先运行 manage.py seed_demo。")
