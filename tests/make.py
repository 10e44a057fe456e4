"""Plain factories, few defaults. Cases are made through the real functions and the door, never by writing a state."""

import io
import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.cases.stages.stage import stage
from applications.form.arithmetic import Direction
from applications.form.autosave import save_fields
from applications.form.rows import add_evidence, add_honor, save_comparison_row
from applications.form.start import open_application
from applications.models import Application, Batch, Enterprise, Industry, Product, Programme
from applications.review.acts.passages import pass_stage
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from applications.review.stages.consultation.acts import answer, ask
from applications.review.stages.public_notice.publication import close_ended_notices
from certification.bodies.terms import register_body
from certification.certificates.claims.acts import claim_certificate, confirm
from certification.certificates.issued.ends import confirm_end, propose_end
from certification.models import Authorization, CertificationBody, QualityCertificate
from tests.grants import hold
from tests.kept_rows import once
from tianfu.accounts.models import Membership, Organisation, Region, RoleGrant, User
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.files.models import StoredFile
from tianfu.files.storage import store
from tianfu.workflow import clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

PASSWORD = "correct horse battery"
# Fictional codes of domain 12; their check digits are right.
CODES = [
    "91511400TFMP121222", "91510700TFMP06064Y", "91510100TFMP0101X4", "91511300TFMP11111H", "91510600TFMP05053E",
    "91510500TFMP04042X", "91511800TFMP161664", "91510400TFMP03031D", "91513200TFMP191990", "91510900TFMP080860",
    "91511700TFMP15155K", "91512000TFMP18188X", "91513400TFMP212133", "91511500TFMP13133J", "91510300TFMP02020W",
    "91510800TFMP07075F", "91511000TFMP090979", "91511100TFMP10100U", "91511600TFMP141443", "91511900TFMP17177L",
    "91513300TFMP20202J",
]  # fmt: skip
NOBODY = "91510100TFMP99993E"  # sound, and of no enterprise that a test makes
SECTORS = ("manufacturing", "agriculture", "construction", "service")
_count = itertools.count(1)


def user(email: str = "", **fields: Any) -> User:
    fields.setdefault("name", f"张{next(_count)}")
    person = User.objects.create_user(email or f"user{next(_count)}@example.test", PASSWORD, **fields)
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def officer(role: Role, region: str | None = None, **fields: Any) -> User:
    """A member of staff with one role."""
    person = user(**fields)
    grant(person, role, region)
    return person


def grant(person: User, role: Role, region: str | None = None) -> RoleGrant:
    return hold(person, role, Region.objects.get(pk=region) if region else None)


def member(organisation: Organisation, *, edit: bool = False, sign: bool = False, manage: bool = False) -> User:
    """May view, and what else the call names."""
    person = user()
    Membership.objects.create(
        user=person,
        organisation=organisation,
        status="active",
        can_edit=edit,
        can_sign=sign,
        can_manage=manage,
        decided_at=clock.now(),
    )
    return person


def founder(organisation: Organisation) -> User:
    """Who claimed the enterprise, or was the body's first: every right, as the claim gives them. Also a stranger who
    is refused although at home he may do everything."""
    return member(organisation, edit=True, sign=True, manage=True)


def stored_file(name: str = "执照.pdf", data: bytes = b"%PDF-1.4 sample", purpose: str = "evidence") -> StoredFile:
    return store(name, "application/pdf", data, purpose)


def pdf(name: str = "检测报告.pdf") -> SimpleUploadedFile:
    """A real one-page PDF as a browser would send it."""

    buffer = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue(), "application/pdf")


def enterprise(
    name: str = "样例家居制造有限公司", region: str = "510100", *, uscc: str = "", verified: bool = True
) -> Enterprise:
    place = Region.objects.get(pk=region)
    used = set(Organisation.objects.values_list("uscc", flat=True))
    organisation = Organisation.objects.create(
        kind="enterprise", name=name, uscc=uscc or next(code for code in CODES if code not in used), region=place
    )
    return Enterprise.objects.create(
        organisation=organisation,
        registered_region=place,
        address="四川省成都市示例路 1 号",
        legal_representative="李四",
        established_on=date(2009, 5, 18),
        contact_name="王五",
        contact_phone="028-00001234",
        verified_at=clock.now() if verified else None,
    )


def product(owner: Enterprise, name: str = "板式家具", **fields: Any) -> Product:
    defaults: dict[str, Any] = {
        "models_text": "E-100",
        "sector": "manufacturing",
        "industry": Industry.objects.get(key="m6-03"),
        "region": owner.registered_region,
        "standard_number": "T/DEMO 001—2024",
        "standard_title": "板式家具",
        "trademark": "样例",
        "created_by": user(),
        "created_at": clock.now(),
    }
    return Product.objects.create(enterprise=owner, name=name, **{**defaults, **fields})


def batch(name: str = "2026 年第一批", *, opens: date | None = None, closes: date | None = None) -> Batch:
    today = clock.today()
    return Batch.objects.create(
        programme=Programme.objects.get(slug="tfmp"),
        name=name,
        opens_on=opens or today - timedelta(days=10),
        closes_on=closes or today + timedelta(days=120),
        sectors=["manufacturing", "agriculture", "construction", "service"],
        routes=list(Route.values),
        created_at=clock.now(),
    )


def body(name: str = "示例认证有限公司", *, sectors: Sequence[str] = SECTORS) -> CertificationBody:
    """A member of the alliance since 2024, for these sectors."""
    organisation = Organisation.objects.create(kind="certification_body", name=name)
    return register_body(organisation, approval_number="", starts_on=date(2024, 1, 1), sectors=sectors, actor=None)


def certificate(owner: CertificationBody, *, fits: Product | None = None, **fields: Any) -> QualityCertificate:
    """Somebody else's, for another product and standard, soon over; or it `fits` a product, its holder and a new mark."""
    today = clock.today()
    defaults: dict[str, Any] = {
        "number": f"DEMO-{next(_count):04d}",
        "holder_name": "他人持证有限公司",
        "holder_uscc": NOBODY,
        "product_name": "他人产品",
        "standard": "Q/OTHER 1—2020 他人标准",
        "scope": "他人产品",
        "sector": "manufacturing",
        "issued_on": today - timedelta(days=30),
        "valid_until": today + timedelta(days=30),
        "file": stored_file("证书.pdf", purpose="quality_certificate"),
        "entered_by": user(),
        "entered_at": clock.now(),
    }
    if fits is not None:
        defaults |= {
            "holder_name": fits.enterprise.organisation.name,
            "holder_uscc": fits.enterprise.uscc,
            "product_name": fits.name,
            "models_text": fits.models_text,
            "standard": f"{fits.standard_number} {fits.standard_title}",
            "scope": fits.name,
            "sector": fits.sector,
            "valid_until": today + timedelta(days=1000),
        }
    return QualityCertificate.objects.create(body=owner, **{**defaults, **fields})


def ended(row: QualityCertificate, act: str = "withdraw", note: str = "弄虚作假") -> QualityCertificate:
    """撤销 or 注销 by two people of the body."""
    first, second = (member(row.body.organisation, sign=True) for _ in range(2))
    proposal = propose_end(row, act, user=first, seen=row.revision, reason=note, shown=NO_PAGE)
    return confirm_end(proposal, user=second, seen=row.revision, shown=NO_PAGE)


SUBJECT = {
    "legal_representative": "李四", "address": "四川省成都市示例路 1 号", "established_on": "2009-05-18",
    "employees": "320", "revenue": "12000.50", "contact_name": "王五", "contact_phone": "028-00001234",
    "contact_email": "contact@example.test",
}  # fmt: skip
PRODUCT = {
    "description": "无醛添加板式家具。", "production_started": "2015", "annual_output": "12 万套",
    "main_markets": "川渝、华东", "key_advantage": "甲醛释放量低于国家标准一半。",
}  # fmt: skip
STANDARD = {"role": "lead", "disclosed": "yes", "leading_points": "甲醛释放量限值严于国家标准。"}
ROW = {
    "indicator": "甲醛释放量", "unit": "mg/m³", "direction": Direction.LOWER, "own_value": "0.021",
    "national_value": "0.124", "national_source": "GB 18580-2017", "industry_value": "0.050",
    "industry_source": "GB/T 39600-2021 E0",
}  # fmt: skip


def fill(application: Application, person: User) -> Application:
    """Everything both routes ask for, except certificate and declaration."""
    for key, values in (("subject", SUBJECT), ("product", PRODUCT), ("standard", STANDARD)):
        saved = save_fields(application, key, dict(values), user=person)
        assert saved.errors == {}
    save_comparison_row(application, dict(ROW), user=person)
    for kind in application.programme_version.route(application.route)["evidence"]:
        if kind["required"]:
            add_evidence(application, kind["key"], pdf(f"{kind['label']}.pdf"), user=person)
    return application


def draft(
    route: str = Route.QUALITY_CERTIFICATION, *, person: User | None = None, item: Product | None = None
) -> Application:
    """A complete draft, ready to be submitted by `application.created_by`."""
    if person is None and item is None:
        return once("draft", route, lambda: _draft(route, None, None))
    return _draft(route, person, item)


def _draft(route: str, person: User | None, item: Product | None) -> Application:
    item = item or product(enterprise())
    person = person or member(item.enterprise.organisation, edit=True, sign=True)
    call = Batch.objects.first() or batch()
    application = fill(open_application(user=person, product=item, batch=call, route=route), person)
    if route == Route.QUALITY_CERTIFICATION:
        owner = CertificationBody.objects.first() or body()
        claim_certificate(application, certificate(owner, fits=item), user=person)
    else:
        add_honor(application, pdf("获奖证书.pdf"), user=person, name="天府质量奖", level="province",
                  awarded_by="四川省人民政府", year=2024)  # fmt: skip
        sign_declaration(application, user=person, name="李四", role="法定代表人", proof=PASSWORD, shown=NO_PAGE)
    return Application.objects.get(pk=application.pk)


def filed(route: str = Route.QUALITY_CERTIFICATION, **kwargs: Any) -> Application:
    if not kwargs:
        return once("filed", route, lambda: _submitted(draft(route)))
    return _submitted(draft(route, **kwargs))


def _submitted(application: Application) -> Application:
    return submit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)


def staff(region: str = "510100") -> dict[str, User]:
    """One person for each desk of version 1."""
    return dict(once("staff", region, lambda: _staff(region)))


def _staff(region: str) -> dict[str, User]:
    return {
        "prefecture": officer(Role.PREFECTURE_OFFICER, region),
        "prefecture_second": officer(Role.PREFECTURE_APPROVER, region),
        "operator": officer(Role.OPERATOR_OFFICER),
        "operator_second": officer(Role.OPERATOR_OFFICER),
        "province": officer(Role.PROVINCE_OFFICER),
        "province_second": officer(Role.PROVINCE_APPROVER),
    }


def answers(application: Application) -> dict[str, bool]:
    """Every question of the stage where the case stands, confirmed."""
    return dict.fromkeys(stage(application.state).questions(application), True)


def passing(application: Application, person: User, opinion: str = "同意") -> Application:
    """One person's whole act at the stage where the case stands: all confirmed, with an opinion."""
    seen = application.revision
    return pass_stage(application, user=person, seen=seen, opinion=opinion, answers=answers(application), shown=NO_PAGE)


def advance_to(application: Application, state: str, people: dict[str, User], clock_fixture: Any) -> Application:
    """Pass stage after stage through the real acts until the case is at `state`."""
    on = [application, *people.values()]
    return once("advance", state, lambda: _advanced(application, state, people, clock_fixture), on)


def _advanced(application: Application, state: str, people: dict[str, User], clock_fixture: Any) -> Application:
    application = Application.objects.get(pk=application.pk)
    while application.state != state:
        before = application.state
        application = _one_step(application, people, clock_fixture)
        assert application.state != before, before
    return application


def _one_step(application: Application, people: dict[str, User], clock_fixture: Any) -> Application:
    at, seen = application.state, application.revision
    pair = {
        "prefecture_review": ("prefecture", "prefecture_second"),
        "approval": ("province", "province_second"),
    }.get(at)
    if pair:
        passing(application, people[pair[0]])
        passing(application, people[pair[1]])
    elif at == "certificate_check":
        claim = application.certificate_claim
        confirm(claim, user=member(claim.certificate.body.organisation, sign=True), seen=seen, shown=NO_PAGE)
    elif at == "consultation":
        consulted(application, people["operator"])
    elif at == "public_notice":
        clock_fixture.set(application.due_on + timedelta(days=1))
        close_ended_notices(clock.today())
    elif at == "agreement":
        sign_for_enterprise(
            application, user=application.created_by, name="李四", role="法定代表人", proof=PASSWORD, shown=NO_PAGE
        )
        countersign(
            application, user=people["operator"], seen=seen, name="赵六", role="经办人", proof=PASSWORD, shown=NO_PAGE
        )
    else:
        who = people["prefecture" if at == "completeness_check" else "operator"]
        passing(application, who)
    return Application.objects.get(pk=application.pk)


def department(name: str = "农业农村厅", region: str | None = None) -> tuple[Organisation, User]:
    """One that may be asked, and who answers for it."""
    place = Region.objects.get(pk=region) if region else None
    office = Organisation.objects.create(kind="department", name=name, region=place)
    person = member(office)
    grant(person, Role.DEPARTMENT_OFFICER)
    return office, person


def consulted(application: Application, officer_there: User) -> None:
    """One department is asked and agrees, which lets the case go on."""
    office, person = department(f"第 {next(_count)} 厅")
    seen = application.revision
    (row,) = ask(application, user=officer_there, seen=seen, departments=[office.pk], question="请提出意见。")
    answer(row, user=person, outcome="agreed", text="", shown=NO_PAGE)


def authorization(route: str = Route.QUALITY_CERTIFICATION, *, clock_fixture: Any, **kwargs: Any) -> Authorization:
    """Decided and pending; run the jobs (`tianfu.workflow.jobs.run_due`) to issue it."""

    def build() -> Authorization:
        application = filed(route, **kwargs)
        advance_to(application, "authorized", staff(application.region_id), clock_fixture)
        return Authorization.objects.get(application=application)

    return build() if kwargs else once("authorization", route, build)


def issued(route: str = Route.QUALITY_CERTIFICATION, *, clock_fixture: Any, **kwargs: Any) -> Authorization:
    """An authorization whose job has run: in force."""

    def build() -> Authorization:
        row = authorization(route, clock_fixture=clock_fixture, **kwargs)
        run_due()
        row.refresh_from_db()
        assert row.state == "active"
        return row

    return build() if kwargs else once("issued", route, build)
