"""A certification body enters a quality certificate it has issued."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from certification.models import CertificationBody, QualityCertificate
from tianfu.files.kinds import Kind
from tianfu.files.uploads import accept
from tianfu.ledger.recording import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed
from tianfu.workflow.policies import policy

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)
PURPOSE = "quality_certificate"


@transaction.atomic
def enter_certificate(
    body: CertificationBody, certificate: QualityCertificate, uploaded: UploadedFile, *, user: Any
) -> QualityCertificate:
    """Store the checked file and the certificate. Raises ValidationError for the file, NotAllowed for the person."""
    if not user.can(body.organisation, "edit"):
        raise NotAllowed("您没有录入证书的权限，请联系机构管理员。")
    certificate.body, certificate.entered_by, certificate.entered_at = body, user, clock.now()
    certificate.file = accept(
        uploaded,
        kinds=KINDS,
        max_bytes=int(policy("upload.max_megabytes")) * 1024 * 1024,
        actor=user,
        purpose=PURPOSE,
    )
    certificate.save()
    record("quality_certificate.enter", actor=user, subject=certificate)
    return certificate
