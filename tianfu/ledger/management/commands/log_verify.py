from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tianfu.ledger.log.checking import check_log


class Command(BaseCommand):
    help = "从条目重放公示日志，核对每个检查点的树根与签名。"

    def handle(self, *args: Any, **options: Any) -> None:
        result = check_log()
        if result.problem:
            raise CommandError(result.problem)
        self.stdout.write(f"公示日志完好：{result.size} 条，{result.checkpoints} 个检查点。")
