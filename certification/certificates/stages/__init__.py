"""Stages that this floor adds to a case, a folder each. They import `certificates`; only their own pages import them."""

from tianfu.text.discovery import load


def register() -> None:
    """Every stage's class, pages, messages and periodic work."""
    load(__name__, "stage")
