"""The lists in the public log: who came in, who left, which class."""

from tianfu.ledger.log.kinds import register_log_kinds

register_log_kinds(
    __name__,
    {
        "enterprise.admitted": "企业列入",
        "enterprise.left": "企业移出",
        "class.changed": "分类调整",
        "blacklist.entered": "列入黑名单",
        "blacklist.removed": "移出黑名单",
        "complaint.closed": "投诉办结",
    },
    fields={"grounds": "事由类别", "last_day": "最后一天", "letter": "移出文号"},
)
