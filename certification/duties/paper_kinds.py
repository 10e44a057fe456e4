"""The letters that answer what holders report and register."""

from tianfu.papers.kinds import PaperKind, register_papers
from tianfu.papers.shapes import Letter

register_papers(
    __name__,
    (
        PaperKind("report_accepted", "年度自查报告接受通知书", Letter),
        PaperKind("report_returned", "年度自查报告补正通知书", Letter),
        PaperKind("usage_registered", "标识使用登记通知书", Letter),
        PaperKind("usage_returned", "标识使用登记退回通知书", Letter),
        PaperKind("usage_revoked", "撤销标识使用登记决定书", Letter),
        PaperKind("incident_received", "事故和质量信息报告核收通知书", Letter),
    ),
)
