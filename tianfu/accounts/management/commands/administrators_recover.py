from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tianfu.accounts.grants.founders import Candidate, recover_administrator


class Command(BaseCommand):
    help = "只剩一位系统管理员时补建一位，发设置密码的一次性链接。须先核实本人身份。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--reason", required=True, help="补建的原因和任命依据，记入审计台账")

    def handle(self, *args: Any, email: str, name: str, reason: str, **options: Any) -> None:
        try:
            links = recover_administrator(Candidate(email, name), reason=reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for address, path in links.items():
            self.stdout.write(f"已补建系统管理员 {address}。请把链接只交给本人：{settings.PUBLIC_URL}{path}")
