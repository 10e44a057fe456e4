from argparse import ArgumentParser
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from tianfu.accounts.models.stamps import real_now
from tianfu.files.upkeep.integrity import verify_files


class Command(BaseCommand):
    help = "重新计算每个文件的 SHA-256，列出缺失或被改动的文件，以及没有登记的文件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clear-orphans", action="store_true", help="删除超过一天仍没有登记的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        # The disk's own time, not the demo clock: it is compared with the age of files.
        result = verify_files(now=real_now())
        for path in result.orphans:
            if options["clear_orphans"]:
                default_storage.delete(path)
            self.stdout.write(f"{'已删除' if options['clear_orphans'] else '发现'}没有登记的文件 {path}")
        for problem in result.problems:
            self.stderr.write(problem)
        if result.problems:
            raise CommandError(f"核验 {result.checked} 个文件，{len(result.problems)} 个有问题。")
        self.stdout.write(f"核验 {result.checked} 个文件，全部完好。")
