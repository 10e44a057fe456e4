"""What a body waits for, what runs out, and what it did: the matter of its home page."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Func, QuerySet, TextField

from applications.cases.states import ApplicationState
from certification.bodies.models import CertificationBody
from certification.certificates.models import (
    CertificateClaim,
    CertificateEndorsement,
    QualityCertificate,
    QualityCertificateChange,
)
from certification.certificates.rules import RULES
from certification.certificates.states import CertificateState
from tianfu.text.search_key import search_terms
from tianfu.workflow.policies.values import policy


def waiting_claims(body: CertificationBody) -> QuerySet[CertificateClaim]:
    """Confirmations asked of the body, the most urgent first."""
    rows = CertificateClaim.objects.filter(
        certificate__body=body, application__state=ApplicationState.CERTIFICATE_CHECK
    )
    rows = rows.select_related("application__enterprise__organisation", "application__product_version", "certificate")
    return rows.order_by("application__due_on", "pk")


def standing_ends(body: CertificationBody) -> QuerySet[CertificateEndorsement]:
    """撤销 and 注销 that wait for a second person, oldest first."""
    rows = CertificateEndorsement.objects.standing().filter(subject__body=body, round=F("subject__revision"))
    return rows.select_related("subject", "first_by").order_by("pk")


def expiring(body: CertificationBody, today: date) -> QuerySet[QualityCertificate]:
    """Valid or suspended certificates that end within the window in which renewals open (policy)."""
    until = today + timedelta(days=int(policy("renewal.opens_days", on=today)))
    rows = body.certificates.filter(
        state__in=[CertificateState.VALID, CertificateState.SUSPENDED], valid_until__range=(today, until)
    )
    return rows.order_by("valid_until", "pk")


def found_certificates(body: CertificationBody, text: str) -> QuerySet[QualityCertificate]:
    """By any part of number, holder, credit code or product, however written; the newest first."""
    rows = body.certificates.order_by("-issued_on", "-pk")
    terms = search_terms(text)
    if not terms:
        return rows
    key = Func(
        F("number"),
        F("holder_name"),
        F("holder_uscc"),
        F("product_name"),
        function="tianfu_search_keys",
        output_field=TextField(),
    )
    rows = rows.annotate(key=key)
    for term in terms:
        rows = rows.filter(key__contains=term)
    return rows


def changes_of(body: CertificationBody) -> QuerySet[QualityCertificateChange]:
    """Every change of a certificate of the body, newest first."""
    rows = QualityCertificateChange.objects.filter(subject__body=body).select_related("subject", "actor")
    return rows.order_by("-at", "-pk")


def event(change: QualityCertificateChange, url: str = "") -> dict[str, Any]:
    """One change for components/timeline.html."""
    what = RULES[change.transition].label
    if url:
        what = f"{what}：{change.subject.holder_name} {change.subject.product_name}"
    return {
        "at": change.at,
        "who": str(change.actor or "系统"),
        "what": what,
        "note": change.note,
        "url": url,
        "url_label": change.subject.number if url else "",
    }
