"""What the operator makes of a basis ("inspection:12", "lead:7"): 暂停 or 撤销 proposed upon it, or the reason for neither."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.acts import possible_acts, propose
from certification.authorizations.sanctions.bases import basis_of
from certification.authorizations.sanctions.outcomes import outcomes_on, waiting_on
from certification.authorizations.states import Act
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

ACTS = (Act.SUSPEND, Act.WITHDRAW)


def proposal_problems(ref: str, mark: Authorization, what: str) -> list[str]:
    """Why nothing can be proposed on the mark upon this basis, called `what` (该检查); beside what bars the basis itself."""
    problems = []
    if not set(possible_acts(mark)) & set(ACTS):
        problems.append(f"授权当前为“{mark.effective_on(clock.today()).label}”，不能再提出暂停或撤销。")
    waiting = waiting_on(ref)
    if waiting is not None:
        problems.append(f"{waiting.first_by} 已依据{what}提出“{waiting.get_act_display()}”，等待确认，不能重复提出。")
    return problems


def check_operator(user: Any, mark: Authorization | None) -> None:
    """Raises NotAllowed for anybody but an officer of the operator, for the programme of this mark."""
    held = operates_on(mark, user) if mark is not None else user.has_role(Role.OPERATOR_OFFICER)
    check_officer(user, held, "对授权的处理由运营机构审核员提出。")


def propose_upon(
    ref: str, act: str, problems: list[str], *, mark: Authorization | None, user: Any, seen: int, shown: Shown,
    reason: str, cause: str = "",
) -> AuthorizationEndorsement:  # fmt: skip
    """The first of two people, upon what the page stamped `shown` said of the basis. `seen`: the mark's revision;
    `problems`: what bars it. Raises NotAllowed, NotPossible, Changed."""
    check_operator(user, mark)
    if act not in ACTS:
        raise NotPossible(["请选择暂停或撤销。"])
    basis = basis_of(ref)
    if problems or mark is None or basis is None:
        raise NotPossible(problems or ["没有指明授权，不能提出暂停或撤销。"])
    refuse_changed(shown, basis.facts)
    return propose(mark, act, user=user, seen=seen, reason=reason, cause=cause, basis=ref)


def refuse_leaving(ref: str, reason: str, what: str) -> None:
    """Raises NotPossible with every reason why the basis called `what` cannot be left alone for this `reason`."""
    basis = basis_of(ref)
    told = basis.told if basis else ""
    problems = [] if reason.strip() else [f"请写明不提出处理的理由：理由会告知{told}。"]
    problems += basis.problems if basis else ()
    if waiting_on(ref) is not None:
        problems.append(f"依据{what}的提议正在等待确认，请先确认或撤下。")
    if problems:
        raise NotPossible(problems)


def outcomes_and_answers(ref: str, answers: QuerySet[Any]) -> list[dict[str, Any]]:
    """What became of each proposal, oldest first, then of what was left alone (`answers`, which name no proposal)."""
    left = answers.filter(endorsement=None).select_related("answered_by")
    return outcomes_on(ref) + [{"act": "不提出处理", "answer": row, "state": "left"} for row in left]


def unanswered(rows: QuerySet[Any], kind: str, *answers: QuerySet[Any]) -> QuerySet[Any]:
    """Rows upon which neither a proposal waits nor one of the `answers` was given."""
    name = Concat(Value(f"{kind}:"), Cast("pk", CharField()))
    waiting = AuthorizationEndorsement.objects.standing().filter(
        basis=OuterRef("as_basis"), round=F("subject__revision")
    )
    return rows.annotate(as_basis=name).filter(*(~Exists(given) for given in (waiting, *answers)))


def settled_words(endorsement: AuthorizationEndorsement) -> tuple[str, str]:
    """(what became of it, the reason), for those who asked the operator."""
    act = endorsement.get_act_display()
    if endorsement.second_at is not None:
        return f"“{act}”已由两人决定", endorsement.first_note
    return f"“{act}”的提议已撤下", endorsement.withdrawn_note
