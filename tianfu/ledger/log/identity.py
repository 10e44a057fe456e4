"""Whose log this is: the name and the public key that stand in every checkpoint, kept with the log itself.

A log keeps both for good. The settings name a new log only; a command run under another address, or with another
key, signs nothing. A log from before this was written down bears the name of its first checkpoint.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from tianfu.ledger import moment
from tianfu.ledger.log.notes import NoteInvalid, open_note, parse_checkpoint, text_of, verifier_key
from tianfu.ledger.log.signing_key import signing_key
from tianfu.ledger.models import LogCheckpoint, LogIdentity


class OtherLog(Exception):
    """The settings name another log, or hold another key, than this log has; entries wait in the outbox."""


def name_of_log() -> str:
    """As it stands in the checkpoints; for a log that has none yet, as the settings will name it."""
    known = LogIdentity.objects.first()
    if known is not None:
        return known.origin
    first = LogCheckpoint.objects.order_by("size").first()
    return parse_checkpoint(text_of(first.note)).origin if first else _wanted()


def public_key() -> str:
    """For everybody who checks: name+hash+key, as C2SP tools read it. Raises NoSigningKey for a new log without one."""
    known = LogIdentity.objects.first()
    if known is None:
        return verifier_key(name_of_log(), signing_key().public_key())
    return verifier_key(known.origin, Ed25519PublicKey.from_public_bytes(bytes(known.public_key)))


def for_signing() -> LogIdentity:
    """The identity to sign under, written down with the first checkpoint. Raises OtherLog, NoSigningKey."""
    key = signing_key().public_key()
    known = LogIdentity.objects.first()
    if known is None:
        _refuse_key_that_did_not_sign(verifier_key(name_of_log(), key))
        known = LogIdentity(origin=name_of_log(), public_key=key.public_bytes_raw(), named_at=moment.now())
    if settings.LOG_ORIGIN and known.origin != settings.LOG_ORIGIN:
        raise OtherLog(
            f"公示日志的名称是“{known.origin}”，LOG_ORIGIN 却设为“{settings.LOG_ORIGIN}”。日志不能改名，"
            "请取消或改正 LOG_ORIGIN；条目在队列中等待。"
        )
    if bytes(known.public_key) != key.public_bytes_raw():
        raise OtherLog("当前的 LOG_SIGNING_KEY 不是签发公示日志的那把密钥。请放回原密钥；条目在队列中等待。")
    if known._state.adding:
        known.save(force_insert=True)
    return known


def _wanted() -> str:
    return settings.LOG_ORIGIN or settings.PUBLIC_URL.partition("://")[2] + "/log"


def _refuse_key_that_did_not_sign(verifier: str) -> None:
    """A log from before its key was written down: whoever signed its first checkpoint is the log's."""
    first = LogCheckpoint.objects.order_by("size").first()
    if first is None:
        return
    try:
        open_note(first.note, verifier)
    except NoteInvalid as error:
        raise OtherLog("当前的 LOG_SIGNING_KEY 没有签发过这份公示日志。请放回原密钥；条目在队列中等待。") from error
