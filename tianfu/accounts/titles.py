"""What a role is called where it is held: 市（州）经办人, 县（市、区）经办人; 省级审批人, 市级审批人. A leaf."""

from typing import Any

from tianfu.accounts.programmes import deciding, seat
from tianfu.accounts.roles import REGION_REQUIRED, Role


def title(role: str, programme: str = "", region: Any = None) -> str:
    """By the level of the place it is held for, else by the levels of its programme, or of every one."""
    label = str(Role(role).label)
    if role in REGION_REQUIRED:
        return label.replace("市（州）", region.get_kind_display() if region is not None else seat(programme))
    return label.replace("省级", deciding(programme))


def titles() -> list[tuple[str, str]]:
    """Every role to choose from, as all programmes together call it."""
    return [(role.value, title(role)) for role in Role]
