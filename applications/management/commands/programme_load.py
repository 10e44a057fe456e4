from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from applications.programme_files.loader import load_files

REFUSED = 2


class Command(BaseCommand):
    help = (
        "载入品牌项目文件：全部无误才载入，已载入的同一版不变。有错时逐条输出文件、项和原因，不作任何改动，以 2 退出。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="品牌项目文件（TOML）")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded, lines = load_files(options["files"])
        for row in loaded:
            payload, done = row.version.payload, "已在库中，没有改动" if row.before else "已载入"
            self.stdout.write(f"{payload['slug']} 第 {payload['version']} 版（{payload['name']}）{done}")
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise SystemExit(REFUSED)
