"""Enforcement certificates that ended or end soon, for who keeps the roll."""

from typing import Any

from supervision.directories.sources import certificate_item, ending_certificates
from tianfu.accounts.roles import Role
from tianfu.workflow.work_items import register_alert


def _keeps_roll(user: Any) -> bool:
    return Role.SPOTCHECK_MANAGER in user.roles


def register() -> None:
    """Called once, from `ready()`."""
    register_alert(
        "directories.certificates",
        "检查人员的执法证到期",
        ending_certificates,
        certificate_item,
        _keeps_roll,
        "console:inspectors",
    )
