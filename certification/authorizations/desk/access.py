"""Who reads authorizations on the console, and who works on them."""

from typing import Any

from django.db.models import Q

from tianfu.accounts.access.rules import roles
from tianfu.accounts.access.scope import any_of, scope_of
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


def at_desk(user: Any, prefix: str = "") -> Q:
    """What lies on the operator's desk for this person, within the programmes he works for; `prefix` leads to the mark."""
    return any_of(scope_of(user, [Role.OPERATOR_OFFICER], regional=False, prefix=prefix))


def operates(user: Any) -> bool:
    return Role.OPERATOR_OFFICER in user.roles
