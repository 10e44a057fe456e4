"""Stages of a case, a folder each. A stage imports `cases`, `form` and the acts of `review`; only its own pages import it.

What stands here is found and registered: a new stage changes no list.
"""

from tianfu.registry.discovery import rooms


def register() -> None:
    """Every stage's class, pages, messages and periodic work."""
    rooms(__name__, "stage")
