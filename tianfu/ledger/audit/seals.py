"""Sealing the audit trail: each range of rows gets a Merkle root chained to the one before.

An insider with the database can rewrite a row and its digest, but not a seal that has left the
house: the newest seal's hash is printed, mailed and shown (trust.md D).
"""

from collections.abc import Iterator

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from tianfu.ledger import moment
from tianfu.ledger.audit.reasons import weighty_pattern
from tianfu.ledger.hashes.merkle import leaf_hash, root_of
from tianfu.ledger.log.publication import publish
from tianfu.ledger.models import AuditEvent, AuditSeal

# Any constant: two sealers must not write the same seal. ("TFMP" in ASCII.)
_ADVISORY_LOCK = 0x54464D50
_CHUNK = 2000


class SealPostponed(Exception):
    """A long transaction holds the trail; nothing is lost, the next run seals the same rows."""


def seal() -> AuditSeal | None:
    """Seal every committed row since the last seal; None when there is none.

    The share lock is held only while the highest number is read: it waits for transactions that
    have taken a number and not yet committed, since one of them could otherwise commit a lower
    number after the seal. It waits two seconds at most, then raises SealPostponed.
    """
    last_id = _highest_settled_id()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        previous = AuditSeal.objects.order_by("-n").first()
        first_id = previous.last_id + 1 if previous else 1
        if last_id < first_id:
            return None
        rows, root = root_of_range(first_id, last_id)
        if rows == 0:
            return None
        new = AuditSeal(
            n=previous.n + 1 if previous else 1,
            first_id=first_id,
            last_id=last_id,
            rows=rows,
            merkle_root=root,
            prev=previous.hash if previous else "",
            sealed_at=moment.now(),
        )
        new.hash = new.computed_hash()
        new.save(force_insert=True)
        if _worth_publishing(new, previous):
            publish("audit.seal", {"n": new.n, "last_id": new.last_id, "hash": new.hash})
    return new


def _worth_publishing(new: AuditSeal, previous: AuditSeal | None) -> bool:
    """The first seal of each hour, and at once after the acts that matter most: one a minute would drown the log."""
    if previous is None or _hour(previous) != _hour(new):
        return True
    return AuditEvent.objects.filter(pk__range=(new.first_id, new.last_id), action__regex=weighty_pattern()).exists()


def _hour(sealed: AuditSeal) -> int:
    return int(sealed.sealed_at.timestamp()) // 3600


def root_of_range(first_id: int, last_id: int) -> tuple[int, str]:
    """Number of rows and Merkle root (hex) of the audit rows with these numbers, both included."""
    rows = 0

    def leaves() -> Iterator[bytes]:
        nonlocal rows
        events = AuditEvent.objects.filter(pk__range=(first_id, last_id)).order_by("pk")
        for event in events.iterator(chunk_size=_CHUNK):
            rows += 1
            yield leaf_hash(event.leaf())

    root = root_of(leaves()).hex()
    return rows, root


def _highest_settled_id() -> int:
    table = connection.ops.quote_name(AuditEvent._meta.db_table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            return AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    except OperationalError as error:
        raise SealPostponed("审计表正被长事务占用，本次未封存，下次自动补上。") from error
