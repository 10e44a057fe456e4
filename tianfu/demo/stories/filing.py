"""From the first claim of an enterprise to its filed application, step by step as people would do it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.enterprises.claims.acts import claim_enterprise, decide_claim
from applications.enterprises.facts import change_facts
from applications.enterprises.products.versions import add_product as save_product
from applications.form.autosave import save_fields
from applications.form.rows import add_evidence, add_honor, save_comparison_row
from applications.form.sections.evidence import EvidenceSection
from applications.form.start import open_application
from applications.models import Application, Batch, Enterprise, Industry, Product
from certification.certificates.claims.acts import claim_certificate
from certification.certificates.issued.entry import enter_certificate
from certification.models import CertificationBody, QualityCertificate
from tianfu.accounts.models import Region
from tianfu.demo.accounts import BODIES, CHENGDU, PASSWORD, person
from tianfu.demo.firms import Firm
from tianfu.demo.papers import evidence, licence, paper
from tianfu.demo.routes import Route
from tianfu.demo.stories.plays import Story, later
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE


def officer(region: str, second: bool = False) -> Any:
    """The prefecture's officer (or approver) who acts for an enterprise registered there."""
    return person(("chengdu" if region == CHENGDU else "city") + ("2" if second else ""))


def enrol(firm: Firm, start: datetime) -> Story:
    """Claimed by its manager with the licence; verified by the prefecture the next working day."""
    yield start
    region = Region.objects.get(pk=firm.region)
    bound = claim_enterprise(
        user=person(firm.key), code=firm.uscc, name=firm.name, region=region, licence=licence(firm)
    )
    _describe(bound.enterprise, firm)
    yield later(1)
    assert bound.claim is not None
    decide_claim(bound.claim, user=officer(firm.region), approve=True, shown=NO_PAGE)


def _describe(enterprise: Enterprise, firm: Firm) -> None:
    """What the page 企业资料 saves."""
    facts = {
        "address": firm.address,
        "legal_representative": firm.person,
        "established_on": firm.established,
        "contact_name": firm.person,
        "contact_phone": firm.phone,
    }
    change_facts(enterprise, facts, user=person(firm.key))


def add_product(firm: Firm) -> Product:
    """What the page 添加产品 saves."""
    user = person(firm.key)
    enterprise = Enterprise.objects.get(organisation__uscc=firm.uscc)
    facts = {
        "name": firm.product,
        "models_text": firm.models,
        "sector": firm.sector,
        "industry": Industry.objects.get(key=firm.industry),
        "region": enterprise.registered_region,
        "trademark": firm.trademark,
        "standard_number": firm.standard[0],
        "standard_title": firm.standard[1],
    }
    return save_product(enterprise, facts, user=user)


def start_draft(firm: Firm, batch: str, route: str) -> Application:
    """A draft with everything the fields ask for, but no evidence yet."""
    user = person(firm.key)
    call = Batch.objects.get(name=batch)
    application = open_application(user=user, product=add_product(firm), batch=call, route=route)
    for key, values in answers(firm).items():
        saved = save_fields(application, key, values, user=user)
        assert saved.errors == {}, saved.errors
    return application


def answers(firm: Firm) -> dict[str, dict[str, str]]:
    return {
        "subject": {
            "legal_representative": firm.person,
            "address": firm.address,
            "established_on": firm.established.isoformat(),
            "employees": "260",
            "revenue": "18600.00",
            "contact_name": firm.person,
            "contact_phone": firm.phone,
            "contact_email": f"{firm.key}@demo.example",
        },
        "product": {
            "description": firm.description,
            "production_started": str(firm.started),
            "annual_output": firm.output,
            "main_markets": "四川、重庆及西南地区",
            "key_advantage": firm.advantage,
        },
        "standard": {"role": "lead", "disclosed": "yes", "leading_points": firm.advantage},
    }


def complete(application: Application, firm: Firm, body: str = "body") -> None:
    """Comparison table, evidence, and the certificate or the signed declaration."""
    user = person(firm.key)
    for row in firm.comparison():
        save_comparison_row(application, row, user=user)
    for entry in EvidenceSection().kinds(application):
        if entry["required"]:
            add_evidence(application, entry["key"], evidence(firm, entry["key"], entry["label"]), user=user)
    if application.route == Route.QUALITY_CERTIFICATION:
        claim_certificate(application, certificate(firm, body), user=user)
        return
    add_honor(
        application,
        paper("天府质量奖证书", "honour", firm, title="天府质量奖", authority="四川省人民政府"),
        user=user,
        name="天府质量奖",
        level="province",
        awarded_by="四川省人民政府",
        year=clock.today().year - 2,
    )
    sign_declaration(application, user=user, name=firm.person, role="法定代表人", proof=PASSWORD, shown=NO_PAGE)


def certificate(firm: Firm, body: str, number: str = "") -> QualityCertificate:
    """Entered by the certification body, issued two months before."""
    issued = clock.today() - timedelta(days=60)
    valid_until = issued + timedelta(days=3 * 365)
    number = number or f"DEMO-{firm.uscc[2:6]}-{issued.year}-{firm.uscc[-6:]}"
    row = QualityCertificate(
        number=number,
        holder_name=firm.name,
        holder_uscc=firm.uscc,
        product_name=firm.product,
        models_text=firm.models,
        standard=" ".join(firm.standard),
        scope=f"{firm.product}的生产和服务",
        sector=firm.sector,
        issued_on=issued,
        valid_until=valid_until,
    )
    facts = {"models": [firm.models] if firm.models else [], "body": BODIES[body][0], "valid_until": valid_until}
    file = paper("质量认证证书", "quality_certificate", firm, number=number, on=issued, **facts)
    owner = CertificationBody.objects.get(organisation__name=BODIES[body][0])
    return enter_certificate(owner, row, file, user=person(body))


def file_case(firm: Firm, start: datetime, batch: str, route: str, body: str = "body") -> Story:
    """Claim, verification, draft; submitted the working day after. Returns the filed application."""
    yield from enrol(firm, start)
    application = start_draft(firm, batch, route)
    yield later(1)
    complete(application, firm, body)
    fresh = Application.objects.get(pk=application.pk)
    return submit(fresh, user=person(firm.key), seen=fresh.revision, shown=NO_PAGE)


def file_another(
    firm: Firm, product: str, start: datetime, batch: str, route: str = Route.SELF_DECLARATION, body: str = "body"
) -> Story:
    """A further product of an enterprise that is known already. Returns firm and filed application."""
    yield start
    firm = replace(firm, product=product)
    application = start_draft(firm, batch, route)
    yield later(1)
    complete(application, firm, body)
    fresh = Application.objects.get(pk=application.pk)
    return firm, submit(fresh, user=person(firm.key), seen=fresh.revision, shown=NO_PAGE)
