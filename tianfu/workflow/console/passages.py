"""How a row came to where it stands, for the desk: its passages with the names of who did them."""

from collections.abc import Iterable
from typing import Any


def passages_of(row: Any, changes: Iterable[Any] | None = None) -> list[dict[str, Any]]:
    """Context of components/timeline.html, newest first. `changes`: those of `row`, read already."""
    read = row.changes.select_related("actor").order_by("-revision") if changes is None else changes
    return [
        {"at": one.at, "who": str(one.actor or "系统"), "what": row.rule(one.transition).label, "note": one.note}
        for one in read
    ]
