from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tianfu.accounts.grants.founders import Candidate, found_administrators


class Command(BaseCommand):
    help = "建立首位系统管理员和第二位系统管理员，各发一个设置密码的一次性链接。已有系统管理员时拒绝。"

    def add_arguments(self, parser: CommandParser) -> None:
        for which, label in (("first", "首位"), ("second", "第二位")):
            parser.add_argument(f"--{which}-email", required=True, help=f"{label}系统管理员的电子邮箱")
            parser.add_argument(f"--{which}-name", required=True, help=f"{label}系统管理员的姓名")
        parser.add_argument("--reason", required=True, help="任命依据，例如文件文号；记入审计台账")

    def handle(self, *args: Any, reason: str, **options: Any) -> None:
        first, second = (
            Candidate(options[f"{which}_email"], options[f"{which}_name"]) for which in ("first", "second")
        )
        try:
            links = found_administrators(first, second, reason=reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write("已建立两位系统管理员。请把各自的链接只交给本人；链接用过即失效，邮件中也有：")
        for email, path in links.items():
            self.stdout.write(f"{email}  {settings.PUBLIC_URL}{path}")
        self.stdout.write("两人各自设置密码、启用两步验证后，即可在工作台互相复核，授予其他角色。")
