from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from supervision.draws.algorithm.verifier import print_verified


class Command(BaseCommand):
    help = "核对一次抽取：读取目录中的 plan.json、objects.jsonl、inspectors.jsonl、values.json，输出规范结果；不成立时以拒绝码退出（2）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", help="含四个文件的目录")

    def handle(self, *args: Any, **options: Any) -> None:
        code = print_verified(options["directory"])
        if code:
            raise SystemExit(code)
