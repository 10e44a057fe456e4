"""Duties of sample enterprises: a yearly report on the operator's desk, one that was never filed, a failed test reported."""

from datetime import date, timedelta
from decimal import Decimal

from certification.duties.incidents.acts import file_incident
from certification.duties.reports.filings.acts import file_report
from certification.duties.reports.filings.drafts import save_draft
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.term.years import LEAST, WINDOW
from certification.models import Authorization
from tianfu.demo.accounts import PASSWORD, person
from tianfu.demo.firms import Firm
from tianfu.demo.papers import paper
from tianfu.demo.stories.plays import Story, ago
from tianfu.workflow import clock
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

_OVER = 40  # days since the window closed: longer than the reminders last
_SOURCE = "演示值。使今天既有已报送、也有长期未报送的报告可看。"


def set_window(present: date) -> None:
    """On the demo's first day: from the middle of February on, a report is missing today whenever it is loaded."""
    closed, since = present - timedelta(days=_OVER), clock.today()
    if closed.year == present.year:
        for key, value in ((WINDOW, ["01-01", closed.isoformat()[5:]]), (LEAST, 1)):
            set_policy(key, value, source=_SOURCE, valid_from=since, actor=None, shown=NO_PAGE)


def report_filed(firm: Firm) -> Story:
    """The operator's turn: accept, or return with a reason."""
    yield ago(working=3)
    report = AnnualReport.objects.filter(authorization__enterprise__organisation__uscc=firm.uscc).first()
    if report is None:
        return
    values = {
        "revenue": Decimal("1860.50"),
        "output": Decimal("24.5"),
        "output_unit": "吨",
        "complaints": 6,
        "complaints_settled": 5,
        "tests": 9,
        "tests_passed": 9,
        "mark_use": "标识用于外包装箱、说明书和专卖店门头，均为授权的产品和规格。",
        "improvements": "更换包装机，漏气的投诉由 11 件降到 4 件。",
        "summary": "全年检验检测 9 批次全部合格；投诉以运输破损为主，已加固外箱。",
    }
    report = save_draft(
        report,
        user=person(firm.key),
        values=values,
        uploads=[paper("年度检验报告", "test_report", firm)],
        shown=NO_PAGE,
    )
    file_report(
        report,
        user=person(firm.key),
        seen=report.revision,
        name=firm.person,
        role="法定代表人",
        proof=PASSWORD,
        shown=NO_PAGE,
    )


def failed_test_reported(firm: Firm) -> Story:
    """The operator's turn: acknowledge, or propose a suspension upon it."""
    yield ago(working=2)
    facts = {
        "kind": "failed_test",
        "happened_on": clock.today() - timedelta(days=3),
        "learned_on": clock.today() - timedelta(days=1),
        "affected": "第 7 批，120 箱",
        "text": "送检一批茶叶的水分含量 7.4%，高于标准规定的 7.0%。",
        "measures": "该批已停止发货并封存，正在复测；其他批次未发现异常。",
    }
    mark = Authorization.objects.get(enterprise__organisation__uscc=firm.uscc, state="active")
    file_incident(mark, user=person(firm.key), facts=facts, uploads=[paper("检验报告", "test_report", firm)])
