"""What a holder asked of the mark, decided by two of the operator: one proposes, another confirms, either takes it back.

Every act locks the request first, as the officer's page showed it; what is granted is written into the mark at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import operates_on
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import NotPossible, advance, lock
from tianfu.workflow.models.endorsement import Endorsement
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import check_officer, taken_up
from tianfu.workflow.signatures.proposal import beside_problems, hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

VERBS = ("accept", "refuse")
R = TypeVar("R", bound=Any)


@dataclass(frozen=True)
class Matter(Generic[R]):
    """What differs between the requests. `action`: of what is recorded ("succession"). `desk`, `choose`, `explain`: what
    is said to a stranger, for another verb, without a reason. `facts`: what the page shows to whoever signs;
    `accept_problems`: why it cannot be granted today; `carry_out(row, verb, user, reason, endorsement)`: the passage."""

    action: str
    endorsement: type[Endorsement]
    waiting: str
    desk: str
    choose: str
    explain: str
    facts: Callable[[R, Endorsement | None], dict[str, Any]]
    accept_problems: Callable[[R], list[str]]
    carry_out: Callable[[R, str, Any, str, Endorsement | None], R]

    def open_proposal(self, row: R) -> Any:
        """The first person's opinion on the request as it stands, waiting for the second."""
        return row.endorsements.standing().filter(round=row.revision).select_related("first_by").first()

    def taken_up(self, row: R, user: Any, seen: int) -> R:
        """Locked, as the officer's page showed it, waiting, and his to decide. Call it inside a transaction."""
        locked: R = taken_up(row, user, seen=seen, may=_operates_on_its_mark, refusal=self.desk)
        if locked.state != self.waiting:
            raise NotPossible([f"该申请当前“{locked.get_state_display()}”，不能办理。"])
        return locked

    def problems(self, row: R, verb: str, reason: str) -> list[str]:
        """Against deciding it so."""
        problems = [] if verb in VERBS else [self.choose]
        problems += self.accept_problems(row) if verb == "accept" else []
        return problems + ([] if reason.strip() else [self.explain])

    def propose(self, row: R, verb: str, *, user: Any, seen: int, reason: str) -> Any:
        """The first of two people: one of VERBS. Raises NotPossible, NotAllowed, Overtaken."""
        with transaction.atomic():
            locked = self.taken_up(row, user, seen)
            if problems := beside_problems(self.open_proposal(locked)) or self.problems(locked, verb, reason):
                raise NotPossible(problems)
            proposal = sign_first(self.endorsement, locked, verb, user=user, note=reason)
            record(f"{self.action}.propose_{verb}", actor=user, subject=locked, reason=reason)
        return proposal

    def confirm(self, proposal: Any, *, user: Any, seen: int, note: str = "", shown: Shown) -> R:
        """The second of two people confirms what the page stamped `shown` had."""
        with transaction.atomic():
            locked = self.taken_up(proposal.subject, user, seen)
            fresh = hold_for_second(proposal, locked, user)
            refuse_changed(shown, self.facts(locked, fresh))
            sign_second(fresh, user, note)
            return self.carry_out(locked, fresh.act, user, fresh.first_note, fresh)

    def drop(self, proposal: Any, *, user: Any, reason: str = "") -> None:
        """Take an unconfirmed opinion back; it stays on record."""
        with transaction.atomic():
            locked = lock(proposal.subject)
            check_officer(user, operates_on(locked.authorization, user), "只有运营机构经办人可以撤下提议。")
            action = f"{self.action}.drop_{proposal.act}"
            take_back(proposal, locked, user=user, reason=reason, action=action)


def _operates_on_its_mark(row: Any, user: Any) -> bool:
    return operates_on(row.authorization, user)


def mark_facts(row: Any, proposal: Endorsement | None, day: Any) -> dict[str, Any]:
    """What every such page shows: the mark on this day, the holder's papers, and what was proposed."""
    mark = row.authorization
    facts: dict[str, Any] = {
        "授权": f"{mark} {mark.effective_on(day).label}",
        "证明材料": [item.file.name for item in row.files.select_related("file")],
    }
    if row.certificate is not None:
        facts["质量认证证书"] = f"{row.certificate.number} {row.certificate.get_state_display()}"
    if proposal is not None:
        facts |= {"提议": [proposal.pk, proposal.act], "提议的理由": proposal.first_note}
    return facts


def write_into_mark(row: R, verb: str, user: Any, reason: str, **written: Any) -> R:
    """What was granted, through the mark's own door: `verb` with `columns`, `facts` and `changed`."""
    mark = Authorization.objects.get(pk=row.authorization_id)
    moved = advance(mark, verb, actor=user, seen=mark.revision, note=reason, decided=row, **written)
    row.applied_revision, row.authorization = moved.revision, moved
    row.save(update_fields=["applied_revision"])
    return row
