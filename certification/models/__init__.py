from certification.models.authorization import (
    Authorization,
    AuthorizationChange,
    AuthorizationEndorsement,
    Suspension,
)
from certification.models.authorization_queryset import effective_state
from certification.models.body import BodyTerm, CertificationBody
from certification.models.certificate import (
    CertificateClaim,
    CertificateEndorsement,
    QualityCertificate,
    QualityCertificateChange,
)
from certification.models.issued import AuthorizationCertificate, Download, MarkFile
from certification.models.replacement import Replacement, ReplacementChange
from certification.models.restoration import Restoration, RestorationChange, RestorationFile
from certification.models.suspension_request import SuspensionRequest

__all__ = [
    "Authorization",
    "AuthorizationCertificate",
    "AuthorizationChange",
    "AuthorizationEndorsement",
    "BodyTerm",
    "CertificateClaim",
    "CertificateEndorsement",
    "CertificationBody",
    "Download",
    "MarkFile",
    "QualityCertificate",
    "QualityCertificateChange",
    "Replacement",
    "ReplacementChange",
    "Restoration",
    "RestorationChange",
    "RestorationFile",
    "Suspension",
    "SuspensionRequest",
    "effective_state",
]
