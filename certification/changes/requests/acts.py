"""A change from the holder's side: filed with evidence and a promise, mended, taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from certification.authorizations.models.authorization import Authorization
from certification.certificates.models import QualityCertificate
from certification.changes.commitment import CHANGE, member_refusal, proven
from certification.changes.requests.content import LABELS, changed, current, said_of, wanted
from certification.changes.requests.messages import tell_desk, tell_holder
from certification.changes.requests.models import ChangeFile, ChangeRequest
from certification.changes.requests.problems import filing_problems, mark_problems, said_problems
from certification.changes.requests.states import ChangeKind
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import SYSTEM, NotPossible, advance, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
PURPOSE = "change_request"
_STANDING = "已有一份变更申请正在办理，请等待办结，或先撤回。"


def filing_facts(authorization: Authorization, kind: str) -> dict[str, Any]:
    """What the page shows before anything is typed, for `tianfu.workflow.signatures.shown`."""
    said = said_of(authorization, kind, {})
    facts: dict[str, Any] = {LABELS[name]: current(authorization, name) for name in wanted(kind, said)}
    if kind == ChangeKind.NAME:
        facts |= {f"变更后的{LABELS[name]}": value for name, value in said.items()}
    return facts | {"承诺": CHANGE}


def file_request(
    authorization: Authorization,
    kind: str,
    typed: Mapping[str, Any],
    *,
    user: Any,
    text: str,
    uploads: Sequence[UploadedFile] = (),
    proof: str,
    certificate: QualityCertificate | None = None,
    shown: Shown,
) -> ChangeRequest:
    """Ask for a change of this kind. Raises ValidationError by field, NotPossible, NotAllowed, Changed."""
    with transaction.atomic():
        mark = lock(authorization)
        check_member(user, mark.enterprise.organisation, "sign", member_refusal("变更"))
        if kind not in ChangeKind.values:
            raise NotPossible(["请选择要变更的事项。"])
        if problems := filing_problems(mark, kind):
            raise NotPossible(problems)
        refuse_changed(shown, filing_facts(mark, kind))
        request = ChangeRequest(authorization=mark, kind=kind, commitment=CHANGE)
        _set(request, typed, text, uploads, certificate, needs_files=bool(request.way.evidence))
        request.method = proven(user, proof)
        request.filed_by, request.filed_at, request.due_on = user, clock.now(), _due(mark)
        try:
            with transaction.atomic():
                request.save()
        except IntegrityError as error:
            raise NotPossible([_STANDING]) from error
        _keep(request, uploads, user)
        record("change_request.file", actor=user, subject=request, data={"kind": kind, "changed": request.changed})
        tell_holder(request, "change_received", due=request.due_on)
        tell_desk(request)
    return request


def _set(
    request: ChangeRequest,
    typed: Mapping[str, Any],
    text: str,
    uploads: Sequence[UploadedFile],
    certificate: QualityCertificate | None,
    *,
    needs_files: bool,
) -> None:
    """Write what the holder says into the request. Raises ValidationError by field."""
    mark, kind = request.authorization, request.kind
    said = said_of(mark, kind, typed)
    bearing = certificate if request.way.on_certificate and mark.basis == "certificate" else None
    errors = said_problems(mark, kind, said, bearing)
    if not text.strip() and kind != ChangeKind.NAME:
        errors["text"] = ["请写明变更的原因。"]
    if needs_files and not uploads:
        errors["files"] = ["请上传证明材料，至少一份。"]
    if errors:
        raise ValidationError(dict(errors))
    request.said, request.changed = said, changed(mark, kind, said)
    request.text, request.certificate = text.strip(), bearing


def _due(mark: Authorization) -> date:
    days = int(policy("change.decide_days", scope=mark.programme_slug))
    return add_working_days(clock.today(), days).date


def _keep(request: ChangeRequest, uploads: Sequence[UploadedFile], user: Any) -> None:
    slug = request.authorization.programme_slug
    for stored in take_all(uploads, slug, kinds=KINDS, user=user, purpose=PURPOSE):
        ChangeFile.objects.create(request=request, file=stored)


def file_again(
    request: ChangeRequest,
    typed: Mapping[str, Any],
    *,
    user: Any,
    seen: int,
    text: str,
    uploads: Sequence[UploadedFile] = (),
    proof: str,
    certificate: QualityCertificate | None = None,
    shown: Shown,
) -> ChangeRequest:
    """Mended after it was handed back; what was uploaded before stays. Raises as `file_request`."""
    with transaction.atomic():
        moved = advance(request, "file_again", actor=user, seen=seen)
        mark = moved.authorization
        if problems := mark_problems(mark, moved.kind):
            raise NotPossible(problems)
        refuse_changed(shown, filing_facts(mark, moved.kind))
        _set(moved, typed, text, uploads, certificate, needs_files=False)
        moved.method, moved.due_on = proven(user, proof), _due(mark)
        moved.save()
        _keep(moved, uploads, user)
        tell_desk(moved)
    return moved


def retract(request: ChangeRequest, *, user: Any, seen: int) -> ChangeRequest:
    """The holder takes it back, before it is decided; a proposal on it counts no more."""
    return advance(request, "retract", actor=user, seen=seen)


def close_ended(authorization: Authorization) -> None:
    """A mark that has ended is changed no more."""
    for row in authorization.change_requests.open():
        closed = advance(row, "close", actor=SYSTEM, seen=row.revision, note="授权已经终止。")
        tell_holder(closed, "change_closed")
