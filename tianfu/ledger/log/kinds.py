"""Types of entries of the public log (trust.md B.1), and the words in which people read their fields and values.

They stand in the `log_kinds.py` of the subject that publishes them; each app loads its own when it starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tianfu.registry.table import Table

TYPES: Table[str] = Table("公示日志类型", "log_kinds.py")
"""Chinese names; nothing else is published."""

FIELDS: Table[str] = Table("公示日志字段")
"""Chinese names, for the page; a field without one is shown by its key."""

VALUES: Table[str] = Table("公示日志的值")
"""Chinese words of values that are kept as keys; everything else is shown as it is."""


class _Dialects:
    source: Callable[[str], "Dialect | None"] = staticmethod(lambda number: None)


@dataclass(frozen=True)
class Dialect:
    """How the entries about one number are read: words of values that are kept as keys, and the sentence's own words."""

    values: Mapping[str, str]
    speak: Callable[[str], str]


def lay_down_dialects(source: Callable[[str], Dialect | None]) -> None:
    """`source(number)`: the words of those who gave the number; None = as everywhere."""
    _Dialects.source = staticmethod(source)


def dialect_of(number: str) -> Dialect | None:
    return _Dialects.source(number)


def register_log_kinds(
    place: str,
    types: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> None:
    """Called by a `log_kinds.py` with its own `__name__`."""
    for table, words in ((TYPES, types), (FIELDS, fields), (VALUES, values)):
        for key, label in (words or {}).items():
            table.add(key, label, place)
