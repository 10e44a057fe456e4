"""The table of document kinds: what each paper is called, which shape and template set it, in which form it is kept.

A kind stands in the `paper_kinds.py` of the subject that issues it; each app loads its own when it starts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tianfu.papers.shapes import Sheet
from tianfu.registry.table import Table

LONGEST = 20
"""Characters of a key: the width of the column."""


@dataclass(frozen=True)
class PaperKind:
    """`member` names the part of a `MarkPackage`; empty for papers that are one PDF."""

    key: str
    label: str
    shape: type[Sheet]
    content_type: str = "application/pdf"
    suffix: str = ".pdf"
    member: str = ""

    @property
    def template(self) -> str:
        return self.shape.template


KINDS: Table[PaperKind] = Table("文书", "paper_kinds.py")


def register_papers(place: str, kinds: Iterable[PaperKind]) -> None:
    """Called by a `paper_kinds.py` with its own `__name__`."""
    for kind in kinds:
        KINDS.add(kind.key, kind, place)


def kind_of(key: str) -> PaperKind:
    """ValueError says in Chinese that nobody registered the key."""
    try:
        return KINDS[key]
    except KeyError:
        raise ValueError(f"没有登记文书种类“{key}”，不能制作。") from None


def choices() -> list[tuple[str, str]]:
    """For the column: a new kind needs no migration."""
    return [(kind.key, kind.label) for kind in KINDS.values()]


def mark_kinds() -> tuple[PaperKind, ...]:
    """The forms in which a mark is kept."""
    return tuple(kind for kind in KINDS.values() if kind.member)
