"""A wrong name of a page fails where it stands, in a test: nobody swallows it."""

import ast

from django.urls import reverse

from tests.architecture.source import modules
from tianfu.site import navigation

# File → why it may.
CATCHES = {"tianfu/ledger/console/audit_events.py": "the subject of an old event may have no page any more"}


def names_it(tree: ast.AST) -> bool:
    return any(getattr(node, "id", getattr(node, "attr", "")) == "NoReverseMatch" for node in ast.walk(tree))


def test_nobody_catches_the_error_of_a_wrong_name():
    assert {module.relative for module in modules() if names_it(module.tree)} == set(CATCHES)


def test_every_entry_of_a_menu_is_a_page():
    menus = (
        navigation.PUBLIC,
        navigation.PORTAL,
        navigation.PORTAL_BODY,
        navigation.PORTAL_ACCOUNT,
        navigation.CONSOLE,
    )
    names = [name for menu in menus for _label, name in menu]
    names += [name for others in navigation.BELONGS.values() for name in others]
    assert all(reverse(name).startswith("/") for name in names)
    assert set(navigation.BELONGS) <= set(names)
