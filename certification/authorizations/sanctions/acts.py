"""暂停、恢复、撤销、注销 and the answer to the holder: proposed by one operator, confirmed by another."""

from typing import Any

from django.db import transaction

from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.bases import (
    basis_facts,
    basis_problems,
    dropping_problems,
    separation_problems,
    settled,
)
from certification.authorizations.sanctions.messages import announce_proposal
from certification.authorizations.states import Act, AuthorizationState, Cause
from certification.authorizations.suspensions.acts import add_cause, cause_added, cause_lifted, lift_cause
from certification.authorizations.suspensions.causes import fact_problems, lifting_problems
from certification.authorizations.suspensions.replacements.acts import lock_certificates, offer_problems, put_in_place
from certification.authorizations.suspensions.replacements.models import Replacement
from certification.authorizations.suspensions.restorations.acts import decide
from certification.authorizations.suspensions.restorations.models import Restoration
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, lock, refuse_stale
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import check_officer, taken_up
from tianfu.workflow.signatures.proposal import beside_problems, hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

S = AuthorizationState
_FROM = {
    Act.REINSTATE: (S.SUSPENDED,),
    Act.SUSPEND: (S.ACTIVE, S.SUSPENDED),
    Act.CANCEL: (S.PENDING, S.ACTIVE, S.SUSPENDED),
    Act.WITHDRAW: (S.ACTIVE, S.SUSPENDED),
    Act.REFUSE: (S.SUSPENDED,),
    Act.REPLACE: (S.ACTIVE, S.SUSPENDED),
}
_OPERATORS_ACT = "授权的暂停、恢复、撤销、注销由运营机构办理。"
# Acts that answer a request of the holder are proposed on its page.
_ANSWERS = (Act.REFUSE, Act.REPLACE)


def possible_acts(authorization: Authorization) -> list[Act]:
    """What may be proposed today; the gentlest first. 过期 counts from the day after the end, job or no job."""
    state = authorization.effective_on(clock.today())
    return [act for act, sources in _FROM.items() if state in sources and act not in _ANSWERS]


def open_proposal(authorization: Authorization) -> AuthorizationEndorsement | None:
    """The first person's act on the authorization as it stands, waiting for the second."""
    return authorization.endorsements.standing().filter(round=authorization.revision).first()


def propose(
    authorization: Authorization,
    act: str,
    *,
    user: Any,
    seen: int,
    reason: str,
    cause: str = "",
    restoration: Restoration | None = None,
    replacement: Replacement | None = None,
    basis: str = "",
) -> AuthorizationEndorsement:
    """The first of two people proposes an act with its reason (and, to suspend or reinstate, its cause).

    With `restoration`, the act answers the holder: Act.REINSTATE lifts the cause, Act.REFUSE leaves it. With
    `replacement`, Act.REPLACE puts the certificate that the holder brought under the mark. `basis` ("inspection:12") is
    what it rests on (`authorizations.bases`).
    """
    with transaction.atomic():
        locked = lock(authorization)
        refuse_stale(locked, seen)
        if restoration is not None:
            cause = restoration.suspension.cause
        _may_propose(locked, act, user, reason, cause, restoration or replacement, basis)
        endorsement = sign_first(
            AuthorizationEndorsement,
            locked,
            act,
            user=user,
            note=reason,
            cause=cause,
            restoration=restoration,
            replacement=replacement,
            basis=basis,
        )
        record(f"authorization.propose_{act}", actor=user, subject=locked, reason=reason)
        announce_proposal(endorsement)
    return endorsement


def _may_propose(
    authorization: Authorization,
    act: str,
    user: Any,
    reason: str,
    cause: str,
    asked: Restoration | Replacement | None,
    basis: str,
) -> None:
    check_officer(user, operates_on(authorization, user), _OPERATORS_ACT)
    problems = []
    state = authorization.effective_on(clock.today())
    if act not in _FROM or state not in _FROM[Act(act)] or (act in _ANSWERS and asked is None):
        problems.append(f"当前状态为“{state.label}”，不能办理该事项。")
    if not reason.strip():
        problems.append("请写明理由：理由会写入决定书并告知企业。")
    problems += _cause_problems(authorization, act, cause) + _asked_problems(asked)
    problems += basis_problems(basis, authorization.pk)
    problems += beside_problems(open_proposal(authorization))
    if problems:
        raise NotPossible(problems)


def _cause_problems(authorization: Authorization, act: str, cause: str) -> list[str]:
    """A cause is chosen, is a fact, and stands (or does not stand) already; asked again of the second person's act."""
    if act not in (Act.SUSPEND, Act.REINSTATE):
        return []
    if cause not in Cause.values:
        return ["请选择原因。"]
    standing = authorization.suspensions.filter(cause=cause, lifted_at=None).exists()
    if act == Act.SUSPEND:
        problems = ["已因该原因暂停，无需重复。"] if standing else []
        return problems + fact_problems(authorization, cause)
    problems = [] if standing else ["没有以该原因作出的、尚未消除的暂停。"]
    return problems + lifting_problems(authorization, cause)


def _asked_problems(asked: Restoration | Replacement | None) -> list[str]:
    """What the holder asked for still stands; asked again of the second person's act."""
    if isinstance(asked, Replacement):
        return offer_problems(asked)
    if asked is None or Restoration.objects.get(pk=asked.pk).state == RestorationState.WAITING:
        return []
    return ["该申请已经处理完毕，或企业已经撤回。"]


def proposal_facts(authorization: Authorization, endorsement: AuthorizationEndorsement | None) -> dict[str, Any]:
    """The proposal and the mark as the page shows them to the second person, for `tianfu.workflow.signatures.shown`."""
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
    if (asked := authorization.suspension_requests.waiting().first()) is not None:
        facts["持有人的暂停申请"] = asked.text
    if certificate is not None:
        facts["质量认证证书"] = f"{certificate.number} {certificate.get_state_display()}"
    if endorsement is not None:
        facts |= {
            "提议": f"{endorsement.get_act_display()} {endorsement.get_cause_display()}".strip(),
            "提议人": str(endorsement.first_by),
            "提议的理由": endorsement.first_note,
        }
        facts |= basis_facts(endorsement.basis)
        if endorsement.restoration is not None:
            facts["企业的陈述或申请"] = endorsement.restoration.text
        if endorsement.replacement is not None:
            facts["新证书"] = str(endorsement.replacement.offered or "")
    return facts


def confirm(
    endorsement: AuthorizationEndorsement, *, user: Any, seen: int, note: str = "", shown: Shown
) -> Authorization:
    """The second person confirms exactly the proposal and the facts of the page stamped `shown`.

    The act takes effect in the same transaction.
    """
    with transaction.atomic():
        if endorsement.replacement is not None:
            lock_certificates(endorsement.replacement)
        locked = taken_up(endorsement.subject, user, seen=seen, may=operates_on, refusal=_OPERATORS_ACT)
        fresh = hold_for_second(endorsement, locked, user)
        refuse_changed(shown, proposal_facts(locked, fresh))
        problems = _cause_problems(locked, fresh.act, fresh.cause)
        problems += _asked_problems(fresh.restoration or fresh.replacement)
        problems += basis_problems(fresh.basis, locked.pk) + separation_problems(fresh.basis, user)
        if problems:
            raise NotPossible(problems)
        sign_second(fresh, user, note)
        done = _take_effect(locked, fresh, user)
        if fresh.basis:
            settled.send(AuthorizationEndorsement, endorsement=fresh, user=user)
        return done


def drop(endorsement: AuthorizationEndorsement, *, user: Any, reason: str) -> None:
    """Take an unconfirmed proposal back; who proposed and who took it back stay on record."""
    with transaction.atomic():
        locked = lock(endorsement.subject)
        check_officer(user, operates_on(locked, user), "只有运营机构经办人可以撤下提议。")
        if problems := dropping_problems(endorsement.basis, reason):
            raise NotPossible(problems)
        action = f"authorization.drop_{endorsement.act}"
        fresh = take_back(endorsement, locked, user=user, reason=reason, action=action)
        if fresh.basis:
            settled.send(AuthorizationEndorsement, endorsement=fresh, user=user)


def _take_effect(authorization: Authorization, endorsement: AuthorizationEndorsement, user: Any) -> Authorization:
    act, reason, cause = endorsement.act, endorsement.first_note, endorsement.cause
    if act == Act.REPLACE:
        return put_in_place(authorization, endorsement, user)
    if act == Act.REFUSE and endorsement.restoration is not None:
        decide(endorsement.restoration, "refuse", endorsement, user)
        return authorization
    if act == Act.SUSPEND:
        row = add_cause(authorization, cause, reason)
        if cause == Cause.HOLDER:
            authorization.suspension_requests.waiting().update(suspension=row)
        if authorization.state == S.SUSPENDED:
            return cause_added(authorization, cause, reason, user)
    if act == Act.REINSTATE:
        lift_cause(authorization, cause, reason)
        if endorsement.restoration is not None:
            decide(endorsement.restoration, "grant", endorsement, user)
        if authorization.suspensions.filter(lifted_at=None).exists():
            return cause_lifted(authorization, cause, reason, user)
    return advance(authorization, act, actor=user, seen=authorization.revision, note=reason, endorsement=endorsement)
