"""换证: after a decided change a new version of certificate and mark is made by a job; the number stays.

Which version is due follows from the passages of the mark, so that nothing can get lost or be made twice.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from certification.authorizations.desk.recipients import tell_holder_of
from certification.authorizations.models.authorization import Authorization
from certification.issuing.steps import make_certificate, make_marks, read
from tianfu.ledger.audit.records import record
from tianfu.ledger.log.publication import publish
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import PermanentFailure, enqueue, handler
from tianfu.workflow.models import Job

REISSUE_JOB = "reissue_authorization"
# Passages after which the certificate no longer says what the register says.
REPLACING = ("amend", "pass_on")


def due_version(authorization: Authorization) -> int:
    """The version whose words are those of the mark today; 1 while nothing was changed."""
    return 1 + authorization.changes.filter(transition__in=REPLACING).count()


def reissue_key(authorization: Authorization, version: int) -> str:
    """The business key of the job that makes this version."""
    return f"reissue:{authorization.pk}:{version}"


def being_made(authorization: Authorization) -> bool:
    """Was a change decided whose certificate or mark is not made yet?"""
    version = due_version(authorization)
    return version > 1 and not authorization.marks.filter(version=version).exists()


def want_reissue(authorization: Authorization) -> None:
    """In the transaction of the passage."""
    version = due_version(authorization)
    payload = {"authorization": authorization.pk, "version": version, "on": clock.today().isoformat()}
    enqueue(REISSUE_JOB, reissue_key(authorization, version), payload)


@handler(REISSUE_JOB, label="换发证书和标识")
def reissue(job: Job) -> None:
    """Certificate, mark, then word of it; a second run finds what is made."""
    authorization, version = read(job.payload["authorization"]), int(job.payload["version"])
    try:
        make_certificate(authorization, version, _edition(version, job.payload["on"]))
        make_marks(authorization, version)
    except ValidationError as error:  # MissingGlyph
        raise PermanentFailure(" ".join(error.messages)) from error
    _announce(authorization, version)


def _edition(version: int, day: str) -> str:
    return f"第 {version} 版，{formal_day(date.fromisoformat(day))}换发；此前各版已换证，不再使用"


def _announce(authorization: Authorization, version: int) -> None:
    """Once, whatever is repeated: who finds the message written has nothing left to do."""
    certificate = authorization.certificates.select_related("paper").get(version=version)
    facts = {"number": authorization.number, "version": version}
    with transaction.atomic():
        told = tell_holder_of(
            authorization,
            "certificate_reissued",
            once=f"{authorization.pk}:{version}",
            version=version,
            valid_until=authorization.ends_on,
        )
        if not told:
            return
        public = {
            "holder": authorization.holder_name,
            "product": authorization.product_name,
            "until": authorization.ends_on.isoformat(),
            "certificate_sha256": certificate.paper.sha256,
        }
        publish("cert.reissued", facts | public)
        record("authorization.reissue", actor=None, subject=authorization, data=facts)
