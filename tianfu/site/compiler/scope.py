"""What is known of names at one place of a template while it is written, and what the writers of nodes write with."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.template import Engine
from django.template.base import FilterExpression, Node
from django.template.loader_tags import BlockNode


class NotDrawn(Exception):
    """This template is left to Django."""


def call(fn: str, *told: str) -> str:
    """A call, in Python."""
    return "".join([fn, "(", ", ".join(told), ")"])


class Scope:
    """`context`: the variable that holds Django's context there; `known`: name → the variable that holds its value;
    `bound`: names that were given a value since the scope began; `lone`: nothing but `known` is there (`only`)."""

    def __init__(self, context: str, known: dict[str, str], *, lone: bool = False) -> None:
        self.context, self.known, self.lone = context, dict(known), lone
        self.bound: set[str] = set()

    def inner(self) -> "Scope":
        return Scope(self.context, self.known, lone=self.lone)

    def bind(self, name: str, variable: str) -> None:
        self.known[name] = variable
        self.bound.add(name)

    def forget(self, names: Iterable[str]) -> None:
        """These may have another value now, or not: they are looked up."""
        for name in names:
            self.known.pop(name, None)
            self.bound.add(name)


class Pen(Protocol):
    """What nodes and expressions are written with (`writer.py`). `depth` of indentation, `inside` so many includes;
    `loops`: the parts that are loops around this place; `looped`: those in which `forloop` is used; `bound`: every name
    that is given a value anywhere."""

    engine: Engine
    depth: int
    inside: int
    loops: list[int]
    looped: set[int]
    bound: set[str]
    binds: dict[int, set[str]]

    def line(self, code: str) -> None: ...
    def say(self, text: str) -> None: ...
    def show(self, expression: str) -> None: ...
    def fresh(self) -> str: ...
    def constant(self, value: Any) -> str: ...
    def name(self, name: str, scope: Scope) -> str: ...
    def bind(self, name: str, variable: str, scope: Scope) -> None: ...
    def uses_loop(self) -> None: ...
    def needs_loop(self, part: int) -> bool: ...
    def part(self) -> tuple[int, set[str]]: ...
    def nodes(self, nodes: Iterable[Node], scope: Scope) -> None: ...
    def block(self, node: BlockNode, scope: Scope) -> None: ...
    def beyond(self, scope: Scope) -> None: ...
    def value(self, expression: FilterExpression, scope: Scope, *, default: str = "''") -> str: ...
    def condition(self, condition: Any, scope: Scope) -> tuple[str, bool]: ...
