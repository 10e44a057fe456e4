"""What nobody calls goes: functions, templates, classes of the style sheets, messages that nobody sends."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT, modules
from tianfu.inbox.catalogue import CATALOGUE

KINDS = {".py", ".html", ".txt", ".toml", ".js", ".typ", ".xml", ".svg"}
PLACES = ("tianfu", "applications", "certification", "supervision", "deploy", "bench", "templates", "static/js")
# Drawn by Django's admin and by the libraries, styled by us.
LIBRARY = re.compile(
    r"v[A-Z]\w+|field-\w+|(action-checkbox|addlink|aligned|calendarbox|cancel-link|changelist-form-container|checkbox-row"
    r"|clockbox|closelink|delete-confirmation|deletelink|errornote|flex-container|form-row|inline-group|selector"
    r"|selector-(available|chosen)-title|submit-row|this-page)"
)
# Put together from a state: `class="is-{{ task.state }}"`.
BUILT = {"is-blocked"}
# Without a caller of ours, and why they stay.
FOR_OTHERS = {
    "consistency_holds": "what a reader of the log computes; the tests are such readers",
    "inclusion_holds": "as consistency_holds",
    "is_mistyped": "what a reader of a number computes",
    "audience_of": "whom the walk through all pages asks about a person's datum",
    "register_public": "files open to everybody: served and cached already, kept by nobody yet",
    "true_today": "the numbers of the home alone; the page asks them together with its other rows",
}
# Drawn by libraries, which look for them under these names; error pages, by their status.
LIBRARIES_OWN = ("account/", "mfa/", "usersessions/", "admin/", "django/", "rest_framework/")


@cache
def text() -> str:
    files = [path for place in PLACES for path in sorted((ROOT / place).rglob("*")) if path.suffix in KINDS]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if "migrations" not in path.parts)


@cache
def words() -> dict[str, int]:
    found: dict[str, int] = {}
    for word in re.findall(r"\w+", text()):
        found[word] = found.get(word, 0) + 1
    return found


def uncalled() -> set[str]:
    """Functions and classes at the top of a module, without a decorator, whose name stands nowhere but there."""
    defined: dict[str, int] = {}
    for module in modules():
        for node in module.tree.body if module.layer != "models" else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
                defined[node.name] = defined.get(node.name, 0) + 1
    django = {"Command"} | {name for name in defined if name.endswith("Config")}
    return {name for name, count in defined.items() if words()[name] <= count} - django


def test_every_function_has_a_caller():
    assert sorted(uncalled() - set(FOR_OTHERS)) == []
    assert sorted(set(FOR_OTHERS) - uncalled()) == [], "called by now: take it off the list"


def test_every_template_is_drawn():
    ours = [path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.html")]
    unseen = [
        str(path)
        for path in ours
        if not str(path).startswith(LIBRARIES_OWN) and not path.stem.isdigit() and path.stem not in text()
    ]  # fmt: skip
    assert (len(ours) > 100, sorted(unseen)) == (True, [])


def test_every_class_of_the_style_sheets_is_used():
    named = set(re.findall(r"[\w-]+", text()))
    unused = {name for sheet in (ROOT / "static" / "css").glob("*.css") for name in classes_of(sheet)} - named - BUILT
    assert sorted(name for name in unused if not LIBRARY.fullmatch(name)) == []


def classes_of(sheet: Path) -> set[str]:
    plain = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", plain)))


def test_every_message_is_sent():
    """By its key, or by one that is put together with `_desk`."""
    inner = "\n".join(m.text for m in modules() if not m.path.name.endswith("message_kinds.py"))
    sent = set(re.findall(r'"([a-z_]+)"', inner))
    unsent = [key for key in CATALOGUE if key not in sent and key.removesuffix("_desk") not in sent]
    assert (len(CATALOGUE) > 50, sorted(unsent)) == (True, [])
