"""Who reads authorizations on the console, and who works on them."""

from typing import Any

from tianfu.accounts.access.rules import roles
from tianfu.accounts.roles import Role

READING = (
    Role.OPERATOR_OFFICER,
    Role.PROVINCE_OFFICER,
    Role.PROVINCE_APPROVER,
    Role.PREFECTURE_OFFICER,
    Role.AUDITOR,
)
READERS = roles(*READING)
OPERATORS = roles(Role.OPERATOR_OFFICER)


def reads(user: Any) -> bool:
    return bool(user.roles & frozenset(READING))


def operates(user: Any) -> bool:
    return Role.OPERATOR_OFFICER in user.roles
