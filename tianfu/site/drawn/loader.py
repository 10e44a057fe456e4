"""Our templates are laid out for people; what they send is not: line breaks and indentation go when one is read.

A formatter may therefore break a line wherever HTML allows a blank, and pages stay as small as if nobody had. Without
this, a line break in `.readback dd` (pre-line) or at the end of a button's words would reach the page.
"""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

from tianfu.registry.spoken import KEYS, WORDS

DJANGO = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
# What is kept letter by letter; comments; tags of either kind; text between them.
TOKENS = re.compile(
    rf"<(?P<kept>pre|textarea|script)\b.*?</(?P=kept)>|<!--.*?-->|{DJANGO}"
    rf'|<[/!]?[a-zA-Z](?:{DJANGO}|"(?:{DJANGO}|[^"])*"|[^>"])*>|[^<{{]+|[<{{]',
    re.S,
)
KEPT = ("pre", "textarea", "script")
# Blanks beside these never show. Tags that our styles may set inline (form, button, label) are not among them.
BLOCK_NAMES = (
    "!doctype address article aside blockquote body br caption col colgroup dd details dialog div dl dt fieldset figcaption"
    " figure footer h1 h2 h3 h4 h5 h6 head header hr html legend li link main meta nav noscript ol optgroup option p pre"
    " script section summary table tbody td template tfoot th thead title tr ul"
    " circle desc ellipse g line path polygon polyline rect"
)
BLOCKS = frozenset(BLOCK_NAMES.split())
# Blanks at their inner edges never show, those around them do.
BOXES = frozenset(["button", "form", "label", "select", "svg"])
BREAK = re.compile(r"\s*\n\s*")
NAME = re.compile(r"</?(!?[a-zA-Z][\w-]*)")
IF, BRANCH, ENDS = re.compile(r"\{% if "), re.compile(r"\{% (?:elif|else)\b"), re.compile(r"\{% endif ")
# A label names a menu, which is the same on every page, whatever that is about.
INCLUDE, HANDED = re.compile(r"\{% include "), re.compile(r'\b(?!label=)(?P<name>\w+)="(?P<text>[^"]*)"')
ENDFOR = re.compile(r"\{% endfor ")
CONDITION = re.compile(r"\{% (?:if|elif|else|endif) ")
# Nobody sets a blank beside punctuation that is as wide as a character.
WIDE = tuple("，。；：、！？（）《》“”…")
BESIDE_WIDE = re.compile(rf"(?<=[{''.join(WIDE)}])\s*\n\s*|\s*\n\s*(?=[{''.join(WIDE)}])")


def tighten(source: str) -> str:
    """The template with each line break and the blanks around it made one blank, or none where none would show."""
    tokens = [token[0] for token in TOKENS.finditer(source)]
    tight: list[str] = []
    for number, token in enumerate(tokens):
        if _name(token):
            tight.append(_tag(token))
        elif "\n" in token and not token.startswith(("<!--", "{")):
            tight.append(_text(tokens, number))
        else:
            tight.append(token)
    return "".join(tight)


def _name(token: str) -> str:
    found = NAME.match(token)
    return found[1].lower() if found else ""


def _tag(tag: str) -> str:
    if "\n" not in tag or _name(tag) in KEPT:
        return tag
    return re.sub(r"\s+(/?>)$", r"\1", BREAK.sub(" ", tag))


def _text(tokens: list[str], at: int) -> str:
    text = BREAK.sub(" ", BESIDE_WIDE.sub("", tokens[at]))
    if _separates(tokens, at):
        return text.strip()
    before, after = _neighbour(tokens, at, -1), _neighbour(tokens, at, 1)
    if not before or _name(before) in BLOCKS or _opens_box(before) or before.rstrip().endswith(WIDE):
        text = text.lstrip()
    if not after or _name(after) in BLOCKS or _closes_box(after) or _says_next(tokens[at + 1 :]).startswith(WIDE):
        text = text.rstrip()
    return text


def _separates(tokens: list[str], at: int) -> bool:
    """Behind the 、 that a condition sets between the rows of a loop."""
    behind = at >= 2 and bool(ENDS.match(tokens[at - 1])) and tokens[at - 2].rstrip().endswith(WIDE)
    return behind and at + 1 < len(tokens) and bool(ENDFOR.match(tokens[at + 1]))


def _opens_box(token: str) -> bool:
    return _name(token) in BOXES and not token.startswith("</")


def _closes_box(token: str) -> bool:
    return _name(token) in BOXES and token.startswith("</")


def _neighbour(tokens: list[str], at: int, step: int) -> str:
    """What stands before (-1) or after (1) a text, seen through conditions; empty at an edge of the file."""
    enters, leaves = (ENDS, IF) if step > 0 else (IF, ENDS)
    at += step
    while 0 <= at < len(tokens):
        if BRANCH.match(tokens[at]):
            at = _beyond(tokens, at, step, leaves, enters)
        elif not enters.match(tokens[at]) and not tokens[at].isspace() and not tokens[at].startswith("{#"):
            return tokens[at]
        at += step
    return ""


def _beyond(tokens: list[str], at: int, step: int, opens: re.Pattern[str], closes: re.Pattern[str]) -> int:
    """From a branch to the end (1) or the beginning (-1) of its condition."""
    depth = 1
    while depth and 0 <= at + step < len(tokens):
        at += step
        depth += bool(opens.match(tokens[at])) - bool(closes.match(tokens[at]))
    return at


def _says_next(rest: list[str]) -> str:
    """The text behind the conditions that follow; empty where something else comes first."""
    return next((token.lstrip() for token in rest if not CONDITION.match(token) and not token.isspace()), "")


def in_words(source: str) -> str:
    """The template with a tag for each word of the engine that a programme may have another one for; in attributes too, and
    in what is handed to a component, not within other tags of Django's."""
    return "".join(token[0] if token["kept"] else _spoken(token[0]) for token in TOKENS.finditer(source))


def _spoken(text: str) -> str:
    if not WORDS.search(text):
        return text
    parts = re.split(f"({DJANGO})", text)
    parts[::2] = [WORDS.sub(lambda found: f"{{% said {KEYS[found[0]]} %}}", part) for part in parts[::2]]
    parts[1::2] = [_handed_on(part) if INCLUDE.match(part) and WORDS.search(part) else part for part in parts[1::2]]
    return "".join(parts)


def _handed_on(include: str) -> str:
    """The component sees nothing of the page (`only`), so the page says the words before it hands them on."""
    before: list[str] = []

    def named(found: re.Match[str]) -> str:
        if not WORDS.search(found["text"]):
            return found[0]
        before.append(f'{{% spoken "{found["text"]}" as handed_{found["name"]} %}}')
        return f"{found['name']}=handed_{found['name']}"

    tag = HANDED.sub(named, include)
    return "".join([*before, tag])


class TightLoader(Loader):
    """Reads the templates of TEMPLATES' DIRS; those for plain text, where each line counts, as they are."""

    def get_contents(self, origin: Origin) -> str:
        contents = str(super().get_contents(origin))
        return in_words(tighten(contents)) if str(origin.name).endswith(".html") else contents
