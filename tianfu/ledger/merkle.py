"""Merkle tree hashing of RFC 6962 2.1: leaf prefix 0x00, node prefix 0x01, SHA-256."""

import hashlib
from collections.abc import Iterable

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of the tree over leaf hashes, in the memory of one hash per level.

    The stack holds the roots of full subtrees, largest first, as the bits of the count say.
    """
    stack: list[bytes] = []
    for before, leaf in enumerate(leaves):
        node, bits = leaf, before
        while bits & 1:
            node = node_hash(stack.pop(), node)
            bits >>= 1
        stack.append(node)
    if not stack:
        return EMPTY_ROOT
    root = stack.pop()
    while stack:
        root = node_hash(stack.pop(), root)
    return root
