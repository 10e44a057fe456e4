from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tianfu.accounts.factors import secrets
from tianfu.accounts.protection import encryption


class Command(BaseCommand):
    help = "用 ENCRYPTION_KEYS 的第一把密钥重新加密数据库中的两步验证密钥；可重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := encryption.problem():
            raise CommandError(problem)
        done = secrets.rotate()
        self.stdout.write(f"已重新加密 {done.exchanged} 项，原已是最新密钥 {done.untouched} 项。")
        if done.unreadable:
            people = "、".join(dict.fromkeys(factor.user.email for factor in done.unreadable))
            raise CommandError(
                f"另有 {len(done.unreadable)} 项现有密钥都不能读取，未改动：{people}。请将原密钥加入 ENCRYPTION_KEYS"
                "（或 SECRET_KEY_FALLBACKS）后重试；密钥已丢失的，用 second_factor_reset 重置。"
            )
        self.stdout.write("更早的密钥可以移除。")
