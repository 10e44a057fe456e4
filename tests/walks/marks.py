"""Marks: short texts that occur nowhere else, one for each row and field, and markup that must never become an element."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What breaks out of a text, of a quoted attribute of either kind, and of an unquoted one.
MARKUP = "<q7>\" q7=1 ' q7=1 "
_TEXT = re.compile(r"Q7(\d{5})Q", re.IGNORECASE)
_PHONE = re.compile(r"028-?77(\d{5})")


@dataclass(frozen=True)
class Mark:
    """`field` as in the table of audiences; `enterprise` and `user` are those whom it is about, where there are."""

    field: str
    enterprise: int | None = None
    user: int | None = None


class Marks:
    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._literals: list[tuple[str, Mark]] = []

    def new(self, field: str, **about: int | None) -> int:
        """The number of a new mark."""
        self._marks.append(Mark(field, **about))
        return len(self._marks) - 1

    def of(self, number: int) -> Mark:
        """The mark of this number."""
        return self._marks[number]

    def about(self, number: int, **about: int | None) -> None:
        """Say afterwards whom a mark is about."""
        self._marks[number] = Mark(self._marks[number].field, **about)

    def literal(self, text: str, mark: Mark) -> None:
        """A text of the stories that is a mark as it is."""
        self._literals.append((text, mark))

    @property
    def fields(self) -> set[str]:
        return {mark.field for mark in (*self._marks, *(mark for _, mark in self._literals))}

    def find(self, text: str) -> set[Mark]:
        found = {self._marks[number] for number in numbers_in(text) if number < len(self._marks)}
        return found | {mark for literal, mark in self._literals if literal in text}


def numbers_in(text: str) -> Iterator[int]:
    for pattern in (_TEXT, _PHONE):
        for found in pattern.finditer(text):
            yield int(found[1])


def value_of(number: int, column: Any) -> str:
    """A value that fits the column: a telephone number, an address of mail, or a text with markup in it."""
    kind, name, room = type(column).__name__.lower(), column.name, column.max_length or 10_000
    if "phone" in name or "phone" in kind:
        return f"028-77{number:05d}"
    if "email" in kind or name == "email" or name == "to":
        return f"q7{number:05d}q@walk.example"
    text = f"Q7{number:05d}Q"
    return text + MARKUP if len(text + MARKUP) <= room else text[:room]
