"""Putting an act of the register into the public log."""

from datetime import UTC
from typing import Any

from tianfu.ledger import moment
from tianfu.ledger.canonical import canonical
from tianfu.ledger.fingerprints import holds_personal
from tianfu.ledger.models import LogOutbox

LONGEST = 8192

# Chinese names of the types of entry (trust.md B.1); nothing else is published.
TYPES: dict[str, str] = {
    "cert.issued": "证书签发",
    "cert.changed": "证书变更",
    "cert.suspended": "授权暂停",
    "cert.restored": "授权恢复",
    "cert.revoked": "授权撤销",
    "cert.cancelled": "授权注销",
    "cert.expired": "授权到期",
    "mark.batch": "标识下发",
    "enterprise.admitted": "企业列入",
    "enterprise.left": "企业移出",
    "class.changed": "分类调整",
    "notice.published": "公示发布",
    "blacklist.entered": "列入黑名单",
    "blacklist.removed": "移出黑名单",
    "draw.plan": "抽查方案",
    "draw.dice": "抽查掷骰",
    "draw.result": "抽查结果",
    "draw.correction": "抽查号码更正",
    "draw.reveal": "抽查揭示",
    "draw.deviation": "抽查变动",
    "draw.void": "抽查作废",
    "check.result": "检查结果",
    "complaint.closed": "投诉办结",
    "key.added": "启用密钥",
    "key.retired": "停用密钥",
    "rule.published": "规则发布",
    "audit.seal": "审计封存",
    "register.digest": "名录摘要",
    "software.release": "软件版本",
}

# Chinese names of the fields of entries, for the page; one without a name is shown by its key.
FIELDS: dict[str, str] = {
    "number": "编号",
    "holder": "持有人",
    "product": "产品",
    "route": "方式",
    "status": "状态",
    "since": "自",
    "until": "有效期至",
    "certificate_sha256": "证书文件 SHA-256",
    "grounds": "事由类别",
    "last_day": "最后一天",
    "letter": "移出文号",
    "origin": "来源",
    "checked": "检查日期",
    "before": "更正前",
    "result": "检查结果",
    "values": "号码",
    "reason": "理由",
    "result_sha256": "结果 SHA-256",
    "superseded_sha256": "更正前结果 SHA-256",
    "sha256": "SHA-256",
    "seq": "第几次变动",
    "n": "审计记录段",
    "last_id": "封存至事件",
    "hash": "封存哈希",
}

# Chinese words of values that are kept as keys; everything else is shown as it is.
VALUES: dict[str, str] = {
    "pending": "制证中",
    "active": "有效",
    "suspended": "暂停",
    "withdrawn": "撤销",
    "cancelled": "注销",
    "expired": "过期",
    "superseded": "已换证",
    "quality_certification": "品质认证",
    "self_declaration": "自我声明",
}


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
