"""Proofs of RFC 9162 2.1.3 and 2.1.4 over a tree whose complete subtrees are known."""

from collections.abc import Callable

from tianfu.ledger.hashes.merkle import EMPTY_ROOT, node_hash

# Hash of the complete subtree (level, index): level 0 are the leaves.
NodeOf = Callable[[int, int], bytes]


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def root(start: int, end: int, node: NodeOf) -> bytes:
    """Root over the leaves start ≤ i < end."""
    count = end - start
    if count == 0:
        return EMPTY_ROOT
    if count & (count - 1) == 0 and start % count == 0:
        return node(count.bit_length() - 1, start // count)
    middle = start + _split(count)
    return node_hash(root(start, middle, node), root(middle, end, node))


def inclusion_proof(index: int, size: int, node: NodeOf) -> list[bytes]:
    """That leaf `index` is in the tree of `size`, from the leaf up."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")

    def path(start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*path(start, middle), root(middle, end, node)]
        return [*path(middle, end), root(start, middle, node)]

    return path(0, size)


def consistency_proof(old: int, new: int, node: NodeOf) -> list[bytes]:
    """That the tree of `new` leaves begins with the tree of `old` leaves."""
    if not 0 < old <= new:
        raise ValueError("sizes are not in order")

    def proof(wanted: int, start: int, end: int, whole: bool) -> list[bytes]:
        count = end - start
        if wanted == count:
            return [] if whole else [root(start, end, node)]
        half = _split(count)
        if wanted <= half:
            return [*proof(wanted, start, start + half, whole), root(start + half, end, node)]
        return [*proof(wanted - half, start + half, end, False), root(start, start + half, node)]

    return proof(old, 0, new, True)


def inclusion_holds(leaf: bytes, index: int, size: int, proof: list[bytes], expected_root: bytes) -> bool:
    """RFC 9162 2.1.3.2."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and found == expected_root


def consistency_holds(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162 2.1.4.2."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    from_old = from_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            from_new = node_hash(from_new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and from_old == old_root and from_new == new_root
