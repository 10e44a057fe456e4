"""Whose words are spoken where: of the programme that gave a number, that a case or a mark belongs to."""

from typing import Any

from applications.programmes.names import KEPT, read_all
from tianfu.ledger.log.kinds import Dialect
from tianfu.registry.spoken import speak


def dialect_of(number: str) -> Dialect | None:
    """How entries of the public log about this number are read; None where no programme gave it."""
    prefix = number.partition("-")[0]
    mine = _versions(prefix)
    if not mine:
        return None
    routes = {key: str(route["label"]) for content in mine for key, route in content["routes"].items()}
    return Dialect(routes, lambda text: speak(text, mine[-1]["words"]))


def _versions(prefix: str) -> list[dict[str, Any]]:
    """What the versions with this prefix say, oldest first."""
    if not KEPT.versions:
        read_all()
    return [names.content for _, names in sorted(KEPT.versions.items()) if names.content.get("prefix") == prefix]
