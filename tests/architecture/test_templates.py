"""The strict content security policy allows no inline script and no inline style; a page that needs one would break."""

import re

from tests.architecture.source import ROOT

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.I),
    "inline style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    "javascript: address": re.compile(r"(?:href|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "foreign address for a script, style or picture": re.compile(
        r"<(?:script|link|img)[^<>]*(?:src|href)\s*=\s*[\"']https?:", re.I
    ),
}


# file → why what it marks safe cannot come from a user
SAFE: dict[str, str] = {
    "templates/django/forms/field.html": "help_text is written in our forms, as in Django's own template of this name",
    "templates/django/forms/control.html": "a part of field.html, of the same fields",
}


def templates():
    """Every page; mails are no pages: mail programs know no style sheets."""
    for folder in ("templates", "tianfu", "applications", "certification", "supervision"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.html")) if "email" not in path.parts)


def test_templates_have_nothing_inline():
    wrong = []
    for path in templates():
        text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S)
        wrong += [f"{path.relative_to(ROOT)}: {name}" for name, pattern in INLINE.items() if pattern.search(text)]
    assert wrong == []


def test_no_template_turns_escaping_off():
    """`|safe` and autoescape off are how a name becomes a script; what we draw ourselves is marked safe in Python."""
    pattern = re.compile(r"\|\s*safe\b|autoescape\s+off")
    wrong = {str(path.relative_to(ROOT)) for path in templates() if pattern.search(path.read_text())}
    assert wrong - set(SAFE) == set()
    assert set(SAFE) - wrong == set(), "marks nothing safe any more: strike it from the table"


def test_a_line_of_a_template_is_not_longer_than_160():
    """What a person can read and compare; `djangofmt` breaks the rest."""
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]
    assert wrong == []


MOST_ARGUMENTS = 4
# page and component → why it is given more
MANY_ARGUMENTS = {
    (
        "applications/form/portal/evidence.html",
        "components/file_tile.html",
    ): "a file that is checked, shown and removed",
    ("supervision/inspections/console/record.html", "components/upload.html"): "two uploads on a page, told apart",
    ("tianfu/site/pages/components.html", "components/file_tile.html"): "shows the tile in each of its states",
}
INCLUDED = re.compile(r"""\{%\s*include\s+["'](components/[\w/-]+\.html)["']\s*(?:with\s(.*?))?\s*%\}""", re.S)


def arguments():
    """(page, component) → the most it is given there."""
    found = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for name, given in INCLUDED.findall(path.read_text()):
            key, words = (str(path.relative_to(ROOT / "templates")), name), re.sub(r""""[^"]*"|'[^']*'""", "", given)
            found[key] = max(found.get(key, 0), len(re.findall(r"\w+=", words)))
    return found


def test_a_component_is_given_no_more_than_four_arguments():
    """What takes more is two components, or takes an object."""
    many = {key for key, count in arguments().items() if count > MOST_ARGUMENTS}
    assert len(arguments()) > 200
    assert sorted(many - set(MANY_ARGUMENTS)) == []
    assert sorted(set(MANY_ARGUMENTS) - many) == [], "is given less by now: take it off the list"
