from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.demo import clock as demo_clock


class Command(BaseCommand):
    help = "拨动演示时钟（仅 DEMO=1）：+8d 天、+3wd 工作日、+2h 小时、+30m 分钟、reset 复位、show 查看。"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # argparse takes "-1h" for an option unless it looks like a negative number.
        parser._negative_number_matcher = demo_clock.STEP
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", nargs="?", default="show")
        parser.add_argument("--force", action="store_true", help="允许向后拨：已有的记录可能晚于当前时间")

    def handle(self, *args: Any, step: str, force: bool, **options: Any) -> None:
        try:
            if step == "reset":
                demo_clock.reset(None, force=force)
            elif step != "show":
                demo_clock.move(demo_clock.step(step), None, force=force)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{moments.numeric_second(clock.now())}（北京时间），偏移 {clock.offset()}")
