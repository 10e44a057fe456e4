"""A change of a rule put into a process that has everything loaded: the functions it concerns get other code.

That saves the start of Python and Django, the collecting of the tests and the making of a database for each change. What
is not inside a function (a constant, a decorator, a default, a column) cannot be changed so: `pairs` then says None.
"""

import gc
import inspect
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

from deploy.places import ROOT

Pair = tuple[CodeType, CodeType]
Place = tuple[str, str, int]
APPS = ("applications", "certification", "supervision", "tianfu")


def place(code: CodeType) -> Place:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def inner(code: CodeType) -> list[CodeType]:
    """Functions and classes defined in it, in their order."""
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def passing(code: CodeType) -> bool:
    """A comprehension: it is made anew whenever the function around it runs, and nobody else has it."""
    return code.co_name in ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def body(code: CodeType) -> tuple[object, ...]:
    """What it does, apart from what is defined in it and from the numbers of its lines."""
    plain = [one for one in code.co_consts if not isinstance(one, CodeType)]
    return code.co_code, repr(plain), code.co_names, code.co_varnames, code.co_freevars, code.co_exceptiontable


def differing(before: CodeType, after: CodeType) -> Iterator[Pair]:
    """Every code that differs in itself or in what is defined in it, from the outside in."""
    inside = [[one for one in inner(code) if not passing(one)] for code in (before, after)]
    if len(inside[0]) != len(inside[1]):
        yield before, after
        return
    below = [pair for two in zip(*inside, strict=True) for pair in differing(*two)]
    if below or whole(before) != whole(after):
        yield before, after
        yield from below


def whole(code: CodeType) -> tuple[object, ...]:
    """What it does, with its comprehensions."""
    return body(code), code.co_freevars, [whole(one) for one in inner(code) if passing(one)]


def pairs(path: Path, before: str, after: str) -> list[Pair] | None:
    """The functions' codes to be exchanged, or None where something else than functions has changed."""
    codes = [compile(text, str(path), "exec", dont_inherit=True) for text in (before, after)]
    found = list(differing(codes[0], codes[1]))
    for old, new in found:
        if not old.co_flags & inspect.CO_OPTIMIZED and whole(old) != whole(new):
            return None  # a module or a class
        if old.co_freevars != new.co_freevars or named(old) != named(new):
            return None
    return [pair for pair in found if pair[0].co_flags & inspect.CO_OPTIMIZED]


def named(code: CodeType) -> list[str]:
    """The functions in it that may live on after it has run."""
    return [one.co_name for one in inner(code) if not passing(one)]


class Living:
    """All functions of the platform that this process has, by where they are written."""

    def __init__(self) -> None:
        """`gc.freeze` hides what is there: the console has done so once, the tests do it when they are collected."""
        gc.unfreeze()
        roots = tuple(f"{ROOT / app}/" for app in APPS)
        self.functions: dict[Place, list[FunctionType]] = defaultdict(list)
        for one in gc.get_objects():
            if type(one) is FunctionType and one.__code__.co_filename.startswith(roots):
                self.functions[place(one.__code__)].append(one)
        gc.freeze()

    def has(self, changed: list[Pair]) -> bool:
        """Is there a function to be swapped at all?"""
        return any(self.functions.get(place(old)) for old, _ in changed)

    def swap(self, changed: list[Pair]) -> int:
        """How many functions have other code now. A function that is only made when it is needed comes out of its maker's."""
        done = 0
        for old, new in changed:
            for function in self.functions.get(place(old), []):
                function.__code__ = new
                done += 1
        return done
