import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from tianfu.accounts.granting import grant_role
from tianfu.accounts.inviting import create_account
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role


class Command(BaseCommand):
    help = "建立首位系统管理员。密码取自环境变量 ADMIN_PASSWORD，没有时当场询问。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        password = os.environ.get("ADMIN_PASSWORD") or getpass.getpass("密码：")
        try:
            validate_password(password, User(email=email, name=name))
            with transaction.atomic():
                user = create_account(email=email, name=name, actor=None, password=password)
                grant_role(user, Role.SYSTEM_ADMIN, actor=None, reason="首位系统管理员（manage.py create_admin）")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"已建立系统管理员 {user.email}。首次登录后请启用两步验证。")
