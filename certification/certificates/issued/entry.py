"""A certification body enters a quality certificate it has issued; what must be true of it, whoever enters it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from certification.bodies.models import CertificationBody
from certification.bodies.own_side import body_act_problems
from certification.certificates.claims.sides import shared_people_problems
from certification.certificates.models import QualityCertificate
from tianfu.accounts.access.both_sides import note_refused
from tianfu.accounts.access.lock_order import lock_people
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed
from tianfu.workflow.policies.uploads import take_one

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)
PURPOSE = "quality_certificate"
_TWICE = "本机构已录入过这个编号。"


def entry_problems(body: CertificationBody, data: Mapping[str, Any]) -> dict[str, str]:
    """By field, what is wrong with a certificate of `body`; fields that are missing are the form's business."""
    problems, today = {}, clock.today()
    issued, until, sector = data.get("issued_on"), data.get("valid_until"), data.get("sector")
    if issued and until and until <= issued:
        problems["valid_until"] = "有效期至应晚于发证日期。"
    if issued and issued > today:
        problems["issued_on"] = "发证日期不能晚于今天。"
    if sector and not body.covers(sector, today):
        problems["sector"] = "本机构当前不是联盟成员，或批准范围不含该领域。"
    if data.get("number") and body.certificates.filter(number=data["number"]).exists():
        problems["number"] = _TWICE
    return problems


@transaction.atomic
def enter_certificate(
    body: CertificationBody, certificate: QualityCertificate, uploaded: UploadedFile, *, user: Any
) -> QualityCertificate:
    """Store the checked file and the certificate. Raises ValidationError (by field), NotAllowed for the person."""
    if not user.can(body.organisation, "edit"):
        raise NotAllowed("您没有录入证书的权限，请联系机构管理员。")
    lock_people(user)
    holder = certificate.holder_uscc
    sides = body_act_problems(user, body.organisation, holder) or shared_people_problems(body.organisation, holder)
    if sides:
        note_refused(sides)
        raise ValidationError({"holder_uscc": sides})
    fields = ("number", "issued_on", "valid_until", "sector")
    problems = entry_problems(body, {name: getattr(certificate, name) for name in fields})
    if problems:
        raise ValidationError(problems)
    certificate.body, certificate.entered_by, certificate.entered_at = body, user, clock.now()
    try:
        stored = take_one(uploaded, kinds=KINDS, user=user, purpose=PURPOSE)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    certificate.file = stored
    try:
        with transaction.atomic():
            certificate.save()
    except IntegrityError as error:  # somebody entered the same number at this moment
        raise ValidationError({"number": _TWICE}) from error
    record("quality_certificate.enter", actor=user, subject=certificate)
    return certificate
