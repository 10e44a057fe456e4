"""What the log says of itself, of its keys and of the platform; and fields that entries of several subjects have."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {
        "key.added": "启用密钥",
        "key.retired": "停用密钥",
        "rule.published": "规则发布",
        "audit.seal": "审计封存",
        "register.digest": "名录摘要",
        "software.release": "软件版本",
    },
    fields={
        "number": "编号",
        "holder": "持有人",
        "product": "产品",
        "status": "状态",
        "since": "自",
        "until": "有效期至",
        "sha256": "SHA-256",
        "seq": "第几次变动",
        "n": "审计记录段",
        "last_id": "封存至事件",
        "hash": "封存哈希",
    },
)
