"""Numbering what was published: leaves, tree and signed checkpoint in one transaction.

A crash at any point leaves either all of it or nothing, so that running again gives the same tree.
"""

from django.db import connection, transaction

from tianfu.ledger import moment
from tianfu.ledger.hashes.merkle import Peaks, leaf_hash
from tianfu.ledger.log.identity import for_signing
from tianfu.ledger.log.notes import Checkpoint, checkpoint_text, sign
from tianfu.ledger.log.signing_key import signing_key
from tianfu.ledger.log.tree import root
from tianfu.ledger.models import LogCheckpoint, LogLeaf, LogNode, LogOutbox

# Two integrators must not number the same entry. ("TFML" in ASCII.)
_ADVISORY_LOCK = 0x54464D4C
BATCH = 1000


def integrate() -> LogCheckpoint | None:
    """Take up to BATCH committed entries, oldest first, into the log; None when nothing waits.

    Raises NoSigningKey outside a demo without a key, OtherLog when name or key are not this log's; the entries stay
    in the outbox.
    """
    key = signing_key()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        waiting = list(LogOutbox.objects.filter(integrated_at=None).order_by("pk")[:BATCH])
        if not waiting:
            return None
        name = for_signing().origin
        size = _append(waiting)
        head = root(0, size, stored_node)
        note = sign(checkpoint_text(Checkpoint(name, size, head)), name, key)
        return LogCheckpoint.objects.create(size=size, root=head, note=note, signed_at=moment.now())


def stored_node(level: int, index: int) -> bytes:
    """Hash of the complete subtree, from the database."""
    if level == 0:
        return bytes(LogLeaf.objects.values_list("leaf_hash", flat=True).get(idx=index))
    return bytes(LogNode.objects.values_list("hash", flat=True).get(level=level, idx=index))


def latest() -> LogCheckpoint | None:
    return LogCheckpoint.objects.order_by("-size").first()


def _append(waiting: list[LogOutbox]) -> int:
    newest = latest()
    size = newest.size if newest else 0
    leaves, nodes = [], []
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    peaks = Peaks(size, (stored_node(level, (size >> level) - 1) for level in levels))
    for entry in waiting:
        found = leaf_hash(entry.entry.encode())
        leaves.append(LogLeaf(idx=peaks.size, entry=entry.entry, leaf_hash=found, outbox=entry))
        nodes += [LogNode(level=level, idx=index, hash=node) for level, index, node in peaks.add(found)]
    LogLeaf.objects.bulk_create(leaves)
    LogNode.objects.bulk_create(nodes)
    LogOutbox.objects.filter(pk__in=[entry.pk for entry in waiting]).update(integrated_at=moment.now())
    return peaks.size


def waiting_count() -> int:
    return LogOutbox.objects.filter(integrated_at=None).count()
