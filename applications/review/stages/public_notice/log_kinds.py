"""公示 in the public log."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {"notice.published": "公示发布"},
    fields={"route": "方式"},
    values={"quality_certification": "品质认证", "self_declaration": "自我声明"},
)
