from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.review.deadlines.recomputation import recompute_all, wrong_deadlines


class Command(BaseCommand):
    help = "比较每件申报登记的期限与按事件、暂停和日历计算的期限；有不一致时逐件列出并以 1 退出。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--repair", action="store_true", help="按计算结果更正（企业的期限只会推后，不会提前）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            self.stdout.write(f"已更正 {recompute_all()} 件。")
        wrong = list(wrong_deadlines())
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} 件期限不一致。")
        self.stdout.write("全部期限一致。")
