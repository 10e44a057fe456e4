"""Results of checks in the public log."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {"check.result": "检查结果"},
    fields={"origin": "来源", "checked": "检查日期", "before": "更正前", "result": "检查结果"},
)
