"""What lets anybody check a certificate without trusting us: its hash, and its entry in the public log."""

from dataclasses import dataclass
from datetime import datetime

from certification.authorizations.models.authorization import Authorization
from tianfu.ledger.log.entries import Entry, about, read_entry


@dataclass(frozen=True)
class Edition:
    """One version of the certificate; `replaced`: when the next one took its place, None for the one that counts."""

    version: int
    issued: datetime
    replaced: datetime | None
    sha256: str


@dataclass(frozen=True)
class Proof:
    """`sha256` of the certificate's PDF; `entry` = when it was issued, None while the log is taking it in; `editions`:
    every version, the newest first, once there is more than one."""

    sha256: str
    entry: Entry | None
    editions: list[Edition]


def proof_of(authorization: Authorization) -> Proof | None:
    """Two queries. None for one that has no certificate."""
    found = editions_of(authorization)
    if not found:
        return None
    entries = [read_entry(leaf) for leaf in about(authorization.number or "")[:20]]
    newest = found[0].sha256
    issued = next((entry for entry in entries if newest in [value for _, value in entry.hashes]), None)
    return Proof(newest, issued, found if len(found) > 1 else [])


def editions_of(authorization: Authorization) -> list[Edition]:
    """Newest first, in one query; empty for one that has no certificate."""
    rows = list(authorization.certificates.select_related("paper").order_by("-version"))
    later = [None, *(row.issued_at for row in rows)]
    return [
        Edition(row.version, row.issued_at, replaced, row.paper.sha256)
        for row, replaced in zip(rows, later, strict=False)
    ]
