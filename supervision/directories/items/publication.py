"""An item is published, and withdrawn, by two people: one proposes, another confirms what he has read."""

from typing import Any

from django.db import transaction

from supervision.directories.items.catalogue import KEEPERS_ONLY
from supervision.directories.items.rules import keeps_list
from supervision.directories.models import InspectionItem, ItemEndorsement
from supervision.directories.states import ItemAct, ItemState
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, advance, lock
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

_FROM = {ItemAct.PUBLISH: ItemState.DRAFT, ItemAct.WITHDRAW: ItemState.PUBLISHED}


def item_facts(item: InspectionItem) -> dict[str, Any]:
    """What the second person reads, for `tianfu.workflow.signatures.shown`."""
    return {
        "编码和版次": f"{item.code} {item.version}",
        "名称": item.name,
        "依据": item.basis,
        "类别": item.get_kind_display(),
        "方式": item.method_words(),
        "对象": item.object_words(),
        "状态": item.get_state_display(),
    }


def standing_proposal(item: InspectionItem) -> ItemEndorsement | None:
    """The first person's act on the item as it stands."""
    return item.endorsements.standing().filter(round=item.revision).first()


def propose(item: InspectionItem, act: str, *, user: Any, seen: int, reason: str = "") -> ItemEndorsement:
    """The first of two people. To withdraw needs a reason, which the list shows nowhere and the history keeps."""
    with transaction.atomic():
        locked = taken_up(item, user, seen=seen, may=lambda _, who: keeps_list(who), refusal=KEEPERS_ONLY)
        if problems := _problems(locked, act, reason):
            raise NotPossible(problems)
        endorsement = sign_first(ItemEndorsement, locked, act, user=user, note=reason)
        record(f"inspectionitem.propose_{act}", actor=user, subject=locked, reason=reason)
    return endorsement


def _problems(item: InspectionItem, act: str, reason: str) -> list[str]:
    problems = []
    if act not in ItemAct.values or item.state != _FROM[ItemAct(act)]:
        problems.append(f"“{item.name}”{item.get_state_display()}，不能办理。")
    if act == ItemAct.WITHDRAW and not reason.strip():
        problems.append("请写明停用的理由。")
    if (standing := standing_proposal(item)) is not None:
        problems.append(f"{standing.first_by} 已提出{standing.get_act_display()}“{item.name}”，请先确认或撤下。")
    return problems


def confirm(endorsement: ItemEndorsement, *, user: Any, seen: int, shown: Shown, note: str = "") -> InspectionItem:
    """The second person confirms what his page showed; a published version takes the place of the one before it."""
    with transaction.atomic():
        subject = endorsement.subject
        locked = taken_up(subject, user, seen=seen, may=lambda _, who: keeps_list(who), refusal=KEEPERS_ONLY)
        fresh = hold_for_second(endorsement, locked, user)
        refuse_changed(shown, item_facts(locked))
        sign_second(fresh, user, note)
        if fresh.act == ItemAct.PUBLISH:
            _replace(locked)
        return advance(locked, fresh.act, actor=user, seen=seen, note=fresh.first_note or note, endorsement=fresh)


def _replace(item: InspectionItem) -> None:
    """The version published before this one may not be inspected any more."""
    for row in InspectionItem.objects.filter(code=item.code, state=ItemState.PUBLISHED):
        advance(row, "withdraw", actor=SYSTEM, seen=row.revision, note=f"由第 {item.version} 版代替")


def drop(endorsement: ItemEndorsement, *, user: Any, reason: str = "") -> None:
    """Either person takes a proposal back; it stays on record."""
    with transaction.atomic():
        locked = lock(endorsement.subject)
        if not keeps_list(user):
            raise NotAllowed(KEEPERS_ONLY)
        action = "inspectionitem.drop_proposal"
        take_back(endorsement, locked, user=user, reason=reason, action=action, outlives=True)
