"""公示 in the public log."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {"notice.published": "公示发布"},
    fields={"route": "方式"},
)
