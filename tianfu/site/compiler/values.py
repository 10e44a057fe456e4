"""What a written template calls while it is drawn: names, paths, words. Each does what `django.template.base` does."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from inspect import signature
from typing import Any

from django.template import Context
from django.template.base import VariableDoesNotExist, render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

MISSING = object()
_unsafe = re.compile("[&<>\"']").search


def flat(context: Context) -> dict[str, Any]:
    """Every name that has a value where a template begins."""
    found: dict[str, Any] = {}
    for names in context.dicts:
        found.update(names)
    return found


def look(context: Context, name: str) -> Any:
    """The value of a name; MISSING where nobody gave one."""
    for names in reversed(context.dicts):
        if name in names:
            return names[name]
    return MISSING


def one(value: Any, default: Any) -> Any:
    """A name alone; `default` where it is missing ("" in text, None in a condition)."""
    if type(value) is str:
        return value
    if value is MISSING:
        return default
    return path(value, (), default) if callable(value) else value


def path(value: Any, bits: tuple[str, ...], default: Any) -> Any:
    """`name.bit.bit`."""
    if value is MISSING:
        return default
    try:
        if callable(value):
            value = _called(value)
        for bit in bits:
            value = _part(value, bit)
            if value is MISSING:
                return default
            if callable(value):
                value = _called(value)
    except Exception as error:
        if getattr(error, "silent_variable_failure", False):
            return ""
        raise
    return value


def part(value: Any, bit: str, default: Any) -> Any:
    """`name.bit`: what is found at once in nearly every case, else as `path` finds it."""
    kind: Any = type(value)
    if kind is dict:
        found = value.get(bit, MISSING)
    elif value is not MISSING and _is_plain(kind):
        try:
            found = getattr(value, bit)
        except Exception:
            return path(value, (bit,), default)
    else:
        return path(value, (bit,), default)
    if type(found) is str:
        return found
    return path(value, (bit,), default) if found is MISSING or callable(found) else found


@cache
def _is_plain(kind: Any) -> bool:
    """Neither taken apart by keys nor called: its parts are its attributes."""
    return not any(name in vars(base) for base in kind.__mro__ for name in ("__getitem__", "__call__"))


def _part(value: Any, bit: str) -> Any:
    kind = type(value)
    if kind is dict:
        if bit in value:
            return value[bit]
    elif hasattr(kind, "__getitem__"):
        try:
            return value[bit]
        except (TypeError, AttributeError, KeyError, ValueError, IndexError):
            pass
    try:
        return getattr(value, bit)
    except (TypeError, AttributeError):
        if kind is not dict and bit in dir(value):  # raised by a property
            raise
    try:
        return value[int(bit)]
    except (IndexError, ValueError, KeyError, TypeError):
        return MISSING


def _called(value: Any) -> Any:
    if getattr(value, "do_not_call_in_templates", False):
        return value
    if getattr(value, "alters_data", False):
        return ""
    try:
        return value()
    except TypeError:
        try:
            needs = signature(value)
        except ValueError:
            return ""
        try:
            needs.bind()
        except TypeError:
            return ""
        raise


def show(value: Any, context: Context) -> str:
    """As text of the page, escaped."""
    kind = type(value)
    if kind is str:
        return value if _unsafe(value) is None else escape(value)
    if kind is SafeString:
        return value
    return render_value_in_context(value, context)


def local(value: Any) -> Any:
    return template_localtime(value)


def keeping_safe(fn: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that makes no text unsafe."""

    def filtered(value: Any, *arguments: Any, **named: Any) -> Any:
        made = fn(value, *arguments, **named)
        return mark_safe(made) if isinstance(value, SafeData) else made

    return filtered


def sequence(value: Any) -> Any:
    """What a loop runs over."""
    if value is None:
        return ()
    return value if hasattr(value, "__len__") else list(value)


def unpacked(names: tuple[str, ...], item: Any) -> dict[str, Any]:
    """Raises ValueError where there are more or fewer parts than names."""
    try:
        size = len(item)
    except TypeError:
        size = 1
    if size != len(names):
        raise ValueError(f"Need {len(names)} values to unpack in for loop; got {size}. ")
    return dict(zip(names, item, strict=True))


def turn(loop: dict[str, Any], number: int, size: int) -> None:
    """`forloop` at its turn `number`, which counts from 0."""
    loop["counter0"], loop["counter"] = number, number + 1
    loop["revcounter"], loop["revcounter0"] = size - number, size - number - 1
    loop["first"], loop["last"] = number == 0, number == size - 1


def parent(context: Context) -> Any:
    found = look(context, "forloop")
    return {} if found is MISSING else found


def asked(condition: Any, context: Context) -> Any:
    """A condition as Django answers it: what fails is not so."""
    try:
        return condition.eval(context)
    except VariableDoesNotExist:
        return None


def said(made: Any) -> str:
    """What a simple tag gave, as text of the page."""
    if type(made) is str:
        return made if _unsafe(made) is None else escape(made)
    return made if type(made) is SafeString else conditional_escape(made)


def joined(pieces: Iterable[str]) -> SafeString:
    return SafeString("".join(pieces))
