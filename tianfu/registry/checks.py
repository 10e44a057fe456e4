"""A row that was added twice or never, or a file of rows that nobody read, stops the start."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from tianfu.registry.discovery import forgotten
from tianfu.registry.persons import columns, undeclared
from tianfu.registry.schedule import wrong_rounds
from tianfu.registry.table import TABLES


@register
def tables_are_whole(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Double rows are E001, files without a row E002."""
    doubles = [Error(sentence, id="registry.E001") for table in TABLES.values() for sentence in table.doubles]
    return [*doubles, *(Error(sentence, id="registry.E002") for sentence in forgotten())]


@register
def rounds_are_sent(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What the beat is meant to do is done, and what it sends exists."""
    return [Error(sentence, id="registry.E003") for sentence in wrong_rounds()]


@register
def persons_are_declared(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Of every field that looks personal somebody says who may see it."""
    return [Error(sentence, id="registry.E004") for sentence in undeclared(columns())]
