"""A wrong name of a page fails where it stands, in a test: nobody swallows it."""

import ast

from tests.architecture.source import modules
from tianfu.site.menus import entries

# File → why it may.
CATCHES = {
    "tianfu/ledger/console/audit_events.py": "the subject of an old event may have no page any more",
    "tianfu/text/requests/places.py": "what an address is like is tried; one that is none fails where it is drawn",
    "tianfu/site/menus/entries.py": "says so in a sentence, and stops the start",
}


def names_it(tree: ast.AST) -> bool:
    return any(getattr(node, "id", getattr(node, "attr", "")) == "NoReverseMatch" for node in ast.walk(tree))


def test_nobody_catches_the_error_of_a_wrong_name():
    assert {module.relative for module in modules() if names_it(module.tree)} == set(CATCHES)


def test_every_entry_of_a_menu_is_a_page():
    """Each start asks this too (site.E001)."""
    assert len(entries.ENTRIES) == 51
    assert entries.wrong_entries(entries.ENTRIES.values()) == []
