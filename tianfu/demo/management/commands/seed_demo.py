from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tianfu.demo.seeds import seed


class Command(BaseCommand):
    help = "载入演示数据：虚构企业、账号和各种状态的申报。只在 DEMO=1 时可用；可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示数据只能在 DEMO=1 时载入。")
        self.stdout.write("演示数据已载入。" if seed() else "演示数据已经存在，未作改动。")
