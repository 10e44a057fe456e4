from typing import Any

from django.core.management.base import BaseCommand

from supervision.directories.objects.upkeep import compare
from tianfu.workflow import clock


class Command(BaseCommand):
    help = "把检查对象名录与登记核对并更正差异；名录为空时建立名录。平时每日自动进行，可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        run = compare(clock.today())
        self.stdout.write(f"核对 {run.compared} 条：补列入 {run.listed}，补移出 {run.left}，更正信息 {run.changed}。")
