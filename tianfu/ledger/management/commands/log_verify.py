from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tianfu.ledger.log.examination import check_log
from tianfu.ledger.log.signing_key import NoSigningKey


class Command(BaseCommand):
    help = "从条目重放公示日志，核对每个检查点的树根与签名。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = check_log()
        except NoSigningKey as missing:
            raise CommandError(f"日志的公钥尚未记录，核对前须提供签发密钥：{missing}") from missing
        if result.problem:
            raise CommandError(result.problem)
        self.stdout.write(f"公示日志完好：{result.size} 条，{result.checkpoints} 个检查点。")
        if result.misnamed:
            self.stdout.write(
                f"其中 {result.misnamed} 个检查点由同一密钥以其他名称签发（命令曾在别的地址下运行），树根一致，未被改写。"
            )
