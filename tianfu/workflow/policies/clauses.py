"""Which rule a deadline rests on, as the page that shows the deadline names it."""

from datetime import date, datetime
from typing import NamedTuple

from tianfu.text.moments import beijing_day
from tianfu.workflow.policies.values import UnknownPolicy, policy_row


class Rests(NamedTuple):
    """On the value of `key` that held on `day`, when the time began to run."""

    key: str
    day: date


def clause_of(key: str, since: date | datetime | str, scope: str = "") -> str:
    """The source of the value that held then, without its full stop; "" where there was none."""
    try:
        return str(policy_row(key, scope, beijing_day(since)).source).rstrip("。；;. ")
    except UnknownPolicy:
        return ""
