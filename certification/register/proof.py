"""What lets anybody check a certificate without trusting us: its hash, and its entry in the public log."""

from dataclasses import dataclass

from certification.authorizations.models.authorization import Authorization
from tianfu.ledger.log.entries import Entry, about, read_entry

ISSUED = "证书签发"


@dataclass(frozen=True)
class Proof:
    """`sha256` of the certificate's PDF; `entry` = when it was issued, None while the log is taking it in."""

    sha256: str
    entry: Entry | None


def proof_of(authorization: Authorization) -> Proof | None:
    """Two queries. None for one that has no certificate."""
    certificate = authorization.certificates.select_related("paper").last()
    if certificate is None:
        return None
    entries = [read_entry(leaf) for leaf in about(authorization.number or "")[:20]]
    issued = next((entry for entry in entries if entry.label == ISSUED), None)
    return Proof(certificate.paper.sha256, issued)
