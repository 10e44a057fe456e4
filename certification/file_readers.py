"""Who may read the bodies' certificates, our certificates and the marks."""

from typing import Any

from django.db.models import Q

from applications.file_readers import may_see_case, register_letter_reader
from applications.models import CasePaper
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.suspensions.restorations.acts import PURPOSE as RESTORATION_PURPOSE
from certification.certificates.issued.entry import PURPOSE as QUALITY_CERTIFICATE_PURPOSE
from certification.certificates.models import QualityCertificate
from certification.changes.requests.acts import PURPOSE as CHANGE_PURPOSE
from certification.changes.successions.acts import PURPOSE as SUCCESSION_PURPOSE
from certification.changes.successions.models import Succession
from certification.issuing.downloads import authorization_of
from certification.issuing.steps import CERTIFICATE_PURPOSE, MARK_PURPOSE
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader

_K = CasePaper.Kind
# Letters written after the grant: they concern the mark, whoever holds it.
_OF_THE_MARK = (
    _K.SUSPENSION, _K.REINSTATEMENT, _K.WITHDRAWAL, _K.CANCELLATION, _K.CHANGED, _K.CHANGE_REFUSED, _K.SUCCEEDED,
)  # fmt: skip


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
    if authorization is None or not user.is_authenticated:
        return False
    holds = Authorization.objects.visible_to(user).filter(pk=authorization.pk).exists()
    return holds or may_see_case(user, Q(pk=authorization.application_id))


def reads_letter(user: Any, file: StoredFile) -> bool:
    """Letters about a mark: also who holds it now, though the case was another's (继受)."""
    mine = Authorization.objects.visible_to(user).filter(application__papers__paper__file=file)
    return mine.filter(application__papers__kind__in=_OF_THE_MARK).exists()


def reads_succession(user: Any, file: StoredFile) -> bool:
    """Papers of a merger: both firms, and staff who may see the case."""
    if not user.is_authenticated:
        return False
    own = Succession.objects.visible_to(user).filter(files__file=file)
    return own.exists() or may_see_case(user, Q(authorization__successions__files__file=file))


def reads_restoration(user: Any, file: StoredFile) -> bool:
    """The holder's members, and staff who may see the case behind the authorization."""
    return may_see_case(user, Q(authorization__restorations__files__file=file))


def reads_change(user: Any, file: StoredFile) -> bool:
    """Evidence of a change: as the case behind the authorization."""
    return may_see_case(user, Q(authorization__change_requests__files__file=file))


register_reader(__name__, QUALITY_CERTIFICATE_PURPOSE, reads_quality_certificate, recorded=True)
register_reader(__name__, RESTORATION_PURPOSE, reads_restoration, recorded=True)
register_reader(__name__, CHANGE_PURPOSE, reads_change, recorded=True)
register_reader(__name__, SUCCESSION_PURPOSE, reads_succession, recorded=True)
register_letter_reader(reads_letter)
register_reader(__name__, CERTIFICATE_PURPOSE, reads_issued, recorded=True)
register_reader(__name__, MARK_PURPOSE, reads_issued, recorded=True)
