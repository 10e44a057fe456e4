"""Authorizations in the public log."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {
        "cert.issued": "证书签发",
        "cert.changed": "证书变更",
        "cert.reissued": "证书换发",
        "cert.suspended": "授权暂停",
        "cert.restored": "授权恢复",
        "cert.revoked": "授权撤销",
        "cert.cancelled": "授权注销",
        "cert.expired": "授权到期",
        "mark.batch": "标识下发",
    },
    fields={"certificate_sha256": "证书文件 SHA-256", "changed": "变更事项", "version": "版次"},
    values={
        "pending": "制证中",
        "active": "有效",
        "suspended": "暂停",
        "withdrawn": "撤销",
        "cancelled": "注销",
        "expired": "过期",
        "superseded": "已换证",
    },
)
