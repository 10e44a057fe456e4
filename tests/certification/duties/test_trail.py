"""What a holder reports, and what an operator reminds of, is in the audit trail, with who did it and to what."""

from datetime import date

import pytest

from certification.authorizations.work.overview.reminders import remind_holders
from certification.duties.incidents.acts import file_incident
from certification.duties.reports.filings.drafts import open_report, save_draft, take_out
from tests import make
from tests.certification.duties.conftest import YEAR
from tests.trail import unlike
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def data_of(action):
    return AuditEvent.objects.filter(action=action).latest("pk").data


def test_an_incident_that_is_reported(issued, clock):
    mark = issued()
    clock.set("2026-05-08")
    holder, day = mark.application.created_by, date(2026, 5, 7)
    facts = {"kind": "accident", "happened_on": day, "learned_on": day, "affected": "一批", "text": "柜门脱落。",
             "measures": "停止销售。"}  # fmt: skip
    filed = lambda: file_incident(mark, user=holder, facts=facts)  # noqa: E731
    assert unlike([("incident.file", holder, None, filed)]) == {}
    assert data_of("incident.file") == {"authorization": mark.number}


def test_files_that_come_into_a_report_and_go_out(issued, clock):
    mark = issued()
    clock.set("2027-05-10")
    holder, row = mark.application.created_by, open_report(mark, 2026, the_clock.today())
    paper = [make.pdf("检验报告.pdf")]
    added = lambda: save_draft(row, user=holder, values=YEAR, uploads=paper, shown=NO_PAGE)  # noqa: E731
    assert unlike([("annual_report.add_file", holder, row, added)]) == {}
    file = row.files.get()
    gone = lambda: take_out(row, user=holder, file=file.pk)  # noqa: E731
    assert unlike([("annual_report.remove_file", holder, row, gone)]) == {}
    name = {"file": file.file.name}
    assert (data_of("annual_report.add_file"), data_of("annual_report.remove_file")) == (name, name)


def test_a_holder_who_is_reminded(issued, clock, pair):
    mark = issued()
    clock.set("2027-05-10")
    open_report(mark, 2026, the_clock.today())
    clock.set("2027-07-10")
    reminded = lambda: remind_holders("report_late", [mark.pk], user=pair[0])  # noqa: E731
    assert unlike([("authorization.remind", pair[0], mark, reminded)]) == {}
    assert data_of("authorization.remind") == {"need": "report_late"}
    reminded()
    assert AuditEvent.objects.filter(action="authorization.remind").count() == 1
