"""Replaying the whole log from its entries, as an outsider would."""

from dataclasses import dataclass

from tianfu.ledger.log.notes import NoteInvalid, open_note, parse_checkpoint
from tianfu.ledger.log.signing_key import public_key
from tianfu.ledger.merkle import EMPTY_ROOT, leaf_hash, node_hash
from tianfu.ledger.models import LogCheckpoint, LogLeaf


@dataclass(frozen=True)
class LogCheck:
    """`problem` names the first difference; empty when the log is whole."""

    size: int
    checkpoints: int
    problem: str


def check_log() -> LogCheck:
    """Hash every entry again and compare each checkpoint's root and signature."""
    checkpoints = {checkpoint.size: checkpoint for checkpoint in LogCheckpoint.objects.all()}
    key = public_key() if checkpoints else ""
    peaks: list[bytes] = []
    size = 0
    for leaf in LogLeaf.objects.order_by("idx").iterator(chunk_size=2000):
        if leaf.idx != size:
            return LogCheck(size, len(checkpoints), f"缺少第 {size} 条。")
        found = leaf_hash(leaf.entry.encode())
        if found != bytes(leaf.leaf_hash):
            return LogCheck(size, len(checkpoints), f"第 {size} 条的内容与其哈希不一致。")
        bits = size
        while bits & 1:
            found, bits = node_hash(peaks.pop(), found), bits >> 1
        peaks.append(found)
        size += 1
        if size in checkpoints and (problem := _problem(checkpoints[size], _fold(peaks), key)):
            return LogCheck(size, len(checkpoints), problem)
    if checkpoints and max(checkpoints) != size:
        return LogCheck(size, len(checkpoints), f"检查点称有 {max(checkpoints)} 条，日志中有 {size} 条。")
    return LogCheck(size, len(checkpoints), "")


def _fold(peaks: list[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = node_hash(peak, found)
    return found


def _problem(checkpoint: LogCheckpoint, root: bytes, key: str) -> str:
    try:
        signed = parse_checkpoint(open_note(checkpoint.note, key))
    except NoteInvalid:
        return f"{checkpoint.size} 条时的检查点签名无效。"
    if signed.root != root or signed.size != checkpoint.size:
        return f"{checkpoint.size} 条时的检查点与条目不一致，此前有条目被改写。"
    return ""
