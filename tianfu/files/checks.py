"""A file that nobody may read, because nobody said who may, is found at the start."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from tianfu.files.readers import PURPOSES
from tianfu.registry.discovery import BASE
from tianfu.registry.literals import Given, sources

NAMED = re.compile(r"PURPOSE\b|\bpurpose\s*=")


@register
def purposes_have_readers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    return [Error(sentence, id="files.E001") for sentence in unread_purposes()]


def unread_purposes(base: Path = BASE) -> list[str]:
    return [
        f"{one.place} 存放用途为“{one.text}”的文件，但没有 file_readers.py 登记谁可以阅读。"
        for one in purposes(base)
        if one.text not in PURPOSES
    ]


def purposes(base: Path = BASE) -> Iterator[Given]:
    """What our source calls a purpose: texts named `PURPOSE` or `…_PURPOSE`, and those given as `purpose=`."""
    for place, text in sources(base):
        if NAMED.search(text):
            for node in ast.walk(ast.parse(text)):
                yield from (Given(f"{place}:{node.lineno}", value) for value in _values(node))  # type: ignore[attr-defined]


def _values(node: ast.AST) -> Iterator[str]:
    pairs: list[tuple[str, ast.expr]] = []
    if isinstance(node, ast.Assign):
        for target in node.targets:
            named = target.elts if isinstance(target, ast.Tuple) else [target]
            given = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            pairs += [(getattr(name, "id", ""), value) for name, value in zip(named, given, strict=False)]
    elif isinstance(node, ast.keyword) and node.arg == "purpose":
        pairs.append(("PURPOSE", node.value))
    for name, value in pairs:
        if name.endswith("PURPOSE") and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
