"""The other programmes of the tests (tests/applications/programmes/*.toml): loaded, called for, and a case of each filed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.form.autosave import save_fields
from applications.form.rows import add_honor
from applications.form.start import open_application
from applications.models import Application, Batch, Industry, ProgrammeVersion
from applications.programme_files.loader import load_programme
from tests import make
from tianfu.demo.stories import second_brand
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

FOLDER = Path(__file__).parent / "applications" / "programmes"


@dataclass(frozen=True)
class Brand:
    """`seat`: where its firm is registered. `honor`: what its route asks for besides, name and giver; then also a signed
    declaration."""

    slug: str
    seat: str
    firm: str
    product: str
    standard: str
    route: str
    industry: str
    address: str
    honor: tuple[str, str] | None = None

    @property
    def file(self) -> Path:
        return second_brand.FILE if self.slug == "hubei" else FOLDER / f"{self.slug}.toml"


HUBEI = Brand(
    "hubei", "420100", "演示光电有限公司", "车载显示屏", "T/HBDEMO 001—2026", "recognition", "hb5-01", "湖北省武汉市示例路 3 号"
)  # fmt: skip
SUZHOU = Brand(
    "suzhou", "320509", "演示丝绸装备有限公司", "电脑提花机", "T/SZDEMO 001—2026", "rating", "sz6-02", "江苏省苏州市吴江区示例路 5 号"
)  # fmt: skip
HENAN = Brand(
    "henan", "410100", "演示起重机械有限公司", "桥式起重机", "T/HNDEMO 001—2026", "pledge", "hnm-03", "河南省郑州市示例路 7 号",
    ("省长质量奖", "河南省人民政府"),
)  # fmt: skip
OTHERS = (HUBEI, SUZHOU, HENAN)


def load(brand: Brand) -> ProgrammeVersion:
    return load_programme(brand.file)


def call(version: ProgrammeVersion) -> Batch:
    today = the_clock.today()
    return Batch.objects.create(
        programme=version.programme, name="2026 年认定", opens_on=today, closes_on=today.replace(year=today.year + 1),
        sectors=["manufacturing"], routes=version.route_keys, created_at=the_clock.now(),
    )  # fmt: skip


def opened(brand: Brand, version: ProgrammeVersion, **product: Any) -> Application:
    """A draft whose parts are filled in, its honour and declaration left out."""
    firm = make.enterprise(brand.firm, region=brand.seat)
    person = make.member(firm.organisation, edit=True, sign=True)
    said = {"industry": Industry.objects.get(key=brand.industry), **product}
    item = make.product(firm, brand.product, standard_number=brand.standard, standard_title=brand.product, **said)
    case = open_application(user=person, product=item, batch=call(version), route=brand.route)
    make.fill(case, person)
    saved = save_fields(case, "subject", {**make.SUBJECT, "address": brand.address}, user=person)
    assert saved.errors == {}
    return Application.objects.get(pk=case.pk)


def filed(brand: Brand, version: ProgrammeVersion) -> Application:
    case = opened(brand, version)
    person = case.created_by
    if brand.honor is not None:
        name, giver = brand.honor
        add_honor(case, make.pdf("获奖证书.pdf"), user=person, name=name, level="province", awarded_by=giver, year=2024)
        sign_declaration(case, user=person, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE)
        case = Application.objects.get(pk=case.pk)
    return submit(case, user=person, seen=case.revision, shown=NO_PAGE)
