"""What comes from outside goes through one reader: `tianfu/text/parameters.py`, or a form (issue 7, 2)."""

import ast
import inspect

import pytest
from django.contrib import admin

from tests.architecture.source import modules
from tests.some import some
from tianfu.text.admin_search import SoundLookups

READER = "tianfu/text/parameters.py"
SENT = {"GET", "POST", "headers", "COOKIES"}
# File → why it may ask for a digit's kind itself: none of them makes a number of what a request brought.
DIGITS = {
    READER: "the reader",
    "tianfu/text/numbers.py": "chooses the sentence about other kinds of digits",
    "tianfu/ledger/log/notes.py": "the platform's own checkpoint",
    "tianfu/ledger/console/audit_search.py": "tells a number from a word, then asks the reader",
    "tianfu/accounts/organisations/uscc.py": "a credit code of known length",
    "applications/review/stages/public_notice/objections/redaction.py": "counts the digits of a telephone number",
}


def readings(tree: ast.AST) -> list[int]:
    """Lines that take one value out of what a request sent: `request.GET.get("x")`, `.getlist("x")`, `["x"]`."""
    found = []
    for node in ast.walk(tree):
        taken = None
        if (isinstance(node, ast.Attribute) and node.attr in {"get", "getlist", "dict"}) or isinstance(
            node, ast.Subscript
        ):
            taken = node.value
        if isinstance(taken, ast.Attribute) and taken.attr in SENT and ast.unparse(taken.value).endswith("request"):
            found.append(node.lineno)
    return found


def test_only_the_reader_takes_a_value_out_of_a_request():
    """Ask `tianfu.text.parameters` for it: whole, page, revision, key, word, typed, passage, token, choice, header …"""
    wrong = [f"{one.relative}:{line}" for one in modules() if one.relative != READER for line in readings(one.tree)]
    assert wrong == []


def test_the_rule_sees_what_it_forbids():
    source = (
        'request.GET.get("a"); self.request.POST["b"]; request.headers.get("c"); request.COOKIES["d"]; request.POST'
    )
    assert len(readings(ast.parse(source))) == 4


def test_no_digit_is_asked_for_before_a_number_is_made():
    """`"²".isdigit()` is true and `int("²")` an error; so is `int` of 5,000 digits. Use `parameters.number`."""
    asks = {"isdigit", "isdecimal", "isnumeric"}
    found = {
        one.relative
        for one in modules()
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Attribute) and node.attr in asks
    }
    assert found - set(DIGITS) == set()
    assert set(DIGITS) - found == set()


METHODS = {name for name, value in vars(admin.ModelAdmin).items() if inspect.isfunction(value)}


@pytest.mark.parametrize("name", sorted(name for name in METHODS if not name.startswith("__")))
def test_no_method_of_an_admin_page_takes_the_place_of_another_of_django(name):
    """A page of our own called `history_view` was called by Django with other arguments, and broke."""
    wanted = list(inspect.signature(getattr(admin.ModelAdmin, name)).parameters)
    pages = {type(page).__name__: getattr(type(page), name) for page in some(admin.site._registry.values())}
    methods = {page: ours for page, ours in pages.items() if inspect.isfunction(ours)}
    taken = [
        page for page, ours in methods.items() if list(inspect.signature(ours).parameters)[: len(wanted)] != wanted
    ]
    assert taken == []


def test_every_list_of_the_console_refuses_unsound_look_ups():
    """Name `tianfu.text.admin_search.SoundLookups` (or KeySearch) first among the bases of an admin page."""
    pages = admin.site._registry.values()
    assert [type(page).__name__ for page in pages if not isinstance(page, SoundLookups)] == []
