"""A case of route 品质认证 rests on its certificate at every stage: what is lost is seen, told and stops the case."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from applications.cases.recipients import about, case_path, console_path
from applications.cases.rules.grounds import register_ground
from applications.cases.rules.obstacles import register_check
from applications.cases.stages.stage import registered
from applications.cases.states import LIVE, STAGES, ApplicationState
from applications.models import Application
from certification.bodies.terms import uncovered
from certification.certificates.models import QualityCertificate
from certification.certificates.states import CertificateState
from tianfu.inbox.dispatch import notify
from tianfu.workflow import clock
from tianfu.workflow.rounds import each

S = ApplicationState


@register_ground("quality_certificate")
def certificate_stands(application: Application) -> list[str]:
    """Valid today, of a member of the alliance, in a scope it has. At 证书核验 the stage's own check says it all."""
    claim = getattr(application, "certificate_claim", None)
    if application.basis != "certificate" or claim is None or application.state == S.CERTIFICATE_CHECK:
        return []
    return standing_problems(claim.certificate, clock.today())


@register_check("certificate_still_valid")
def certificate_still_valid(application: Application) -> list[str]:
    """Route 品质认证 stands on its certificate until the very decision."""
    claim = getattr(application, "certificate_claim", None)
    if application.basis != "certificate" or claim is None:
        return []
    certificate, today = claim.certificate, clock.today()
    if certificate.is_valid(today):
        return []
    return [f"质量认证证书 {certificate.number} 当前“{certificate.effective_label(today)}”。"]


def standing_problems(certificate: QualityCertificate, day: date) -> list[str]:
    """Why this certificate can bear nothing on `day`."""
    problems = []
    if not certificate.is_valid(day):
        problems.append(f"质量认证证书 {certificate.number} 当前“{certificate.effective_label(day)}”。")
    if not certificate.body.covers(certificate.sector, day):
        problems.append(f"“{certificate.body}”当前不是认证联盟成员，或不具备该领域资格。")
    return problems


def broken(day: date) -> QuerySet[Application]:
    """Filed cases whose certificate is suspended, ended or over on `day`, or whose body may not certify there."""
    path = "certificate_claim__certificate"
    lost = ~Q(**{f"{path}__state": CertificateState.VALID}) | Q(**{f"{path}__valid_until__lt": day})
    lost |= uncovered(day, f"{path}__body", f"{path}__sector")
    return Application.objects.filter(lost, certificate_claim__isnull=False, state__in=LIVE).exclude(state=S.DRAFT)


def tell_cases(certificate: QualityCertificate, day: date, once: str) -> int:
    """The desk and the enterprise of every case under review that rests on it; returns how many cases."""
    problem = "".join(standing_problems(certificate, day))
    cases = Application.objects.filter(certificate_claim__certificate=certificate, state__in=LIVE)
    cases = cases.exclude(state=S.DRAFT).select_related("enterprise__organisation", "product_version")
    for application in cases:
        _tell(application, certificate, problem, once)
    return len(cases)


def _tell(application: Application, certificate: QualityCertificate, problem: str, once: str) -> None:
    context: dict[str, Any] = {
        "number": application.number,
        "product": application.product_version.name,
        "certificate": certificate.number,
        "problem": problem,
    }
    key = f"{application.pk}:{once}"
    notify(
        "case_ground_lost",
        organisation=application.enterprise.organisation,
        context=context,
        link=case_path(application),
        about=about(application),
        once=key,
    )
    state = application.correction_stage if application.state == S.CORRECTION_REQUIRED else application.state
    room = registered().get(state) if state in STAGES else None
    if room is None or not room.roles:
        return
    notify(
        "case_ground_lost_desk",
        roles=[str(role) for role in room.roles],
        region=application.region_id if room.regional else None,
        programme=application.programme_slug,
        context=context | {"enterprise": str(application.enterprise)},
        link=console_path(application),
        about=about(application),
        once=key,
    )


def tell_of_lost(day: date) -> int:
    """Once for each case whose certificate came to its end date, or whose body left, while it was under review."""
    rows = QualityCertificate.objects.filter(state=CertificateState.VALID, claims__application__in=broken(day))
    certificates = rows.select_related("body").prefetch_related("body__terms").distinct()
    return each("certificate lost", certificates, lambda certificate: _tell_once(certificate, day))


def _tell_once(certificate: QualityCertificate, day: date) -> int:
    over = certificate.valid_until < day
    once = f"{certificate.pk}:{certificate.valid_until}" if over else f"{certificate.pk}:{_left(certificate)}"
    return tell_cases(certificate, day, once)


def _left(certificate: QualityCertificate) -> str:
    """The newest end among the body's terms: another departure is told again."""
    ends = [term.ends_on for term in certificate.body.terms.all() if term.ends_on]
    return f"body:{max(ends)}" if ends else "body"
