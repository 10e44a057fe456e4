"""Rules for passwords: long, not common, not about this place; no composition rules (trust.md E 16, 17)."""

import re
import unicodedata

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tianfu.accounts.regions.reference import PREFECTURES, PROVINCE

_FILLING = "0123456789!@#$%^&*()_+-=.,?~ "
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop",
    "1qaz2wsx3edc",
)
_RUN = 8


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password).lower()


class LengthValidator:
    def __init__(self, shortest: int, longest: int) -> None:
        self.shortest, self.longest = shortest, longest

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < self.shortest:
            raise ValidationError(
                f"密码至少 {self.shortest} 个字符，您输入了 {len(password)} 个；可以用几个不相干的词连成一句。",
                code="password_too_short",
            )
        if len(password) > self.longest:
            raise ValidationError(f"密码最多 {self.longest} 个字符，请缩短。", code="password_too_long")

    def get_help_text(self) -> str:
        return f"{self.shortest} 到 {self.longest} 个字符，可以是一句只有您知道的话，不要求大小写或符号。"


class CommonValidator:
    """Refuses what lists of leaked passwords begin with, also with digits around it, repeated, or as a keyboard row."""

    def __init__(self) -> None:
        self.leaked: set[str] = CommonPasswordValidator().passwords

    def validate(self, password: str, user: object = None) -> None:
        plain = _plain(password)
        core = plain.strip(_FILLING)
        repeated = re.fullmatch(r"(.{1,8}?)\1+.?", plain)
        if plain in self.leaked or core in self.leaked or not core or repeated or self._is_run(plain):
            raise ValidationError(
                "这个密码太常见，容易被猜到：请不要用常见词加数字、重复的字符或键盘上相连的键。",
                code="password_too_common",
            )

    @staticmethod
    def _is_run(plain: str) -> bool:
        # A long piece of a row, forwards or backwards, makes up most of the password.
        for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
            for start in range(len(row) - _RUN + 1):
                if row[start : start + _RUN] in plain and len(plain) < 2 * _RUN:
                    return True
        return False

    def get_help_text(self) -> str:
        return "不要使用常见密码、重复字符或键盘上相连的键。"


def context_words() -> tuple[str, ...]:
    """Names everybody tries first here. Pinyin under five letters (雅安, 阿坝) is left out: it is part of other words."""
    names = [word for _, name, pinyin in (PROVINCE, *PREFECTURES) for word in (re.sub("[省市]$", "", name), pinyin)]
    short_names = [name[:2] for _, name, _ in PREFECTURES if name.endswith("州") and len(name) > 3]
    words = [*_platform(), *names, *short_names]
    return tuple(word for word in words if not word.isascii() or len(word) >= 5)


def _platform() -> list[str]:
    """The platform's name in pairs of characters and its Latin words: 天府, 名品, tianfu, mingpin."""
    name = settings.PLATFORM_NAME
    return [*(name[n : n + 2] for n in range(0, len(name) - 1, 2)), *settings.PLATFORM_LATIN.lower().split()]


class ContextWordValidator:
    def validate(self, password: str, user: object = None) -> None:
        plain = _plain(password)
        for word in context_words():
            if word in plain:
                raise ValidationError(
                    f"密码里不要出现“{word}”：平台和地区的名称最容易被猜到。", code="password_context"
                )

    def get_help_text(self) -> str:
        return "不要包含平台名称、市（州）名称或其拼音。"
