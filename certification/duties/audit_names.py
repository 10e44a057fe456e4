"""What the recorded actions of holders' duties are called on the auditor's screens."""

from certification.duties.reports.rules import RULES as REPORTS
from tianfu.ledger.audit.action_words import name_actions, name_rules
from tianfu.ledger.audit.reasons import demand_reason

name_rules(__name__, "annualreport", REPORTS)
name_actions(
    __name__,
    {
        "annual_report.add_file": "上传年度自查报告材料",
        "annual_report.remove_file": "移除年度自查报告材料",
    },
)
demand_reason(__name__, "send_back")
