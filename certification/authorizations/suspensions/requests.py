"""持有人申请暂停: filed and taken back by the holder; two people of the operator record the suspension upon it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from certification.authorizations.desk.recipients import tell_desk_of
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.states import AuthorizationState, Cause
from certification.authorizations.suspensions.acts import proposal_lapsed
from certification.authorizations.suspensions.models import SuspensionRequest
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock

_OPEN = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)
_STANDING = "已有一份等待处理的暂停申请。"


def asking_problems(authorization: Authorization) -> list[str]:
    """Why the holder cannot ask now."""
    if authorization.effective_on(clock.today()) not in _OPEN:
        return ["授权尚未生效或已经终止，不能申请暂停。"]
    if authorization.suspensions.filter(cause=Cause.HOLDER, lifted_at=None).exists():
        return ["授权已按您的申请暂停。"]
    return [_STANDING] if authorization.suspension_requests.waiting().exists() else []


def ask_suspension(authorization: Authorization, *, user: Any, text: str) -> SuspensionRequest:
    """By a person who signs for the holder. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        locked = lock(authorization)
        if not user.can(locked.enterprise.organisation, "sign"):
            raise NotAllowed("暂停由有签署权限的成员申请。请联系企业管理员授予，或由有权限的成员办理。")
        problems = asking_problems(locked) + ([] if text.strip() else ["请写明申请暂停的事由。"])
        if problems:
            raise NotPossible(problems)
        try:
            with transaction.atomic():
                row = SuspensionRequest.objects.create(
                    authorization=locked, text=text.strip(), filed_by=user, filed_at=clock.now()
                )
        except IntegrityError as error:
            raise NotPossible([_STANDING]) from error
        record("suspension_request.file", actor=user, subject=row, reason=text)
        tell_desk_of(locked, "suspension_requested", reason=row.text)
    return row


def take_back(request: SuspensionRequest, *, user: Any) -> None:
    """Before it was followed; a proposal that rests on it lapses."""
    with transaction.atomic():
        locked = lock(request.authorization)
        if not user.can(locked.enterprise.organisation, "sign"):
            raise NotAllowed("暂停申请由有签署权限的成员撤回。")
        if not SuspensionRequest.objects.waiting().filter(pk=request.pk).update(retracted_at=clock.now()):
            raise NotPossible(["该申请已经办理或者已经撤回。"])
        record("suspension_request.take_back", actor=user, subject=request)
        standing = locked.endorsements.standing().filter(round=locked.revision, cause=Cause.HOLDER, act="suspend")
        if standing.exists():
            proposal_lapsed(locked, "持有人撤回了暂停申请", user)


def waiting(day: date) -> "QuerySet[SuspensionRequest]":
    """Those on which nobody has proposed anything yet, the oldest first."""
    standing = AuthorizationEndorsement.objects.standing().filter(
        subject=OuterRef("authorization"), round=F("subject__revision")
    )
    rows = SuspensionRequest.objects.waiting().filter(authorization__state__in=_OPEN, authorization__ends_on__gte=day)
    return rows.filter(~Exists(standing)).order_by("filed_at", "pk")
