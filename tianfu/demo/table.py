"""The demo accounts as a plain table for the terminal; Chinese characters count as two columns."""

import unicodedata

from tianfu.demo.accounts import PASSWORD, accounts
from tianfu.demo.stories.second_brand import second_accounts

HEAD = ("角色", "姓名", "邮箱（登录名）", "可以试什么")


def account_table() -> str:
    """Every account with its role, name and address, and what it is good for; the password once above."""
    rows = [HEAD, *((row.role, row.name, row.email, row.hint) for row in [*accounts(), *second_accounts()])]
    widths = [max(width(row[column]) for row in rows) for column in range(3)]
    lines = [_line(row, widths) for row in rows]
    rule = "-" * max(width(line) for line in lines)
    return "\n".join([f"演示账号，密码都是 {PASSWORD}", "", lines[0], rule, *lines[1:]])


def width(text: str) -> int:
    """Columns of `text` in a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "FWA" else 1 for sign in text)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    padded = [text + " " * (size - width(text)) for text, size in zip(row, widths, strict=False)]
    return "  ".join([*padded, row[3]])
