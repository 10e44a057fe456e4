"""What the recorded actions of holders' duties are called on the auditor's screens."""

from certification.duties.incidents.rules import RULES as INCIDENTS
from certification.duties.reports.rules import RULES as REPORTS
from tianfu.ledger.audit.action_words import name_actions, name_rules
from tianfu.ledger.audit.reasons import demand_reason

name_rules(__name__, "annualreport", REPORTS)
name_rules(__name__, "incident", INCIDENTS)
name_actions(
    __name__,
    {
        "incident.file": "报告事故和质量信息",
        "annual_report.add_file": "上传年度自查报告材料",
        "annual_report.remove_file": "移除年度自查报告材料",
    },
)
demand_reason(__name__, "send_back")
