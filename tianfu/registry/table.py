"""A table whose rows stand beside the subjects that own them, in files of one name."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

# Name of the file that holds rows → the table they go into.
TABLES: dict[str, "Table[Any]"] = {}


class Table(Mapping[str, Value], Generic[Value]):
    """Rows by key, in the order in which they were added. Reads like a dict.

    `what`: what one row is, in Chinese. `file`: the name of the files that hold rows, wherever they stand in an app
    (`message_kinds.py`; `rectification_message_kinds.py` where a subject needs two); "" for a table of no app.
    """

    def __init__(self, what: str, file: str = "") -> None:
        self.what, self.file = what, file
        self._rows: dict[str, Value] = {}
        self._places: dict[str, str] = {}
        self.doubles: list[str] = []
        if file:
            if file in TABLES:
                raise ValueError(f"two tables read {file}")
            TABLES[file] = self

    def add(self, key: str, value: Value, place: str) -> None:
        """`place`: the module or file that adds it. The first row of a key stays; a second one stops the start
        (`registry.E001`)."""
        if key in self._rows:
            both = f"{self._places[key]} 和 {place}"
            self.doubles.append(f"{self.what}“{key}”登记了两次（{both}），请只留一处。")
            return
        self._rows[key], self._places[key] = value, place

    @property
    def places(self) -> frozenset[str]:
        """Modules and files that added at least one row."""
        return frozenset(self._places.values())

    def place_of(self, key: str) -> str:
        return self._places[key]

    def read(self, path: Any) -> None:
        """Add the rows of a file that is data, not Python. Tables of such files override it."""
        raise NotImplementedError(self.file)

    def __getitem__(self, key: str) -> Value:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
