from certification.models.authorization import (
    Authorization,
    AuthorizationChange,
    AuthorizationEndorsement,
    Suspension,
    effective_state,
)
from certification.models.body import CertificationBody
from certification.models.certificate import CertificateClaim, QualityCertificate, QualityCertificateChange
from certification.models.issued import AuthorizationCertificate, Download, MarkFile

__all__ = [
    "Authorization",
    "AuthorizationCertificate",
    "AuthorizationChange",
    "AuthorizationEndorsement",
    "CertificateClaim",
    "CertificationBody",
    "Download",
    "MarkFile",
    "QualityCertificate",
    "QualityCertificateChange",
    "Suspension",
    "effective_state",
]
