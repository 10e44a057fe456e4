"""黑名单: an entry and its removal are proposed by one person of the province and confirmed by an approver."""

from typing import Any

from django.db import IntegrityError, transaction

from supervision.lists.blacklist.letters import next_number, want_letter
from supervision.lists.blacklist.register_log import log_passage
from supervision.lists.blacklist.rules import confirms, proposes
from supervision.lists.messages import tell_enterprise
from supervision.lists.models import BlacklistEndorsement, BlacklistEntry
from supervision.lists.states import EntryAct, EntryState, Grounds
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, advance, lock
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import beside_problems, hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

PROVINCE_ONLY = "黑名单由省级经办人、审批人办理。"
APPROVER_ONLY = "列入和移出黑名单由省级审批人复核。"
MONTHS = (1, 120)  # a period longer than ten years is a slip of the finger


def entry_facts(entry: BlacklistEntry) -> dict[str, Any]:
    """The entry and its proposal as the second person reads them, for `tianfu.workflow.signatures.shown`."""
    proposal = standing_proposal(entry)
    return {
        "企业": f"{entry.name} {entry.uscc}",
        "事由类别": entry.get_grounds_display(),
        "事由": entry.cause,
        "期限": entry.months or "",
        "起止": [entry.since, entry.until],
        "状态": entry.label,
        "提议": f"{proposal.get_act_display()} {proposal.first_by} {proposal.first_note}" if proposal else "",
    }


def standing_proposal(entry: BlacklistEntry) -> BlacklistEndorsement | None:
    """The first person's act on the entry as it stands, waiting for the second."""
    rows = entry.endorsements.standing().filter(round=entry.revision).select_related("first_by")
    return rows.first()


@transaction.atomic
def propose_entry(*, user: Any, uscc: str, name: str, grounds: str, cause: str, months: int) -> BlacklistEntry:
    """The first of two people. Raises NotAllowed, or NotPossible with every reason; nobody is barred yet."""
    if not proposes(user):
        raise NotAllowed(PROVINCE_ONLY)
    problems = _standing_problems(uscc)
    if grounds not in Grounds.values:
        problems.append("请选择事由类别。")
    if not cause.strip():
        problems.append("请写明事由：事实、证据和依据会告知企业。")
    if not MONTHS[0] <= months <= MONTHS[1]:
        problems.append(f"期限应为 {MONTHS[0]} 至 {MONTHS[1]} 个月。")
    if problems:
        raise NotPossible(problems)
    try:
        with transaction.atomic():
            entry = BlacklistEntry.objects.create(
                uscc=uscc, name=name, grounds=grounds, cause=cause.strip(), months=months
            )
    except IntegrityError as error:
        raise Overtaken("另一位经办人", None, "待办", "已提出") from error
    _first_act(entry, EntryAct.ENTER, user, cause)
    return entry


def _standing_problems(uscc: str) -> list[str]:
    rows = BlacklistEntry.objects.filter(uscc=uscc)
    if rows.filter(state=EntryState.PROPOSED).exists():
        return ["该企业已有列入黑名单的提议，请先确认或撤下。"]
    found = rows.standing(clock.today()).first()
    return [f"该企业已在黑名单中（{found}）。"] if found else []


def propose_removal(entry: BlacklistEntry, *, user: Any, seen: int, reason: str) -> BlacklistEndorsement:
    """The first of two people, with the reason that goes to the enterprise."""
    with transaction.atomic():
        locked = taken_up(entry, user, seen=seen, may=lambda _, who: proposes(who), refusal=PROVINCE_ONLY)
        problems = [] if locked.standing_on(clock.today()) else [f"该企业{locked.label}，无需移出。"]
        if not reason.strip():
            problems.append("请写明移出的理由：理由会告知企业。")
        problems += beside_problems(standing_proposal(locked))
        if problems:
            raise NotPossible(problems)
        return _first_act(locked, EntryAct.REMOVE, user, reason)


def _first_act(entry: BlacklistEntry, act: str, user: Any, note: str) -> BlacklistEndorsement:
    row: BlacklistEndorsement = sign_first(BlacklistEndorsement, entry, act, user=user, note=note)
    record(f"blacklistentry.propose_{act}", actor=user, subject=entry, reason=note)
    return row


def confirm(endorsement: BlacklistEndorsement, *, user: Any, seen: int, shown: Shown, note: str = "") -> BlacklistEntry:
    """The second person confirms what his page showed; in force, numbered, logged and told in one transaction."""
    with transaction.atomic():
        locked = taken_up(endorsement.subject, user, seen=seen, may=lambda _, who: confirms(who), refusal=APPROVER_ONLY)
        fresh = hold_for_second(endorsement, locked, user)
        refuse_changed(shown, entry_facts(locked))
        if fresh.act == EntryAct.ENTER and BlacklistEntry.objects.filter(uscc=locked.uscc).standing(clock.today()):
            raise NotPossible(["该企业已在黑名单中，请撤下本提议。"])
        sign_second(fresh, user, note)
        act, reason, number = fresh.act, fresh.first_note, next_number(locked.uscc, fresh.act)
        entry = advance(locked, act, actor=user, seen=seen, note=reason, endorsement=fresh, number=number)
        want_letter(entry, act, number=number, reason=reason)
        log_passage(entry, act)
        tell_enterprise(entry, act, reason)
    return entry


def drop(endorsement: BlacklistEndorsement, *, user: Any, reason: str) -> None:
    """Either person takes a proposal back, with a reason; it stays on record."""
    with transaction.atomic():
        locked = lock(endorsement.subject)
        if not proposes(user):
            raise NotAllowed(PROVINCE_ONLY)
        action = "" if endorsement.act == EntryAct.ENTER else "blacklistentry.drop_proposal"
        fresh = take_back(endorsement, locked, user=user, reason=reason, action=action, must_say=True)
        if fresh.act == EntryAct.ENTER:
            advance(locked, "drop", actor=user, seen=locked.revision, note=reason)
