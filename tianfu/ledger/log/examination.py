"""Replaying the whole log from its entries, as an outsider would."""

from dataclasses import dataclass

from tianfu.ledger.hashes.merkle import Peaks, leaf_hash
from tianfu.ledger.log.identity import name_of_log, public_key
from tianfu.ledger.log.notes import open_note, parse_checkpoint, renamed, text_of
from tianfu.ledger.models import LogCheckpoint, LogLeaf


@dataclass(frozen=True)
class LogCheck:
    """`problem` names the first difference; empty when the log is whole.

    `misnamed` counts checkpoints that the log's own key signed under another name (a command run with another address,
    before the name was kept with the log): their roots hold, nothing was rewritten.
    """

    size: int
    checkpoints: int
    problem: str
    misnamed: int = 0


def check_log() -> LogCheck:
    """Hash every entry again and compare each checkpoint's root and signature."""
    checkpoints = {checkpoint.size: checkpoint for checkpoint in LogCheckpoint.objects.all()}
    key = public_key() if checkpoints else ""
    name = name_of_log()
    peaks = Peaks()
    misnamed = 0
    for leaf in LogLeaf.objects.order_by("idx").iterator(chunk_size=2000):
        size = peaks.size
        if leaf.idx != size:
            return LogCheck(size, len(checkpoints), f"缺少第 {size} 条。")
        found = leaf_hash(leaf.entry.encode())
        if found != bytes(leaf.leaf_hash):
            return LogCheck(size, len(checkpoints), f"第 {size} 条的内容与其哈希不一致。")
        peaks.add(found)
        if peaks.size in checkpoints:
            origin, problem = _examine(checkpoints[peaks.size], peaks.root(), key)
            if problem:
                return LogCheck(peaks.size, len(checkpoints), problem)
            misnamed += origin != name
    if checkpoints and max(checkpoints) != peaks.size:
        said = f"检查点称有 {max(checkpoints)} 条，日志中有 {peaks.size} 条。"
        return LogCheck(peaks.size, len(checkpoints), said)
    return LogCheck(peaks.size, len(checkpoints), "", misnamed)


def _examine(checkpoint: LogCheckpoint, root: bytes, key: str) -> tuple[str, str]:
    """(name it was signed under, what is wrong with it)."""
    try:
        origin = parse_checkpoint(text_of(checkpoint.note)).origin
        signed = parse_checkpoint(open_note(checkpoint.note, renamed(key, origin)))
    except ValueError:  # NoteInvalid among them
        return "", f"{checkpoint.size} 条时的检查点签名无效。"
    if signed.root != root or signed.size != checkpoint.size:
        return origin, f"{checkpoint.size} 条时的检查点与条目不一致，此前有条目被改写。"
    return origin, ""
