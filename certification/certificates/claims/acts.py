"""An application claims a quality certificate; the body confirms it online (domain 8.2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from applications.cases.models.targets import passing_verb
from applications.cases.rules.independence import register_acts
from applications.cases.sections.scope import may_fill
from applications.cases.states import LIVE, ApplicationState
from applications.models import Application
from certification.bodies.dependents import register_dependents
from certification.bodies.models import CertificationBody
from certification.bodies.own_side import body_act_problems
from certification.certificates.claims.examination import claim_problems
from certification.certificates.claims.sides import shared_people_problems
from certification.certificates.messages import announce_answer
from certification.certificates.models import CertificateClaim, QualityCertificate
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock, refuse_stale
from tianfu.workflow.signatures.basis import overwrites
from tianfu.workflow.signatures.shown import Changed, Shown, refuse_changed


@register_dependents("cases")
def cases_on(body: CertificationBody, day: date, sector: str) -> int:
    """Filed cases under review on the body's certificates."""
    within = {"certificate__sector": sector} if sector else {}
    claims = CertificateClaim.objects.filter(certificate__body=body, application__state__in=LIVE, **within)
    return claims.exclude(application__state=ApplicationState.DRAFT).count()


@register_acts
def body_acts(application: Application, user: Any) -> Iterable[tuple[str, Any]]:
    """What the people of the body did for this case: they do not decide on it, whatever role they hold later."""
    claims = CertificateClaim.objects.filter(application=application)
    yield "证书确认", claims.filter(confirmed_by=user)
    yield "证书录入", claims.filter(certificate__entered_by=user)
    yield "填报", claims.filter(claimed_by=user)


def choices_for(application: Application) -> list[QualityCertificate]:
    """Certificates the bodies entered for this enterprise, newest first."""
    held = QualityCertificate.objects.held_by(application.enterprise)
    return list(held.select_related("body__organisation", "file").prefetch_related("body__terms"))


@transaction.atomic
def claim_certificate(
    application: Application, certificate: QualityCertificate, *, user: Any, was: Any = None
) -> CertificateClaim:
    """Rest the application on `certificate`; a change of choice voids an earlier confirmation.

    `was`: the choice the page showed (tianfu.workflow.signatures.basis); Changed when a colleague chose another since.
    """
    locked = lock(application)
    may_fill(locked, user, "certificate")
    standing = CertificateClaim.objects.filter(application=locked).select_related("certificate").first()
    if was is not None and overwrites(was, standing and standing.certificate_id, certificate.pk):
        number = standing.certificate.number if standing is not None else ""
        raise Changed("在您打开页面之后，同事已选用另一张证书，没有改动。请看过后再决定。", [("已选用的证书", number)])
    if locked.enterprise.verified_at is None:
        raise NotPossible(["企业认领核验通过后才能选用证书。"])
    if certificate.holder_uscc != locked.enterprise.uscc:
        raise NotPossible(["该证书的持有人不是本企业。"])
    claim, _ = CertificateClaim.objects.update_or_create(
        application=locked,
        defaults={
            "certificate": certificate,
            "claimed_by": user,
            "claimed_at": clock.now(),
            "confirmed_by": None,
            "confirmed_at": None,
            "confirmed_revision": None,
            "refused_reason": "",
        },
    )
    return claim


def forget_confirmation(application: Application) -> None:
    """A case that comes to 证书核验 is confirmed anew: what the body confirmed may have changed. The audit keeps it."""
    claim = getattr(application, "certificate_claim", None)
    if claim is None or (claim.confirmed_at is None and not claim.refused_reason):
        return
    claim.confirmed_by = claim.confirmed_at = claim.confirmed_revision = None
    claim.refused_reason = ""
    claim.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_revision", "refused_reason"])
    record("certificate_claim.void", actor=None, subject=claim, reason="申报回到证书核验，须重新确认")


def confirmation_facts(claim: CertificateClaim) -> dict[str, Any]:
    """What the body's page shows of certificate and application, for `tianfu.workflow.signatures.shown`."""
    certificate, application = claim.certificate, claim.application
    product = application.product
    return {
        "证书编号": certificate.number,
        "证书状态": certificate.get_state_display(),
        "证书的持证人": f"{certificate.holder_name} {certificate.holder_uscc}",
        "证书的产品": f"{certificate.product_name} {certificate.models_text}".strip(),
        "证书的标准": certificate.standard,
        "证书的有效期": f"{certificate.issued_on.isoformat()} 至 {certificate.valid_until.isoformat()}",
        "证书文件": certificate.file.sha256,
        "证书版本": certificate.revision,
        "受理编号": application.number or "",
        "申报企业": f"{application.enterprise} {application.enterprise.uscc}",
        "申报产品": f"{product.name} {product.models_text}".strip(),
        "申报的标准": f"{product.standard_number} {product.standard_title}",
        "系统核对": "；".join(claim_problems(application)),
        "已记录的理由": claim.refused_reason,
    }


def confirm(claim: CertificateClaim, *, user: Any, seen: int, shown: Shown) -> Application:
    """The body confirms: holder, product and scope are right and the certificate stands. Passes the stage.

    `shown`: the stamp of the page on which certificate and application were compared.
    """
    with transaction.atomic():
        # The door locks certificate, then case; so do we.
        application = _lock_both(claim)
        refuse_stale(application, seen)
        fresh = _handled(claim, application, user)
        _refuse_unread(fresh, application, shown)
        fresh.confirmed_by, fresh.confirmed_at = user, clock.now()
        fresh.confirmed_revision, fresh.refused_reason = fresh.certificate.revision, ""
        fresh.save()
        record("certificate_claim.confirm", actor=user, subject=fresh)
        announce_answer(fresh, "证书有效，持证人、产品和范围一致")
        return advance(application, passing_verb(application), actor=user, seen=seen, note="认证机构已确认证书")


def _refuse_unread(claim: CertificateClaim, application: Application, shown: Shown) -> None:
    claim.application = application
    refuse_changed(shown, confirmation_facts(claim))


def refuse(claim: CertificateClaim, *, user: Any, reason: str, shown: Shown) -> CertificateClaim:
    """The body does not confirm; the operator then asks for correction or proposes refusal."""
    with transaction.atomic():
        application = _lock_both(claim)
        fresh = _handled(claim, application, user)
        if not reason.strip():
            raise NotPossible(["请写明不予确认的理由。"])
        _refuse_unread(fresh, application, shown)
        fresh.refused_reason = reason.strip()
        fresh.confirmed_by, fresh.confirmed_at, fresh.confirmed_revision = None, None, None
        fresh.save()
        record("certificate_claim.refuse", actor=user, subject=fresh, reason=reason)
        announce_answer(fresh, "不予确认", fresh.refused_reason)
    return fresh


def _lock_both(claim: CertificateClaim) -> Application:
    return lock(Application.objects.get(pk=claim.application_id))


def _handled(claim: CertificateClaim, application: Application, user: Any) -> CertificateClaim:
    fresh = (
        CertificateClaim.objects.select_for_update(of=("self",)).select_related("certificate__body").get(pk=claim.pk)
    )
    if not user.can(fresh.certificate.body.organisation, "sign"):
        raise NotAllowed("只有发证机构有签署权限的成员可以确认。")
    if application.state != ApplicationState.CERTIFICATE_CHECK:
        raise NotPossible(["该申报已不在证书核验环节。"])
    body, holder = fresh.certificate.body.organisation, application.enterprise.organisation.uscc or ""
    if problems := body_act_problems(user, body, holder) or shared_people_problems(body, holder):
        raise NotPossible(problems)
    return fresh
