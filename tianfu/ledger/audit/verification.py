"""Checking the audit trail against its seals, and naming the first difference."""

from collections.abc import Iterable
from dataclasses import dataclass

from tianfu.ledger.audit.seals import root_of_range
from tianfu.ledger.models import AuditEvent, AuditSeal
from tianfu.ledger.protection import missing_protection

_CHUNK = 2000


@dataclass(frozen=True)
class Verification:
    """`problem` is empty when everything agrees; otherwise one sentence names the first difference."""

    seals: int
    rows: int
    unsealed: int
    head: str
    problem: str

    @property
    def good(self) -> bool:
        return not self.problem


def verify(*, expected_head: str = "") -> Verification:
    """Check triggers, every row's digest, every seal's root, hash and chain.

    `expected_head` is a seal hash kept outside (printed, mailed): when given, it must be among the
    seals, so that removed newest seals are noticed too.
    """
    seals = list(AuditSeal.objects.order_by("n"))
    problem = _missing() or _broken_chain(seals, expected_head)
    sealed_to = seals[-1].last_id if seals else 0
    if not problem:
        problem = next(filter(None, (seal_problem(seal) for seal in seals)), "")
    if not problem:
        problem = _changed_row(AuditEvent.objects.filter(pk__gt=sealed_to).order_by("pk").iterator(chunk_size=_CHUNK))
    return Verification(
        seals=len(seals),
        rows=sum(seal.rows for seal in seals),
        unsealed=AuditEvent.objects.filter(pk__gt=sealed_to).count(),
        head=seals[-1].hash if seals else "",
        problem=problem,
    )


def seal_problem(seal: AuditSeal) -> str:
    """What is wrong with this seal and its rows, in words; empty when they agree."""
    if seal.computed_hash() != seal.hash:
        return f"第 {seal.n} 号封存：封存记录本身与其哈希不一致，封存被改动。"
    rows, root = root_of_range(seal.first_id, seal.last_id)
    if rows == seal.rows and root == seal.merkle_root:
        return ""
    events = AuditEvent.objects.filter(pk__range=(seal.first_id, seal.last_id)).order_by("pk")
    where = f"第 {seal.n} 号封存（事件 {seal.first_id}–{seal.last_id}）"
    if changed := _changed_row(events.iterator(chunk_size=_CHUNK)):
        return f"{where}：{changed}"
    if rows != seal.rows:
        return f"{where}：封存时有 {seal.rows} 条，现有 {rows} 条，记录被删除或插入。"
    return f"{where}：默克尔树根不一致，其中有记录连同摘要一起被改写。"


def _changed_row(events: Iterable[AuditEvent]) -> str:
    for event in events:
        if event.computed_digest() != event.digest:
            return f"事件 {event.pk}（{event.action}）的内容与登记时的摘要不一致，记录被改动。"
    return ""


def _missing() -> str:
    problems = missing_protection()
    return problems[0] + "。" if problems else ""


def _broken_chain(seals: list[AuditSeal], expected_head: str) -> str:
    prev, next_id = "", 1
    for position, seal in enumerate(seals, start=1):
        if seal.n != position:
            return f"缺少第 {position} 号封存。"
        if seal.prev != prev or seal.first_id != next_id:
            return f"第 {seal.n} 号封存与前一号不相接，封存链被改动。"
        prev, next_id = seal.hash, seal.last_id + 1
    if expected_head and expected_head not in {seal.hash for seal in seals}:
        return "库中没有您给出的封存哈希：其后的封存被删除，或哈希抄写有误。"
    return ""
