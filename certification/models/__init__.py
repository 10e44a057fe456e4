from certification.models.authorization import (
    Authorization,
    AuthorizationChange,
    AuthorizationEndorsement,
    Suspension,
    effective_state,
)
from certification.models.body import CertificationBody
from certification.models.certificate import (
    CertificateClaim,
    CertificateEndorsement,
    QualityCertificate,
    QualityCertificateChange,
)
from certification.models.issued import AuthorizationCertificate, Download, MarkFile
from certification.models.restoration import Restoration, RestorationChange, RestorationFile

__all__ = [
    "Authorization",
    "AuthorizationCertificate",
    "AuthorizationChange",
    "AuthorizationEndorsement",
    "CertificateClaim",
    "CertificateEndorsement",
    "CertificationBody",
    "Download",
    "MarkFile",
    "QualityCertificate",
    "QualityCertificateChange",
    "Restoration",
    "RestorationChange",
    "RestorationFile",
    "Suspension",
    "effective_state",
]
