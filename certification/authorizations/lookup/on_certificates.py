"""What rests on a certificate or on all of a body: counted and listed for the subjects below."""

from collections.abc import Sequence
from datetime import date

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import LIVE
from certification.bodies.dependents import register_dependents
from certification.bodies.models import CertificationBody
from certification.certificates.issued.ends import register_struck
from certification.certificates.models import QualityCertificate


@register_dependents("marks")
def marks_of(body: CertificationBody, day: date, sector: str) -> int:
    within = {"certificate__sector": sector} if sector else {}
    return Authorization.objects.filter(certificate__body=body, state__in=LIVE, ends_on__gte=day, **within).count()


@register_struck
def marks_on(certificate: QualityCertificate, day: date) -> Sequence[Authorization]:
    """Those that its end would suspend."""
    return Authorization.objects.filter(certificate=certificate, state__in=LIVE, ends_on__gte=day).order_by("pk")
