"""湖北精品, the second programme of the tests (tests/applications/programmes/hubei.toml): loaded, and a case of it filed."""

from pathlib import Path

from applications.cases.filings.submission import submit
from applications.form.autosave import save_fields
from applications.form.start import open_application
from applications.models import Application, Batch, ProgrammeVersion
from applications.programme_files.loader import load_programme
from tests import make
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

FILE = Path(__file__).parent / "applications" / "programmes" / "hubei.toml"


def programme() -> ProgrammeVersion:
    return load_programme(FILE)


def call(version: ProgrammeVersion) -> Batch:
    today = the_clock.today()
    return Batch.objects.create(
        programme=version.programme, name="2026 年认定", opens_on=today, closes_on=today.replace(year=today.year + 1),
        sectors=["manufacturing"], routes=version.route_keys, created_at=the_clock.now(),
    )  # fmt: skip


def filed(version: ProgrammeVersion) -> Application:
    firm = make.enterprise("演示光电有限公司", region="420100")
    person = make.member(firm.organisation, edit=True, sign=True)
    item = make.product(firm, "车载显示屏", standard_number="T/HBDEMO 001—2026", standard_title="车载显示屏")
    case = open_application(user=person, product=item, batch=call(version), route="recognition")
    make.fill(case, person)
    saved = save_fields(case, "subject", {**make.SUBJECT, "address": "湖北省武汉市示例路 3 号"}, user=person)
    assert saved.errors == {}
    case.refresh_from_db()
    return submit(case, user=person, seen=case.revision, shown=NO_PAGE)
