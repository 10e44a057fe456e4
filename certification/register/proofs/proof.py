"""What lets anybody check a certificate without trusting us: its hash, and its entry in the public log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from certification.authorizations.lookup.asked import NUMBER
from certification.authorizations.models.authorization import Authorization
from certification.issuing.models import AuthorizationCertificate
from tianfu.ledger.log.entries import Entry, read_entry
from tianfu.ledger.models import LogLeaf

_COLUMNS = ("version", "issued_at", "paper__sha256")


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


def proof(found: list[Edition], leaves: Iterable[LogLeaf]) -> Proof | None:
    """From the editions and the log's entries about the number. None for one that has no certificate."""
    if not found:
        return None
    entries = [read_entry(leaf) for leaf in leaves]
    newest = found[0].sha256
    issued = next((entry for entry in entries if newest in [value for _, value in entry.hashes]), None)
    return Proof(newest, issued, found if len(found) > 1 else [])


def editions_of(authorization: Authorization) -> list[Edition]:
    """Newest first, in one query; empty for one that has no certificate."""
    return editions(authorization.certificates.order_by("-version").values_list(*_COLUMNS))


def certificate_rows() -> QuerySet[Any]:
    """What `editions` reads, of one number, for a kept question."""
    rows = AuthorizationCertificate.objects.filter(authorization__number=NUMBER)
    return rows.order_by("-version").values_list(*_COLUMNS)


def editions(rows: Iterable[tuple[int, datetime, str]]) -> list[Edition]:
    """From version, moment and hash, newest first."""
    found, later = [], None
    for version, at, sha256 in rows:
        found.append(Edition(version, at, later, sha256))
        later = at
    return found
