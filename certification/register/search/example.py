"""What an authorization's number looks like, for people who type one: that of a programme of this installation."""

from typing import Any

from applications.programmes.content import in_order
from applications.programmes.names import newest_contents, newest_of
from tianfu.workflow.numbers import authorization_number

_YEAR = 2026


def example_number(programme: int | None = None) -> str:
    """Of this programme, else of the first; "" before one is loaded."""
    names = newest_of(programme) if programme is not None else None
    content = names.content if names is not None else next(iter(newest_contents()), None)
    return _example(content) if content is not None else ""


def example_numbers() -> str:
    """One of each programme, for a sentence."""
    return " 或 ".join(map(_example, newest_contents()))


def _example(content: dict[str, Any]) -> str:
    """`TFMP-C-510100-2026-00001-K`: the capital of the programme's region, the first of a year. No number that was given
    need look so."""
    letter = content["letters"][in_order(content["routes"])[0]]["authorization"]
    region = f"{content['region'][:3]}100" if content["level"] == "province" else content["region"]
    return authorization_number(content["prefix"], letter, region, _YEAR, 1)
