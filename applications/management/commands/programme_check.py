from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from applications.programme_files.files import programme_files, read, together

REFUSED = 2


class Command(BaseCommand):
    help = "检查品牌项目文件（不写文件名时检查随平台提供的），不需要数据库。有错时逐条输出文件、项和原因，以 2 退出。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="品牌项目文件（TOML）")

    def handle(self, *args: Any, **options: Any) -> None:
        files = together([read(path) for path in options["files"] or programme_files()])
        for file in files:
            if not file.faults:
                payload = file.payload
                self.stdout.write(f"{file.name}: OK {payload['slug']} 第 {payload['version']} 版（{payload['name']}）")
        lines = [line for file in files for line in file.lines]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise SystemExit(REFUSED)
