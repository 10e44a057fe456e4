"""The log cut into tiles of 256, as C2SP tlog-tiles addresses them."""

import re
import struct
from collections.abc import Iterable

from tianfu.ledger.log.integration import latest
from tianfu.ledger.models import LogLeaf, LogNode

WIDTH = 256
_PATH = re.compile(r"((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?")


class NoSuchTile(LookupError):
    """The address is malformed, or the log is not that long yet."""


def parse(path: str) -> tuple[int, int]:
    """Index and width of "x001/x234/067" (full) or "000.p/12" (the first 12)."""
    match = _PATH.fullmatch(path)
    if not match or len(path) > 40:
        raise NoSuchTile(path)
    index = int(match[1].replace("x", "").replace("/", ""))
    width = int(match[2]) if match[2] else WIDTH
    if (match[2] and not 0 < width < WIDTH) or tile_path(index, width) != path:
        raise NoSuchTile(path)
    return index, width


def tile_path(index: int, width: int = WIDTH) -> str:
    """The inverse of `parse`."""
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups) + (f".p/{width}" if width < WIDTH else "")


def hash_tile(level: int, path: str) -> bytes:
    """The hashes of a tile one after another. Raises NoSuchTile."""
    index, width = parse(path)
    height = level * 8
    _require(height, index, width)
    span = (index * WIDTH, index * WIDTH + width - 1)
    hashes: Iterable[bytes | memoryview]
    if height == 0:
        hashes = LogLeaf.objects.filter(idx__range=span).order_by("idx").values_list("leaf_hash", flat=True)
    else:
        nodes = LogNode.objects.filter(level=height, idx__range=span)
        hashes = nodes.order_by("idx").values_list("hash", flat=True)
    return b"".join(bytes(found) for found in hashes)


def entry_tile(path: str) -> bytes:
    """The entries of a tile, each after its length in two bytes. Raises NoSuchTile."""
    index, width = parse(path)
    _require(0, index, width)
    span = (index * WIDTH, index * WIDTH + width - 1)
    entries = LogLeaf.objects.filter(idx__range=span).order_by("idx").values_list("entry", flat=True)
    return b"".join(struct.pack("!H", len(data)) + data for data in (entry.encode() for entry in entries))


def _require(height: int, index: int, width: int) -> None:
    newest = latest()
    if height > 56 or newest is None or index * WIDTH + width > newest.size >> height:
        raise NoSuchTile
