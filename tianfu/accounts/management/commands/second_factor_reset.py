from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tianfu.accounts.factors import secrets
from tianfu.accounts.models import User


class Command(BaseCommand):
    help = "重置一个账号的两步验证：手机和恢复码都不能用，或密钥已丢失时。须先核实本人身份。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--reason", required=True, help="核实身份的方式和依据，记入审计台账")

    def handle(self, *args: Any, email: str, reason: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"没有电子邮箱为 {email} 的账号。")
        try:
            secrets.reset(user, actor=None, reason=reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"已重置 {user.email} 的两步验证，所有设备已退出登录。对方用密码登录后重新启用。")
