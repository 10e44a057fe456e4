"""The holder gives the mark back; one of the operator proposes 注销 upon it, another confirms, or it is handed back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.models import CasePaper
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.notices import notice_key, want_notice
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.acts import open_proposal, propose
from certification.authorizations.sanctions.bases import Basis
from certification.authorizations.standing.open_matters import open_matters, register_open
from certification.authorizations.states import Act, AuthorizationState
from certification.authorizations.suspensions.acts import proposal_lapsed
from certification.changes.cancellations.messages import console_path, tell_desk, tell_holder
from certification.changes.cancellations.models import CancellationRequest
from certification.changes.commitment import CANCELLATION, member_refusal, proven
from tianfu.ledger.audit.records import record
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KIND = "cancellation"
_OPEN = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)
_STANDING = "注销申请正在办理，请等待办结，或先撤回。"
_DONE = "该申请已经办结、退回或者撤回。"


def asking_problems(authorization: Authorization) -> list[str]:
    """Why the holder cannot ask now."""
    state = authorization.effective_on(clock.today())
    if state not in _OPEN:
        return [f"授权当前“{state.label}”，不需要申请注销。"]
    return open_matters(authorization)


def page_facts(authorization: Authorization) -> dict[str, Any]:
    """What the page shows, for `tianfu.workflow.signatures.shown`."""
    state = authorization.effective_on(clock.today()).label
    return {"授权": f"{authorization} {state}", "产品": authorization.product_name, "后果": CANCELLATION}


def ask_cancellation(
    authorization: Authorization, *, user: Any, reason: str, text: str, proof: str, shown: Shown
) -> CancellationRequest:
    """By who signs for the holder, as the page stamped `shown` had it. Raises ValidationError by field, NotPossible,
    NotAllowed, Changed."""
    with transaction.atomic():
        mark = lock(authorization)
        check_member(user, mark.enterprise.organisation, "sign", member_refusal("注销"))
        if problems := asking_problems(mark):
            raise NotPossible(problems)
        refuse_changed(shown, page_facts(mark))
        errors: Mapping[str, list[str]] = {
            **({} if reason in CancellationRequest.Reason.values else {"reason": ["请选择申请注销的原因。"]}),
            **({} if text.strip() else {"text": ["请写明情况，如停产日期、库存标识的处理。"]}),
        }
        if errors:
            raise ValidationError(dict(errors))
        method, days = proven(user, proof), int(policy("cancellation.decide_days", scope=mark.programme_slug))
        try:
            with transaction.atomic():
                row = CancellationRequest.objects.create(
                    authorization=mark,
                    reason=reason,
                    text=text.strip(),
                    commitment=CANCELLATION,
                    method=method,
                    filed_by=user,
                    filed_at=clock.now(),
                    due_on=add_working_days(clock.today(), days).date,
                )
        except IntegrityError as error:
            raise NotPossible([_STANDING]) from error
        record("cancellation_request.file", actor=user, subject=row, reason=row.text, data={"reason": reason})
        tell_holder(row, "cancellation_received", due=row.due_on)
        tell_desk(row)
    return row


def take_back(request: CancellationRequest, *, user: Any) -> None:
    """Before it is carried out; a proposal that rests on it lapses."""
    with transaction.atomic():
        mark = lock(request.authorization)
        if not user.can(mark.enterprise.organisation, "sign"):
            raise NotAllowed("注销申请由有签署权限的成员撤回。")
        _settle(request, retracted_at=clock.now())
        record("cancellation_request.take_back", actor=user, subject=request)
        proposal = open_proposal(mark)
        if proposal is not None and proposal.basis == basis_ref(request):
            proposal_lapsed(mark, "持有人撤回了注销申请", user)


def _settle(request: CancellationRequest, **fields: Any) -> None:
    """Once; whoever comes second reads that it is over."""
    if not CancellationRequest.objects.waiting().filter(pk=request.pk).update(**fields):
        raise NotPossible([_DONE])


def basis_ref(request: CancellationRequest) -> str:
    """What a proposal of 注销 rests on."""
    return f"{KIND}:{request.pk}"


def propose_cancellation(
    request: CancellationRequest, *, user: Any, seen: int, reason: str
) -> AuthorizationEndorsement:
    """The first of two people; `seen` is the authorization's revision. The second confirms on its page."""
    if not CancellationRequest.objects.waiting().filter(pk=request.pk).exists():
        raise NotPossible([_DONE])
    return propose(request.authorization, Act.CANCEL, user=user, seen=seen, reason=reason, basis=basis_ref(request))


def hand_back(request: CancellationRequest, *, user: Any, reason: str) -> None:
    """It is not carried out now: a check or a decision on the mark is under way, or it is not clear what is meant."""
    with transaction.atomic():
        mark = lock(request.authorization)
        check_officer(user, operates_on(mark, user), "注销申请由运营机构办理。")
        problems = [] if reason.strip() else ["请写明退回的理由：会告知企业。"]
        if open_proposal(mark) is not None:
            problems.append("已有人提出处理意见，请先确认或撤下。")
        if problems:
            raise NotPossible(problems)
        _settle(request, returned_at=clock.now(), returned_by=user, returned_note=reason.strip())
        record("cancellation_request.hand_back", actor=user, subject=request, reason=reason)
        key, what = notice_key(request, "hand_back"), request.get_reason_display()
        want_notice(mark, CasePaper.Kind.CANCEL_RETURNED, key, said=reason.strip(), what=what)
        tell_holder(request, "cancellation_returned", reason=reason.strip())


def read_basis(key: str) -> Basis | None:
    """For `authorizations.bases`: a proposal rests on a request that still waits."""
    number = parameters.number(key)
    row = CancellationRequest.objects.filter(pk=number).first() if number is not None else None
    if row is None:
        return None
    waits = CancellationRequest.objects.waiting().filter(pk=row.pk).exists()
    return Basis(
        label="持有人的注销申请",
        url=console_path(row),
        authorization=row.authorization_id,
        barred="您参与提出了注销申请，不能确认。",
        told="以后经办的同事",
        facts={"原因": row.get_reason_display(), "企业的说明": row.text},
        took_part=frozenset({row.filed_by_id}),
        problems=() if waits else (_DONE,),
    )


def carried_out(endorsement: AuthorizationEndorsement) -> None:
    """A proposal that rested on a request was confirmed. What was taken back leaves it waiting."""
    kind, _, key = endorsement.basis.partition(":")
    if kind == KIND and endorsement.complete:
        CancellationRequest.objects.filter(pk=int(key)).update(decision=endorsement)


def close_ended(authorization: Authorization) -> None:
    """The mark has ended in another way: nothing is left to give back."""
    rows = authorization.cancellation_requests.waiting()
    ours = authorization.endorsements.filter(second_by__isnull=False, act=Act.CANCEL).values_list("basis", flat=True)
    for row in rows:
        if basis_ref(row) not in ours:
            CancellationRequest.objects.filter(pk=row.pk).update(closed_at=clock.now())


def _open(authorization: Authorization) -> str:
    return _STANDING if authorization.cancellation_requests.waiting().exists() else ""


register_open("cancellations", _open)
