from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tianfu.ledger.audit.verification import verify


class Command(BaseCommand):
    help = "核验审计台账：逐条重算摘要、逐号重算封存，指出第一处差异。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", default="", help="保存在别处的封存哈希；核验它仍在封存链上")

    def handle(self, *args: Any, **options: Any) -> None:
        result = verify(expected_head=options["head"].strip().lower())
        if not result.good:
            raise CommandError(result.problem)
        self.stdout.write(
            f"台账完好：{result.seals} 号封存，{result.rows} 条已封存事件，{result.unsealed} 条待封存。"
            f"最新封存哈希 {result.head or '（无）'}"
        )
