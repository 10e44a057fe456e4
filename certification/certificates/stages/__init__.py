"""Stages that this floor adds to a case, a folder each. They import `certificates`; only their own pages import them."""

from tianfu.registry.discovery import rooms


def register() -> None:
    """Every stage's class, pages, messages and periodic work."""
    rooms(__name__, "stage")
