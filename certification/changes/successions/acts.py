"""A succession from the side of the firms: the holder asks with papers, the successor confirms or declines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from applications.models import Enterprise
from certification.authorizations.models.authorization import Authorization
from certification.certificates.models import QualityCertificate
from certification.changes.commitment import SUCCESSION, member_refusal, proven
from certification.changes.successions.messages import tell_both, tell_desk, tell_firm
from certification.changes.successions.models import Succession, SuccessionFile
from certification.changes.successions.problems import (
    certificate_problems,
    filing_problems,
    mark_problems,
    successor_problems,
)
from certification.changes.successions.states import SuccessionWay
from tianfu.accounts.organisations.uscc import normalise
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import SYSTEM, NotPossible, advance, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)
PURPOSE = "succession"
NO_TRADE = (
    "授权只能因企业合并、分立由承接业务的企业继受，不得转让、买卖、出租或者出借：标识证明的是持有人自己的产品和质量。"
    "产品转给其他企业生产的，请对方重新申报，您可以申请注销。"
)


def filing_facts(authorization: Authorization) -> dict[str, Any]:
    """What the page shows the holder, for `tianfu.workflow.signatures.shown`."""
    state = authorization.effective_on(clock.today()).label
    return {"授权": f"{authorization} {state}", "持有人": authorization.holder_name, "承诺": SUCCESSION}


def ask_succession(
    authorization: Authorization,
    *,
    user: Any,
    way: str,
    uscc: str,
    text: str,
    uploads: Sequence[UploadedFile],
    proof: str,
    shown: Shown,
) -> Succession:
    """By who signs for the holder. Raises ValidationError by field, NotPossible, NotAllowed, Changed."""
    with transaction.atomic():
        mark = lock(authorization)
        check_member(user, mark.enterprise.organisation, "sign", member_refusal("继受"))
        if problems := filing_problems(mark):
            raise NotPossible(problems)
        refuse_changed(shown, filing_facts(mark))
        successor = _successor(mark, way, uscc, text, uploads)
        succession = Succession(
            authorization=mark,
            holder=mark.enterprise,
            successor=successor,
            way=way,
            text=text.strip(),
            commitment=SUCCESSION,
            method=proven(user, proof),
            filed_by=user,
            filed_at=clock.now(),
        )
        try:
            with transaction.atomic():
                succession.save()
        except IntegrityError as error:
            raise NotPossible(["继受申请正在办理，请等待办结，或先撤回。"]) from error
        _keep(succession, uploads, user)
        data = {"way": way, "successor": successor.uscc}
        record("succession.file", actor=user, subject=succession, reason=text, data=data)
        tell_firm(succession, successor, "succession_asked")
    return succession


def _successor(mark: Authorization, way: str, uscc: str, text: str, uploads: Sequence[UploadedFile]) -> Enterprise:
    """The enterprise of this code. Raises ValidationError for whatever is wrong with the request, by field."""
    successor = Enterprise.objects.bearing(normalise(uscc)).select_related("organisation").first()
    errors: dict[str, list[str]] = {}
    if way not in SuccessionWay.values:
        errors["way"] = [NO_TRADE]
    if problems := successor_problems(mark, successor):
        errors["uscc"] = problems
    if not text.strip():
        errors["text"] = ["请写明合并或者分立的情况。"]
    if not uploads:
        errors["files"] = ["请上传合并、分立的证明材料，如合并协议、登记机关的变更或注销登记证明。"]
    if errors or successor is None:
        raise ValidationError(dict(errors))
    return successor


def _keep(succession: Succession, uploads: Sequence[UploadedFile], user: Any) -> None:
    slug = succession.authorization.programme_slug
    for stored in take_all(uploads, slug, kinds=KINDS, user=user, purpose=PURPOSE):
        SuccessionFile.objects.create(succession=succession, file=stored)


def confirming_facts(succession: Succession) -> dict[str, Any]:
    """What the page shows the successor."""
    mark = succession.authorization
    return {
        "授权": f"{mark} {mark.effective_on(clock.today()).label}",
        "有效期": mark.ends_on.isoformat(),
        "继受方式": succession.get_way_display(),
        "情况说明": succession.text,
        "承诺": SUCCESSION,
    }


def confirm_succession(
    succession: Succession,
    *,
    user: Any,
    seen: int,
    proof: str,
    certificate: QualityCertificate | None = None,
    shown: Shown,
) -> Succession:
    """By who signs for the successor, with its own certificate where the mark rests on one."""
    with transaction.atomic():
        locked = lock(succession)
        mark = locked.authorization
        check_member(user, locked.successor.organisation, "sign", member_refusal("继受的确认"))
        if problems := mark_problems(mark):
            raise NotPossible(problems)
        refuse_changed(shown, confirming_facts(locked))
        bearing = certificate if mark.basis == "certificate" else None
        if problems := certificate_problems(mark, locked.successor, bearing):
            raise ValidationError({"certificate": problems})
        proven(user, proof)
        moved = advance(locked, "confirm", actor=user, seen=seen, certificate=bearing, due_on=_decide_by(mark))
        tell_desk(moved)
        return moved


def _decide_by(mark: Authorization) -> date:
    """The last day for the desk, from the successor's confirmation on."""
    days = int(policy("succession.decide_days", scope=mark.programme_slug))
    return add_working_days(clock.today(), days).date


def decline(succession: Succession, *, user: Any, seen: int, reason: str) -> Succession:
    """The successor does not take it over; the holder reads why."""
    with transaction.atomic():
        moved = advance(succession, "decline", actor=user, seen=seen, note=reason)
        tell_firm(moved, moved.holder, "succession_declined", reason=reason.strip())
    return moved


def retract(succession: Succession, *, user: Any, seen: int) -> Succession:
    """The holder takes it back before it is decided; the successor hears of it."""
    with transaction.atomic():
        moved = advance(succession, "retract", actor=user, seen=seen)
        tell_firm(moved, moved.successor, "succession_over")
    return moved


def close_ended(authorization: Authorization) -> None:
    """What has ended passes on no more."""
    for row in authorization.successions.open():
        closed = advance(row, "close", actor=SYSTEM, seen=row.revision, note="授权已经终止。")
        tell_both(closed, "succession_over")
