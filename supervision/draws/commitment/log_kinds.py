"""Draws in the public log."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {
        "draw.plan": "抽查方案",
        "draw.dice": "抽查掷骰",
        "draw.result": "抽查结果",
        "draw.correction": "抽查号码更正",
        "draw.reveal": "抽查揭示",
        "draw.deviation": "抽查变动",
        "draw.void": "抽查作废",
    },
    fields={
        "values": "号码",
        "reason": "理由",
        "result_sha256": "结果 SHA-256",
        "superseded_sha256": "更正前结果 SHA-256",
    },
)
