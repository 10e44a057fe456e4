"""A succession on the operator's side: one proposes, another confirms; what is granted stands in the mark at once."""

from typing import Any

from django.db import transaction

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import operates_on
from certification.changes.successions.content import changed, values
from certification.changes.successions.letters import want_letter
from certification.changes.successions.messages import tell_both
from certification.changes.successions.models import Succession, SuccessionEndorsement
from certification.changes.successions.problems import accept_problems
from certification.changes.successions.states import SuccessionState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, lock, refuse_stale
from tianfu.workflow.officer import check_officer
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

_VERBS = ("accept", "refuse")


def decision_facts(succession: Succession) -> dict[str, Any]:
    """What the page shows to whoever decides, for `tianfu.workflow.signatures.shown`."""
    mark, proposal = succession.authorization, open_proposal(succession)
    facts: dict[str, Any] = {
        "授权": f"{mark} {mark.effective_on(clock.today()).label}",
        "变更内容": changed(mark, succession),
        "继受方式": succession.get_way_display(),
        "情况说明": succession.text,
        "证明材料": [row.file.name for row in succession.files.select_related("file")],
    }
    if succession.certificate is not None:
        facts["质量认证证书"] = f"{succession.certificate.number} {succession.certificate.get_state_display()}"
    if proposal is not None:
        facts |= {"提议": [proposal.pk, proposal.act], "提议的理由": proposal.first_note}
    return facts


def open_proposal(succession: Succession) -> SuccessionEndorsement | None:
    """The first person's opinion on the request as it stands, waiting for the second."""
    row: SuccessionEndorsement | None = succession.endorsements.standing().filter(round=succession.revision).first()
    return row


def _taken_up(succession: Succession, user: Any, seen: int) -> Succession:
    locked = lock(succession)
    check_officer(user, operates_on(locked.authorization, user), "继受申请由运营机构办理。")
    refuse_stale(locked, seen)
    if locked.state != SuccessionState.WAITING:
        raise NotPossible([f"该申请当前“{locked.get_state_display()}”，不能办理。"])
    return locked


def propose(succession: Succession, verb: str, *, user: Any, seen: int, reason: str) -> SuccessionEndorsement:
    """The first of two people: "accept" or "refuse"."""
    with transaction.atomic():
        locked = _taken_up(succession, user, seen)
        problems = [] if verb in _VERBS else ["请选择同意继受或不予继受。"]
        problems += accept_problems(locked) if verb == "accept" else []
        problems += [] if reason.strip() else ["请写明核查情况和理由：会告知双方企业。"]
        standing = open_proposal(locked)
        if standing is not None:
            problems = [f"{standing.first_by} 已提出“{standing.get_act_display()}”，请先确认或撤下。"]
        if problems:
            raise NotPossible(problems)
        proposal: SuccessionEndorsement = sign_first(SuccessionEndorsement, locked, verb, user=user, note=reason)
        record(f"succession.propose_{verb}", actor=user, subject=locked, reason=reason)
    return proposal


def confirm(proposal: SuccessionEndorsement, *, user: Any, seen: int, note: str = "", shown: Shown) -> Succession:
    """The second of two people confirms what the page stamped `shown` had."""
    with transaction.atomic():
        locked = _taken_up(proposal.subject, user, seen)
        fresh = SuccessionEndorsement.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if not fresh.standing or fresh.round != locked.revision:
            raise NotPossible(["该提议已确认、已撤下或已失效。"])
        if fresh.first_by_id == user.pk:
            raise NotPossible(["您是提出人，须由另一人确认。"])
        refuse_changed(shown, decision_facts(locked))
        if locked.endorsements.filter(first_by=user, round=locked.revision).exists():
            raise NotPossible(["您对该申请提出过处理意见，须由未提出过意见的人员确认。"])
        sign_second(fresh, user, note)
        return _decided(locked, fresh, user)


def _decided(succession: Succession, endorsement: SuccessionEndorsement, user: Any) -> Succession:
    verb, reason = endorsement.act, endorsement.first_note
    rows = changed(succession.authorization, succession)
    moved = advance(succession, verb, actor=user, seen=succession.revision, note=reason, endorsement=endorsement)
    if verb == "accept":
        moved = _write(moved, user, reason, rows)
    want_letter(moved, verb, reason, rows)
    tell_both(moved, "succession_granted" if verb == "accept" else "succession_refused", reason=reason)
    return moved


def _write(succession: Succession, user: Any, reason: str, rows: list[dict[str, str]]) -> Succession:
    """Into the mark, through its own door."""
    mark = Authorization.objects.get(pk=succession.authorization_id)
    columns, facts = values(succession, user)
    passed = advance(
        mark,
        "pass_on",
        actor=user,
        seen=mark.revision,
        note=reason,
        decided=succession,
        columns=columns,
        facts=facts,
        changed=rows,
    )
    succession.applied_revision = passed.revision
    succession.save(update_fields=["applied_revision"])
    succession.authorization = passed
    return succession


def drop(proposal: SuccessionEndorsement, *, user: Any, reason: str = "") -> None:
    """Take an unconfirmed opinion back; it stays on record."""
    with transaction.atomic():
        locked = lock(proposal.subject)
        fresh = SuccessionEndorsement.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        check_officer(user, operates_on(locked.authorization, user), "只有运营机构经办人可以撤下提议。")
        if not fresh.standing or fresh.round != locked.revision:
            raise NotPossible(["该提议已确认、已撤下或已失效。"])
        words = reason.strip() or "撤下提议"
        record(f"succession.drop_{fresh.act}", actor=user, subject=locked, reason=words)
        fresh.take_back(user, words)
