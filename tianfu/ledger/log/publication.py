"""Putting an act of the register into the public log."""

from datetime import UTC
from typing import Any

from tianfu.ledger import moment
from tianfu.ledger.canonical import canonical
from tianfu.ledger.hashes.fingerprints import holds_personal
from tianfu.ledger.log.kinds import TYPES
from tianfu.ledger.models import LogOutbox

LONGEST = 8192


class NotPublishable(ValueError):
    """The entry is of an unknown type, too long, or holds what must not become public."""


def publish(entry_type: str, data: dict[str, Any]) -> LogOutbox:
    """Queue one entry, inside the transaction of the act itself; it is in the log within minutes.

    `data` is canonical and public: numbers, dates as text, names of firms. Personal data raises
    NotPublishable, since nothing can be taken out of the log again.
    """
    if entry_type not in TYPES:
        raise NotPublishable(f"公示日志没有“{entry_type}”这一类型。")
    if {"t", "at"} & data.keys():
        raise NotPublishable("条目内容不能使用保留的键 t、at。")
    if holds_personal(data):
        raise NotPublishable("条目中含有个人信息（邮箱、手机号或身份证号），公示日志不能删除，拒绝写入。")
    now = moment.now()
    content = canonical({"t": entry_type, "at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), **data})
    if len(content) > LONGEST:
        raise NotPublishable(f"条目超过 {LONGEST} 字节。")
    return LogOutbox.objects.create(entry=content.decode(), created_at=now)
