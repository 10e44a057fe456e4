"""A proposal between its two signatures: held for whoever answers it, and what keeps somebody from being its second."""

from typing import Any, TypeVar

from tianfu.accounts.access.separation import made_by_problems
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import NotPossible
from tianfu.workflow.models.aggregate import Aggregate
from tianfu.workflow.models.endorsement import Endorsement

E = TypeVar("E", bound=Endorsement)


def hold(proposal: E, subject: Aggregate | None) -> E:
    """Freshly read and locked, after its subject; NotPossible once it is answered, or `subject` has moved on.

    `subject`: None for a proposal that stays true, or may still be taken back, when its subject passes on.
    """
    table: Any = type(proposal)._default_manager
    fresh: E = table.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not fresh.standing or (subject is not None and fresh.round != subject.revision):
        raise NotPossible(["该提议已确认、已撤下或已失效。"])
    return fresh


def hold_for_second(proposal: E, subject: Aggregate, user: Any) -> E:
    """As `hold`, by `user` as its second person; NotPossible with `second_problems`."""
    fresh = hold(proposal, subject)
    if problems := second_problems(fresh, user):
        raise NotPossible(problems)
    return fresh


def take_back(
    proposal: E,
    subject: Aggregate,
    *,
    user: Any,
    reason: str,
    action: str,
    must_say: bool = False,
    outlives: bool = False,
) -> E:
    """Withdrawn before it was answered, by whom the caller has asked; it stays on record, and `action` is recorded ("": the
    passage that follows is).

    `must_say`: not without a reason. `outlives`: also when `subject` has moved on since.
    """
    fresh = hold(proposal, None if outlives else subject)
    if must_say and not reason.strip():
        raise NotPossible(["请写明撤下的理由。"])
    words = reason.strip() or "撤下提议"
    if action:
        record(action, actor=user, subject=subject, reason=words)
    fresh.take_back(user, words)
    return fresh


def second_problems(proposal: Endorsement, user: Any) -> list[str]:
    """Why `user` cannot be the second person: he proposed it, or something on the subject since it last changed, or his
    place comes from who did. The list of what waits for him asks the same (`EndorsementQuerySet.open_to`)."""
    if problems := proposer_problems(proposal, user):
        return problems
    table: Any = type(proposal)._default_manager
    mine = table.filter(subject=proposal.serializable_value("subject"), round=proposal.round, first_by=user)
    if mine.exists():
        return ["您对这一情况提出过处理意见，须由未提出过意见的人员确认。"]
    return made_by_problems(user, proposal.first_by_id)


def proposer_problems(proposal: Endorsement, user: Any) -> list[str]:
    """Against the first person as the second."""
    return ["您是提出人，须由另一人确认。"] if proposal.first_by_id == user.pk else []


def beside_problems(standing: Endorsement | None) -> list[str]:
    """Against a further proposal while one waits on the subject: `standing` is it."""
    if standing is None:
        return []
    return [f"{standing.first_by} 已提出“{standing.get_act_display()}”，请先确认或撤下。"]
