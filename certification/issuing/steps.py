"""制证: from a pending authorization to an active one, in steps that a dying worker may leave and another resume.

Each step is kept under a business key before the next begins: number (own short transaction), certificate,
mark package (both set outside any lock), then activation, which looks again whether the rule still holds.
The message to the holder is written with the activation (`receivers.py`).
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.programmes.names import words_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import standing_problems
from certification.authorizations.signals import waiting
from certification.authorizations.states import AuthorizationState
from certification.authorizations.term.papers_order import ISSUE_JOB, issue_key
from certification.certificates.models import QualityCertificate
from certification.issuing.data import certificate_sheet, mark_sheet
from certification.issuing.models import AuthorizationCertificate, MarkFile
from certification.issuing.paper_kinds import (
    CERTIFICATE,
    MARK_GUIDE,
    MARK_MONO,
    MARK_PACKAGE,
    MARK_PDF,
    MARK_PNG,
    MARK_SVG,
)
from tianfu.ledger.audit.records import record
from tianfu.papers.snapshots import issue_mark, issue_paper
from tianfu.papers.typefaces.glyphs import MissingGlyph, require_glyphs
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, NotPossible, Overtaken, advance, lock
from tianfu.workflow.jobs import PermanentFailure, crash_point, enqueue, handler, retry
from tianfu.workflow.models import Job
from tianfu.workflow.numbers import authorization_number, next_serial

CERTIFICATE_PURPOSE = "authorization_certificate"
MARK_PURPOSE = "mark"
_AFTERWARDS = "处理后请在“后台任务”中重试。"
_FORMATS = {
    MARK_SVG: MarkFile.Format.SVG,
    MARK_PNG: MarkFile.Format.PNG,
    MARK_PDF: MarkFile.Format.PDF,
    MARK_PACKAGE: MarkFile.Format.ZIP,
    MARK_MONO: MarkFile.Format.MONO,
    MARK_GUIDE: MarkFile.Format.GUIDE,
}


def want_papers(authorization: Authorization) -> None:
    """In the decision's own transaction: number, certificate and mark are made by a job."""
    enqueue(ISSUE_JOB, issue_key(authorization), {"authorization": authorization.pk})


@handler(ISSUE_JOB, label="制发证书和标识")
def issue(job: Job) -> None:
    issue_authorization(job.payload["authorization"])


def issue_authorization(authorization_id: int) -> Authorization:
    """Number it, make its papers, activate it. Safe to run again at any point, and twice at once.

    Raises PermanentFailure, in words for the operator, when trying again cannot help before somebody acts:
    a character without a glyph, a quality certificate that is no longer valid.
    """
    authorization = read(authorization_id)
    if authorization.state != AuthorizationState.PENDING:
        return authorization
    _refuse_hopeless(authorization)
    crash_point("issue.start")
    authorization.number = _number(authorization)
    crash_point("issue.number")
    try:
        make_certificate(authorization)
        crash_point("issue.certificate")
        make_marks(authorization)
    except ValidationError as error:  # MissingGlyph, unfit artwork
        raise PermanentFailure(" ".join(error.messages)) from error
    crash_point("issue.marks")
    _activate(authorization_id)
    crash_point("issue.activate")
    return read(authorization_id)


def resume_after(certificate: QualityCertificate) -> None:
    """The certificate is valid again: issuing that was parked for want of it goes on by itself."""
    waiting = certificate.authorizations.filter(state=AuthorizationState.PENDING)
    keys = [issue_key(authorization) for authorization in waiting]
    for job in Job.objects.filter(key__in=keys, state=Job.State.PARKED):
        retry(job, None)


def read(authorization_id: int) -> Authorization:
    """With what its papers name."""
    return Authorization.objects.select_related(
        "application__programme_version__programme", "programme", "certificate"
    ).get(pk=authorization_id)


def _refuse_hopeless(authorization: Authorization) -> None:
    """Before a number is spent: what would the activation be refused for, papers apart?"""
    problems = standing_problems(authorization)
    if problems:
        raise PermanentFailure(" ".join([*problems, _AFTERWARDS]))
    printed = [authorization.holder_name, authorization.product_name, authorization.models_text, authorization.standard]
    try:
        require_glyphs(printed, _certificate_name(authorization))
    except MissingGlyph as error:
        raise PermanentFailure(" ".join(error.messages)) from error


def _number(authorization: Authorization) -> str:
    """The number and its serial stand or fall together; a second run finds the number and takes none."""
    with transaction.atomic():
        locked = lock(authorization)
        if locked.number:
            return locked.number
        version = locked.application.programme_version
        year = clock.today().year
        letter = version.payload["letters"][locked.route]["authorization"]
        serial = next_serial(f"{version.programme.slug}:authorization", year)
        number = authorization_number(version.payload["prefix"], letter, locked.region_id, year, serial)
        Authorization.objects.filter(pk=locked.pk).update(number=number)
        record("authorization.number", actor=None, subject=locked, data={"number": number})
        crash_point("issue.numbering")
        return number


def _certificate_name(authorization: Authorization) -> str:
    """授权证书, 认定证书: as the programme calls it in passing."""
    return str(authorization.application.programme_version.content["papers"]["certificate"]["name"])


def make_certificate(authorization: Authorization, version: int = 1, edition: str = "") -> None:
    """The certificate of this version, once; `edition` says on it what it replaces."""
    if authorization.certificates.filter(version=version).exists():
        return
    paper = issue_paper(
        CERTIFICATE.key,
        "certificate",
        certificate_sheet(authorization, edition),
        name=f"{_certificate_name(authorization)}-{_stem(authorization, version)}.pdf",
        purpose=CERTIFICATE_PURPOSE,
        key=f"certificate:{authorization.pk}:{version}",
    )
    crash_point("issue.paper")
    AuthorizationCertificate.objects.get_or_create(
        authorization=authorization, version=version, defaults={"paper": paper, "issued_at": clock.now()}
    )


def _stem(authorization: Authorization, version: int) -> str:
    """The number in the names of files; from the second version on with it."""
    return f"{authorization.number}" if version == 1 else f"{authorization.number}-第{version}版"


def make_marks(authorization: Authorization, version: int = 1) -> None:
    """The mark in each of its forms, once for each version of the certificate."""
    if authorization.marks.filter(version=version).count() == len(_FORMATS):
        return
    papers = issue_mark(
        mark_sheet(authorization),
        name=f"{authorization.programme.name}{words_of(authorization.programme_id)['mark']}-{_stem(authorization, version)}",
        purpose=MARK_PURPOSE,
        key=f"mark:{authorization.pk}" if version == 1 else f"mark:{authorization.pk}:{version}",
    )
    crash_point("issue.package")
    made = [
        MarkFile(
            authorization=authorization,
            version=version,
            format=form,
            file=papers[kind.key].file,
            created_at=clock.now(),
        )
        for kind, form in _FORMATS.items()
    ]
    MarkFile.objects.bulk_create(made, ignore_conflicts=True)  # a run cut off here finds its papers again


def _activate(authorization_id: int) -> None:
    """The door locks certificate, then authorization, and asks the rule again; then the mark is public."""
    fresh = Authorization.objects.get(pk=authorization_id)
    if fresh.state != AuthorizationState.PENDING:
        return
    if fresh.starts_on > clock.today():
        with transaction.atomic():
            waiting.send(Authorization, authorization=fresh)
        return  # a renewed one: the round of its first day goes on from here
    try:
        advance(fresh, "activate", actor=SYSTEM, seen=fresh.revision)
    except NotPossible as refusal:
        if Authorization.objects.get(pk=authorization_id).state != AuthorizationState.PENDING:
            return  # a second delivery of the job was faster
        raise PermanentFailure(f"{refusal} {_AFTERWARDS}") from refusal
    except Overtaken:
        if Authorization.objects.get(pk=authorization_id).state == AuthorizationState.PENDING:
            raise  # something else moved: the job is tried again
