from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tianfu.workflow.calendar.loader import load_calendar
from tianfu.workflow.calendar.notice_file import read_notice


class Command(BaseCommand):
    help = "载入年度放假通知（CSV：日期、安排、名称），生成新的日历版本并重算未办结事项的期限。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="通知的文号，例如：国办发明电〔2026〕8号")

    def handle(self, *args: Any, file: Path, source: str, **options: Any) -> None:
        try:
            version = load_calendar(read_notice(file.read_bytes()), source=source)
        except OSError as error:
            raise CommandError(f"读不到文件 {file}：{error.strerror}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"日历{version}：{version.source}")
