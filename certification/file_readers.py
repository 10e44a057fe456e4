"""Who may read the bodies' certificates, our certificates and the marks."""

from typing import Any

from django.db.models import Q

from applications.file_readers import may_see_case
from certification.authorizations.restorations.acts import PURPOSE as RESTORATION_PURPOSE
from certification.certificates.entry import PURPOSE as QUALITY_CERTIFICATE_PURPOSE
from certification.certificates.models import QualityCertificate
from certification.changes.requests.acts import PURPOSE as CHANGE_PURPOSE
from certification.issuing.downloads import authorization_of
from certification.issuing.steps import CERTIFICATE_PURPOSE, MARK_PURPOSE
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_quality_certificate(user: Any, file: StoredFile) -> bool:
    """The body that entered it, the holder, and whoever may see a case that rests on it."""
    if not user.is_authenticated:
        return False
    if QualityCertificate.objects.visible_to(user).filter(file=file).exists():
        return True
    if QualityCertificate.objects.held_for(user).filter(file=file).exists():
        return True
    return may_see_case(user, Q(certificate_claim__certificate__file=file))


def reads_issued(user: Any, file: StoredFile) -> bool:
    """Certificate and marks: the holder's members and staff who may see the case; the public has the data page."""
    authorization = authorization_of(file)
    return authorization is not None and may_see_case(user, Q(pk=authorization.application_id))


def reads_restoration(user: Any, file: StoredFile) -> bool:
    """The holder's members, and staff who may see the case behind the authorization."""
    return may_see_case(user, Q(authorization__restorations__files__file=file))


def reads_change(user: Any, file: StoredFile) -> bool:
    """Evidence of a change: as the case behind the authorization."""
    return may_see_case(user, Q(authorization__change_requests__files__file=file))


register_reader(__name__, QUALITY_CERTIFICATE_PURPOSE, reads_quality_certificate, recorded=True)
register_reader(__name__, RESTORATION_PURPOSE, reads_restoration, recorded=True)
register_reader(__name__, CHANGE_PURPOSE, reads_change, recorded=True)
register_reader(__name__, CERTIFICATE_PURPOSE, reads_issued, recorded=True)
register_reader(__name__, MARK_PURPOSE, reads_issued, recorded=True)
