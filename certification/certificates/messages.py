"""What is told around a certificate that a case rests on: the body is asked, the enterprise reads its answer."""

from typing import Any

from applications.cases.recipients import about, case_path
from applications.cases.states import ApplicationState
from applications.models import Application
from certification.certificates.models import CertificateClaim, QualityCertificate
from tianfu.inbox.dispatch import notify
from tianfu.workflow import clock

CONFIRMATIONS = "/portal/confirmations/"


def certificate_facts(certificate: QualityCertificate) -> dict[str, Any]:
    return {
        "certificate": certificate.number,
        "enterprise": certificate.holder_name,
        "product": certificate.product_name,
    }


def ask_body(application: Application) -> None:
    """A case has come to 证书核验: the body is asked to confirm its certificate."""
    claim = getattr(application, "certificate_claim", None)
    if application.state != ApplicationState.CERTIFICATE_CHECK or claim is None:
        return
    certificate = claim.certificate
    notify(
        "body_confirmation_requested",
        organisation=certificate.body.organisation,
        context=certificate_facts(certificate) | {"due": application.due_on},
        link=CONFIRMATIONS,
        about=about(application),
        once=f"application:{application.pk}:{application.revision}",
    )


def announce_answer(claim: CertificateClaim, answer: str, note: str = "") -> None:
    """The body's answer, to the enterprise."""
    application = claim.application
    notify(
        "body_confirmed",
        organisation=application.enterprise.organisation,
        context=certificate_facts(claim.certificate)
        | {
            "body": str(claim.certificate.body),
            "answered_on": clock.today(),
            "answer": answer,
            "note": note,
        },
        link=case_path(application),
        about=about(application),
    )
