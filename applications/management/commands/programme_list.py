from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from applications.programme_files.files import programme_files, read

REFUSED = 2


class Command(BaseCommand):
    help = "列出品牌项目：代号、名称、版本，以及每种申报方式的环节顺序。读随平台提供的（或所给的）文件，不需要数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="品牌项目文件（TOML）")

    def handle(self, *args: Any, **options: Any) -> None:
        files = [read(path) for path in options["files"] or programme_files()]
        for file in files:
            if not file.faults:
                self._list(file.payload)
        lines = [line for file in files for line in file.lines]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise SystemExit(REFUSED)

    def _list(self, payload: dict[str, Any]) -> None:
        self.stdout.write(f"{payload['slug']}\t{payload['name']}\t第 {payload['version']} 版")
        for key, route in payload["routes"].items():
            self.stdout.write(f"  {key}\t{route['label']}\t{' → '.join(route['stages'])}")
            if "renewal" in route:
                self.stdout.write(f"  {key}\t{route['label']}续期\t{' → '.join(route['renewal']['stages'])}")
