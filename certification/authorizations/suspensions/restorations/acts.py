"""陈述意见 and 申请恢复 of the holder: filed with evidence, decided by two people of the operator, told both ways."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from applications.models import CasePaper
from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement, Suspension
from certification.authorizations.notices import notice_key, want_notice
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.acts import proposal_lapsed
from certification.authorizations.suspensions.causes import WORDS, mended_elsewhere
from certification.authorizations.suspensions.restorations.models import Restoration, RestorationFile
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import SYSTEM, NotPossible, advance, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.member import check_member

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
PURPOSE = "restoration"
LONGEST = 2000


def restoration_path(restoration: Restoration) -> str:
    return f"/portal/restorations/{restoration.pk}/"


def console_path(restoration: Restoration) -> str:
    return f"/console/restorations/{restoration.pk}/"


def file_restoration(
    suspension: Suspension, *, user: Any, kind: str, text: str, uploads: Sequence[UploadedFile] = ()
) -> Restoration:
    """The holder answers one standing cause. Raises NotAllowed, NotPossible, ValidationError for a file."""
    with transaction.atomic():
        authorization = lock(suspension.authorization)
        fresh = Suspension.objects.get(pk=suspension.pk)
        check_member(
            user,
            authorization.enterprise.organisation,
            "edit",
            "您只有查看权限。需要提出陈述或申请的，请联系企业管理员。",
        )
        problems = _problems(authorization, fresh, kind, text, uploads)
        if problems:
            raise NotPossible(problems)
        slug = authorization.application.programme_slug
        now, days = clock.now(), int(policy("restoration.decide_days", scope=slug))
        try:
            with transaction.atomic():
                restoration = Restoration.objects.create(
                    authorization=authorization,
                    suspension=fresh,
                    kind=kind,
                    text=text.strip(),
                    filed_by=user,
                    filed_at=now,
                    due_on=add_working_days(clock.in_beijing(now), days).date,
                )
        except IntegrityError as error:
            raise NotPossible(["对该暂停原因已有一份等待处理的申请或陈述。"]) from error
        _keep_files(restoration, uploads, user)
        record("restoration.file", actor=user, subject=restoration, data={"authorization": authorization.number})
        _tell_filed(restoration)
    return restoration


def _problems(
    authorization: Authorization, suspension: Suspension, kind: str, text: str, uploads: Sequence[UploadedFile]
) -> list[str]:
    problems = []
    if suspension.lifted_at is not None or authorization.effective_on(clock.today()) != AuthorizationState.SUSPENDED:
        problems.append("该暂停原因已经消除，或授权已经终止，无需再提出。")
    if kind not in Restoration.Kind.values:
        problems.append("请选择陈述意见或申请恢复。")
    if not text.strip():
        problems.append("请写明事实和理由。")
    if len(text) > LONGEST:
        problems.append(f"事实和理由不超过 {LONGEST} 字，请精简，或作为附件上传。")
    if kind == Restoration.Kind.REQUEST:
        if mended_elsewhere(suspension.cause):
            problems.append(f"该原因不能凭申请恢复：{WORDS[suspension.cause].follows}对暂停有意见的，请选择陈述意见。")
        elif not uploads:
            problems.append("申请恢复须附改正情况的证明材料，请至少上传一份文件。")
    return problems


def _keep_files(restoration: Restoration, uploads: Sequence[UploadedFile], user: Any) -> None:
    slug = restoration.authorization.programme_slug
    for stored in take_all(uploads, slug, kinds=KINDS, user=user, purpose=PURPOSE):
        RestorationFile.objects.create(restoration=restoration, file=stored)


def decide(restoration: Restoration, transition: str, endorsement: AuthorizationEndorsement, user: Any) -> Restoration:
    """`grant` or `refuse` by the second person, in the transaction that holds the authorization's lock."""
    fresh = Restoration.objects.get(pk=restoration.pk)
    reason = endorsement.first_note
    decided = advance(fresh, transition, actor=user, seen=fresh.revision, note=reason, endorsement=endorsement)
    if transition == "refuse":
        what, cause = decided.get_kind_display(), decided.suspension.get_cause_display()
        key = notice_key(decided, transition)
        want_notice(decided.authorization, CasePaper.Kind.RESTORATION_REFUSED, key, said=reason, what=what, cause=cause)
        _tell_holder(decided, "restoration_refused", reason=reason)
    return decided


def retract(restoration: Restoration, *, user: Any, seen: int) -> Restoration:
    """The holder takes it back; a proposal on it lapses, so that it bars no other."""
    with transaction.atomic():
        authorization = lock(restoration.authorization)
        moved = advance(restoration, "retract", actor=user, seen=seen)
        standing = authorization.endorsements.standing().filter(round=authorization.revision)
        if standing.filter(restoration=moved).exists():
            proposal_lapsed(authorization, "持有人撤回了申请", user)
        return moved


def close_moot(authorization: Authorization) -> None:
    """What asks for a cause that is lifted, or for a mark that has ended, needs no answer any more."""
    waiting = Restoration.objects.filter(authorization=authorization, state=RestorationState.WAITING)
    if authorization.state == AuthorizationState.SUSPENDED:
        waiting = waiting.filter(suspension__lifted_at__isnull=False)
    for restoration in waiting:
        note = "暂停原因已经消除，或授权已经终止。"
        advance(restoration, "close", actor=SYSTEM, seen=restoration.revision, note=note)


def _facts(restoration: Restoration) -> dict[str, Any]:
    return {"kind": restoration.get_kind_display(), "cause": restoration.suspension.get_cause_display()}


def _tell_filed(restoration: Restoration) -> None:
    mark, due = restoration.authorization, restoration.due_on
    _tell_holder(restoration, "restoration_received", due=due)
    tell_desk_of(mark, "restoration_to_decide", link=console_path(restoration), due=due, **_facts(restoration))


def _tell_holder(restoration: Restoration, key: str, **more: Any) -> None:
    mark = restoration.authorization
    tell_holder_of(mark, key, link=restoration_path(restoration), **_facts(restoration), **more)
