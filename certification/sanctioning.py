"""暂停、恢复、撤销、注销: by an operator with a second person; and the cascade from the quality certificate."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from certification.announcing import announce_act
from certification.models import Authorization, AuthorizationEndorsement, QualityCertificate, Suspension
from certification.states import Act, AuthorizationState, Cause
from tianfu.accounts.roles import Role
from tianfu.ledger.recording import record
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, Overtaken, advance, lock, refuse_stale
from tianfu.workflow.shown import refuse_changed

S = AuthorizationState
_FROM = {
    Act.REINSTATE: (S.SUSPENDED,),
    Act.SUSPEND: (S.ACTIVE, S.SUSPENDED),
    Act.CANCEL: (S.PENDING, S.ACTIVE, S.SUSPENDED),
    Act.WITHDRAW: (S.ACTIVE, S.SUSPENDED),
}


def possible_acts(authorization: Authorization) -> list[Act]:
    """What may be proposed today; the gentlest first. 过期 counts from the day after the end, job or no job."""
    state = authorization.effective_on(clock.today())
    return [act for act, sources in _FROM.items() if state in sources]


def open_proposal(authorization: Authorization) -> AuthorizationEndorsement | None:
    """The first person's act on the authorization as it stands, waiting for the second."""
    return authorization.endorsements.standing().filter(round=authorization.revision).first()


def propose(
    authorization: Authorization, act: str, *, user: Any, seen: int, reason: str, cause: str = ""
) -> AuthorizationEndorsement:
    """The first of two people proposes an act with its reason (and, to suspend or reinstate, its cause)."""
    with transaction.atomic():
        locked = lock(authorization)
        refuse_stale(locked, seen)
        _may_propose(locked, act, user, reason, cause)
        try:
            with transaction.atomic():
                endorsement = AuthorizationEndorsement.objects.create(
                    subject=locked,
                    act=act,
                    round=locked.revision,
                    outcome=act,
                    cause=cause,
                    first_by=user,
                    first_at=clock.now(),
                    first_note=reason.strip(),
                )
        except IntegrityError as error:
            raise Overtaken("另一位经办人", None, "待办", "已提出") from error
        record(f"authorization.propose_{act}", actor=user, subject=locked, reason=reason)
    return endorsement


def _may_propose(authorization: Authorization, act: str, user: Any, reason: str, cause: str) -> None:
    if not user.has_role(Role.OPERATOR_OFFICER):
        raise NotAllowed("授权的暂停、恢复、撤销、注销由运营机构办理。")
    problems = []
    if act not in possible_acts(authorization):
        label = authorization.effective_on(clock.today()).label
        problems.append(f"当前状态为“{label}”，不能办理该事项。")
    if not reason.strip():
        problems.append("请写明理由：理由会写入决定书并告知企业。")
    if act in (Act.SUSPEND, Act.REINSTATE) and cause not in Cause.values:
        problems.append("请选择原因。")
    if act == Act.REINSTATE and not authorization.suspensions.filter(cause=cause, lifted_at=None).exists():
        problems.append("没有以该原因作出的、尚未消除的暂停。")
    if act == Act.SUSPEND and authorization.suspensions.filter(cause=cause, lifted_at=None).exists():
        problems.append("已因该原因暂停，无需重复。")
    standing = open_proposal(authorization)
    if standing is not None:
        problems.append(f"{standing.first_by} 已提出“{standing.get_act_display()}”，请先确认或撤下。")
    if problems:
        raise NotPossible(problems)


def proposal_facts(authorization: Authorization, endorsement: AuthorizationEndorsement | None) -> dict[str, Any]:
    """The proposal and the mark as the page shows them to the second person, for `tianfu.workflow.shown`."""
    certificate = authorization.certificate
    facts: dict[str, Any] = {
        "授权": f"{authorization} {authorization.effective_on(clock.today()).label}",
        "持有人": f"{authorization.holder_name} {authorization.holder_uscc}",
        "产品": authorization.product_name,
        "有效期": f"{authorization.starts_on.isoformat()} 至 {authorization.ends_on.isoformat()}",
        "暂停原因": [
            [row.pk, row.cause, row.reason, row.lifted_at is None] for row in authorization.suspensions.order_by("pk")
        ],
    }
    if certificate is not None:
        facts["质量认证证书"] = f"{certificate.number} {certificate.get_state_display()}"
    if endorsement is not None:
        facts |= {
            "提议": f"{endorsement.get_act_display()} {endorsement.get_cause_display()}".strip(),
            "提议人": str(endorsement.first_by),
            "提议的理由": endorsement.first_note,
        }
    return facts


def confirm(
    endorsement: AuthorizationEndorsement, *, user: Any, seen: int, note: str = "", shown: str | None = None
) -> Authorization:
    """The second person confirms exactly the proposal and the facts of the page stamped `shown`.

    The act takes effect in the same transaction.
    """
    with transaction.atomic():
        locked = lock(endorsement.subject)
        refuse_stale(locked, seen)
        fresh = AuthorizationEndorsement.objects.select_for_update(of=("self",)).get(pk=endorsement.pk)
        if not user.has_role(Role.OPERATOR_OFFICER):
            raise NotAllowed("授权的暂停、恢复、撤销、注销由运营机构办理。")
        if not fresh.standing or fresh.round != locked.revision:
            raise NotPossible(["该提议已确认、已撤下或已失效。"])
        if fresh.first_by_id == user.pk:
            raise NotPossible(["您是提出人，须由另一人确认。"])
        if shown is not None:
            refuse_changed(shown, proposal_facts(locked, fresh))
        fresh.sign_second(user, note)
        return _take_effect(locked, fresh, user)


def drop(endorsement: AuthorizationEndorsement, *, user: Any, reason: str) -> None:
    """Take an unconfirmed proposal back; who proposed and who took it back stay on record."""
    with transaction.atomic():
        locked = lock(endorsement.subject)
        fresh = AuthorizationEndorsement.objects.select_for_update(of=("self",)).get(pk=endorsement.pk)
        if not fresh.standing or fresh.round != locked.revision:
            raise NotPossible(["该提议已确认、已撤下或已失效。"])
        if not user.has_role(Role.OPERATOR_OFFICER):
            raise NotAllowed("只有运营机构经办人可以撤下提议。")
        record(f"authorization.drop_{fresh.act}", actor=user, subject=locked, reason=reason)
        fresh.take_back(user, reason)


def _take_effect(authorization: Authorization, endorsement: AuthorizationEndorsement, user: Any) -> Authorization:
    act, reason = endorsement.act, endorsement.first_note
    if act == Act.SUSPEND:
        add_cause(authorization, endorsement.cause, reason)
        if authorization.state == S.SUSPENDED:
            return _cause_added(authorization, endorsement.cause, reason, user)
    if act == Act.REINSTATE:
        lift_cause(authorization, endorsement.cause, reason)
        if authorization.suspensions.filter(lifted_at=None).exists():
            return _turn_page(authorization, "lift_cause", endorsement.cause, reason, user)
    return advance(authorization, act, actor=user, seen=authorization.revision, note=reason, endorsement=endorsement)


def _cause_added(authorization: Authorization, cause: str, reason: str, user: Any) -> Authorization:
    """A further cause is no passage through the door, but the holder is told all the same."""
    _turn_page(authorization, "add_cause", cause, reason, user)
    announce_act(authorization, Act.SUSPEND, cause=cause, reason=reason, occasion=str(authorization.revision))
    return authorization


def _turn_page(authorization: Authorization, what: str, cause: str, reason: str, user: Any) -> Authorization:
    """The causes changed without a passage: it is on record, and pages or proposals that knew the old ones are stale."""
    Authorization.objects.filter(pk=authorization.pk).update(revision=F("revision") + 1)
    authorization.refresh_from_db(fields=["revision"])
    record(f"authorization.{what}", actor=user, subject=authorization, reason=reason, data={"cause": str(cause)})
    return authorization


def add_cause(authorization: Authorization, cause: str, reason: str) -> Suspension:
    row, _ = Suspension.objects.get_or_create(
        authorization=authorization, cause=cause, lifted_at=None, defaults={"reason": reason, "since": clock.now()}
    )
    return row


def lift_cause(authorization: Authorization, cause: str, note: str) -> None:
    authorization.suspensions.filter(cause=cause, lifted_at=None).update(lifted_at=clock.now(), lifted_note=note)


def follow_certificate(certificate: QualityCertificate, transition: str, note: str) -> None:
    """The certificate's state bounds the mark's (domain 7.3), in the certificate's own transaction.

    Suspended or ended: the mark is suspended at once. Reinstated: that cause is lifted, and the mark
    comes back when no other is open. 撤销 of the mark itself is left to two people.
    """
    for authorization in _in_force(certificate):
        locked = lock(authorization)
        reason = f"质量认证证书 {certificate.number}:{note}"
        if transition == "reinstate":
            lift_cause(locked, Cause.CERTIFICATE, reason)
            if locked.suspensions.filter(lifted_at=None).exists():
                _turn_page(locked, "lift_cause", Cause.CERTIFICATE, reason, None)
            elif locked.state == S.SUSPENDED:
                advance(locked, "reinstate", actor=SYSTEM, seen=locked.revision, note=reason)
            continue
        ended = transition in ("withdraw", "cancel")
        cause = Cause.CERTIFICATE_ENDED if ended else Cause.CERTIFICATE
        add_cause(locked, cause, reason)
        if locked.state == S.ACTIVE:
            advance(locked, "suspend", actor=SYSTEM, seen=locked.revision, note=reason)
        else:
            _cause_added(locked, cause, reason, None)


def _in_force(certificate: QualityCertificate) -> QuerySet[Authorization]:
    """Those the certificate bounds today; what has ended stays ended, though no job wrote it down yet."""
    in_force = certificate.authorizations.filter(state__in=[S.ACTIVE, S.SUSPENDED], ends_on__gte=clock.today())
    return in_force.order_by("pk")
