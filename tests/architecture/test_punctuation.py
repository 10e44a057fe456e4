"""Text for people has full-width punctuation beside Chinese, also between Chinese and brackets, and “ ” quotation marks.

Walks templates, Python strings, scripts and data files. What is no sentence (patterns, attributes, keys) is left out by
its form; what a machine reads is listed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, modules

HAN = "\u4e00-\u9fff"
AFTER = re.compile(rf"[{HAN}”』」）】][,;:!?()]|[{HAN}][\"'](?=[{HAN}])")
BEFORE = re.compile(rf"[,;:!?()](?=[{HAN}“『「（])|[{HAN}]\"|\"(?=[{HAN}])")

# What a machine reads stands as it must be typed: the head of a CSV file, an address.
LITERALS = ("日期,安排,名称", "用户:密码@主机:端口")


def wrong(text: str) -> list[str]:
    """The places in one text for people, each with a little around it."""
    for literal in LITERALS:
        text = text.replace(literal, "\ue000")
    return [
        text[max(found.start() - 8, 0) : found.end() + 8] for found in (*AFTER.finditer(text), *BEFORE.finditer(text))
    ]


def strings(path: Path) -> Iterator[str]:
    """String literals of a module without docstrings, patterns and the pieces of a regular expression."""
    tree = ast.parse(path.read_text())
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    patterns = {
        id(one)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] in ("re", "regex")
        for one in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | patterns:
            yield node.value


def template_words(path: Path) -> Iterator[str]:
    """What a template prints: without tags, variables, comments, scripts."""
    text = path.read_text()
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|\{%.*?%\}|\{\{.*?\}\}", "\ue000", text, flags=re.S)
    yield from re.split(r"<[^>]*>", text)


def texts() -> Iterator[tuple[str, str]]:
    for module in modules():
        yield from ((module.relative, text) for text in strings(module.path))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield from ((str(path.relative_to(ROOT)), text) for text in template_words(path))
    for folder in ("applications", "tianfu", "supervision", "certification"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            literals = re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text())
            yield from ((str(path.relative_to(ROOT)), text) for text in literals)
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        literals = re.findall(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`', path.read_text())
        yield from ((str(path.relative_to(ROOT)), "".join(pair)) for pair in literals)


def test_text_for_people_has_full_width_punctuation():
    found: dict[str, list[str]] = {}
    for name, text in texts():
        if hits := wrong(text):
            found.setdefault(name, []).extend(hits)
    assert found == {}


# What was filed and signed in this spelling keeps it: another one would read as a change and void a signature.
FILED = (
    "applications/programmes/models/reference.py",
    "applications/form/sections/honors.py",
    "applications/form/sections/honors.py",
)


def test_brackets_around_a_value_are_full_width():
    """`f"{name}({role})"` prints a Chinese name before an ASCII bracket."""
    wrong_lines = [
        f"{module.relative}:{number}"
        for module in modules()
        if module.relative not in FILED
        for number, line in enumerate(module.text.splitlines(), start=1)
        if re.search(r"f\".*\}\(\{", line)
    ]
    assert wrong_lines == []


def test_punctuation_between_two_values_is_full_width():
    """`{{ kind }}:{{ text }}` and `join:";"` print Chinese on both sides."""
    sign = re.compile("(?:[\ue000”）]|[" + HAN + "])[,;:!?](?=\ue000)|\ue000[,;:!?](?=\\s|$|[“" + HAN + "])")
    found = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        hits = [text for text in template_words(path) if sign.search(text)]
        hits += re.findall(r"join:\"[,;:] ?\"", path.read_text())
        hits += [
            words
            for words in re.findall(r'(?:alt|content|title|placeholder)="([^"]*)"', path.read_text())
            if wrong(words)
        ]
        if hits:
            found[str(path.relative_to(ROOT))] = hits
    assert found == {}


def test_no_line_of_a_template_ends_inside_a_chinese_sentence():
    """A browser prints a blank for the end of the line; beside punctuation our loader leaves none."""
    torn = re.compile(f"[{HAN}]\n[ ]*[{HAN}]")
    found = {
        str(path.relative_to(ROOT)): hits
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (hits := [text for text in template_words(path) if torn.search(text)])
    }
    assert found == {}


def test_one_kind_of_quotation_marks():
    """“ ” in every text for people; 「 」 stay in explanations for programmers and in what a reader may type."""
    kept = {"tianfu/text/admin_search.py"}
    assert sorted({name for name, text in texts() if re.search("[「」『』]", text)} - kept) == []
