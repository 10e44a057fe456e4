"""A proof that one entry is in the log, which can be kept and checked offline (C2SP tlog-proof)."""

import base64

from tianfu.ledger.log.integration import latest, stored_node
from tianfu.ledger.log.tree import consistency_proof, inclusion_proof


def proof_text(index: int) -> str:
    """The proof of entry `index` against the newest checkpoint. Raises LookupError when there is none."""
    newest = latest()
    if newest is None or not 0 <= index < newest.size:
        raise LookupError(index)
    hashes = "".join(
        f"{base64.b64encode(found).decode()}\n" for found in inclusion_proof(index, newest.size, stored_node)
    )
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n{newest.note}"


def consistency_text(old: int) -> str:
    """One hash a line: that today's log begins with the log of `old` entries. Raises LookupError."""
    newest = latest()
    if newest is None or not 0 < old <= newest.size:
        raise LookupError(old)
    return "".join(
        f"{base64.b64encode(found).decode()}\n" for found in consistency_proof(old, newest.size, stored_node)
    )
