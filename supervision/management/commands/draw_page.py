from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision.draws.algorithm.page import FILES, RESULT, one_file


class Command(BaseCommand):
    help = "把一次抽取的文件和核对程序写成一个网页文件，存盘后双击即可重新计算（不超过 60 KB；放不下的数据由访问者自选文件）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="含 plan.json 等文件的目录")
        parser.add_argument("output", type=Path, help="要写的网页文件")
        parser.add_argument("--title", default="双随机抽查：重新计算")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["directory"]
        paths = {name: folder / file for name, file in {**FILES, **RESULT}.items()}
        missing = [path.name for name, path in paths.items() if name in FILES and not path.is_file()]
        if missing:
            raise CommandError(f"目录中没有 {'、'.join(missing)}。")
        contents = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
        page = one_file(options["title"], contents)
        options["output"].write_bytes(page)
        self.stdout.write(f"已写入 {options['output']}，{len(page):,} 字节。")
