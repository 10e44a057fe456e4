"""A superseded standard does not end a product: it moves to the successor, or is kept with a reason."""

from applications.programmes.models.reference import Standard
from tianfu.text.search_key import search_key

_LONGEST_CHAIN = 10


def successor_of(number: str) -> Standard | None:
    """The standard that stands today in the place of the one with this number; None while it stands itself."""
    if not number.strip():
        return None
    wanted = search_key(number)
    replaced = Standard.objects.exclude(replaced_by=None).exclude(number="").select_related("replaced_by")
    chain = {search_key(row.number): row.replaced_by for row in replaced if row.replaced_by is not None}
    found = None
    for _ in range(_LONGEST_CHAIN):
        if wanted not in chain:
            break
        found = chain[wanted]
        wanted = search_key(found.number)
    return found


def standard_gap(number: str, note: str) -> str:
    """What is missing where the standard was superseded and nobody said why it is kept; "" otherwise."""
    successor = successor_of(number)
    if successor is None or note.strip():
        return ""
    return f"执行标准 {number} 已被 {successor} 代替：请改用新标准，或在“执行标准说明”中写明继续执行的理由"
