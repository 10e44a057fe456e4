"""Every model of certification, so that Django finds them: one line for each subject."""

from certification.authorizations.models.authorization import (
    Authorization,
    AuthorizationChange,
    AuthorizationEndorsement,
    Suspension,
)
from certification.authorizations.models.authorization_queryset import effective_state
from certification.authorizations.models.count import AuthorizationCount
from certification.authorizations.suspensions.models import SuspensionRequest
from certification.authorizations.suspensions.replacements.models import Replacement, ReplacementChange
from certification.authorizations.suspensions.restorations.models import Restoration, RestorationChange, RestorationFile
from certification.bodies.models import BodyTerm, CertificationBody
from certification.certificates.models import (
    CertificateClaim,
    CertificateEndorsement,
    QualityCertificate,
    QualityCertificateChange,
)
from certification.changes.cancellations.models import CancellationRequest
from certification.changes.requests.models import (
    ChangeEndorsement,
    ChangeFile,
    ChangeRequest,
    ChangeRequestChange,
    SiteCheck,
)
from certification.changes.successions.models import (
    Succession,
    SuccessionChange,
    SuccessionEndorsement,
    SuccessionFile,
)
from certification.duties.incidents.models import Incident, IncidentChange, IncidentFile
from certification.duties.reports.models.annual_report import (
    AnnualReport,
    AnnualReportChange,
    ReportFile,
    ReportFiling,
)
from certification.duties.usages.models import MarkUsage, MarkUsageChange, PictureMark, UsagePicture
from certification.issuing.models import AuthorizationCertificate, Download, MarkFile

__all__ = [
    "AnnualReport",
    "AnnualReportChange",
    "Authorization",
    "AuthorizationCertificate",
    "AuthorizationChange",
    "AuthorizationCount",
    "AuthorizationEndorsement",
    "BodyTerm",
    "CancellationRequest",
    "CertificateClaim",
    "CertificateEndorsement",
    "CertificationBody",
    "ChangeEndorsement",
    "ChangeFile",
    "ChangeRequest",
    "ChangeRequestChange",
    "Download",
    "Incident",
    "IncidentChange",
    "IncidentFile",
    "MarkFile",
    "MarkUsage",
    "MarkUsageChange",
    "PictureMark",
    "QualityCertificate",
    "QualityCertificateChange",
    "Replacement",
    "ReplacementChange",
    "ReportFile",
    "ReportFiling",
    "Restoration",
    "RestorationChange",
    "RestorationFile",
    "SiteCheck",
    "Succession",
    "SuccessionChange",
    "SuccessionEndorsement",
    "SuccessionFile",
    "Suspension",
    "SuspensionRequest",
    "UsagePicture",
    "effective_state",
]
