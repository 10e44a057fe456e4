"""Merkle tree hashing of RFC 6962 2.1: leaf prefix 0x00, node prefix 0x01, SHA-256."""

import hashlib
from collections.abc import Iterable
from functools import reduce

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Peaks:
    """The roots of the full subtrees of a growing tree, largest first, as the bits of its size say: one hash per level.

    `hashes`: those of a tree of `size` leaves, in this order.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size, self._hashes = size, list(hashes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """One leaf hash more. Returns the subtrees it completes, as (level, index in the level, hash)."""
        node, completed, level = leaf, [], 0
        while self.size >> level & 1:
            node, level = node_hash(self._hashes.pop(), node), level + 1
            completed.append((level, self.size >> level, node))
        self._hashes.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        if not self._hashes:
            return EMPTY_ROOT
        return reduce(lambda found, peak: node_hash(peak, found), reversed(self._hashes))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of the tree over leaf hashes, in the memory of one hash per level."""
    peaks = Peaks()
    for leaf in leaves:
        peaks.add(leaf)
    return peaks.root()
