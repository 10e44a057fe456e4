import pytest

from certification.duties.reports.filings.acts import file_report
from certification.duties.reports.filings.drafts import open_report, save_draft
from tests import make
from tests.certification.authorizations.conftest import act, signed_in
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

__all__ = ["act", "signed_in"]

YEAR = {
    "revenue": 860,
    "output": 12,
    "output_unit": "万套",
    "complaints": 5,
    "complaints_settled": 5,
    "tests": 8,
    "tests_passed": 8,
    "mark_use": "用于外包装和说明书。",
    "improvements": "更换封边胶。",
    "summary": "全年抽检合格。",
}


@pytest.fixture
def written():
    """`written(authorization, 2026)`: a complete draft for that year with one piece of evidence."""

    def build(authorization, year=2026, **values):
        report = open_report(authorization, year, the_clock.today())
        person = authorization.application.created_by
        uploads = [make.pdf("检验报告.pdf")]
        return save_draft(report, user=person, values=YEAR | values, uploads=uploads, shown=NO_PAGE)

    return build


@pytest.fixture
def filed(written):
    """`filed(authorization, 2026)`: signed and filed by who signs for the holder."""

    def build(authorization, year=2026, **values):
        report = written(authorization, year, **values)
        sign(report)
        report.refresh_from_db()
        return report

    return build


def sign(report, **changed):
    """As its page would, by the person who filed the application."""
    given = {
        "user": report.authorization.application.created_by,
        "seen": report.revision,
        "name": "李四",
        "role": "法定代表人",
        "proof": make.PASSWORD,
        "shown": NO_PAGE,
    }
    return file_report(report, **(given | changed))
