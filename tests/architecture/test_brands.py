"""The engine knows no brand: what names one, its region or its numbers stands in programmes' files, in the demo or in samples."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests import brands
from tests.architecture.source import ROOT
from tests.some import some

FOLDERS = ("applications", "certification", "supervision", "tianfu", "templates", "static/js")
# Programmes' own files and words; the demo's story; what a sample says in the catalogue of messages or of components; what
# an installation is called until its settings say otherwise.
OWN = (
    "applications/programmes/tfmp.toml", "applications/programmes/shapes/", "applications/programmes/reference_files/",
    "applications/guide/words/", "tianfu/demo/", "/migrations/", "message_kinds.py",
    "message_sample.py", "tianfu/site/pages/components", "samples.py",
    "templates/tianfu/site/pages/components.html", "tianfu/settings/installation.py", "policies.toml", "starter_items.toml",
)  # fmt: skip
# Where the words came from: sources of limits and clauses of stages that a programme's file replaces.
SOURCES = re.compile(r"（湖北 2024 例）|鄂市监 2024 例")
# Of the whole platform, not of a brand: the draw's algorithm and its domains of hashing.
ALGORITHM = re.compile(r"TFMP-(?:DRAW|SECRET|SEED|TRIAL)-?1?")


def named() -> re.Pattern[str]:
    """Names, prefixes and slugs of the programmes that come with the platform or its tests, and of their regions."""
    words = {"四川", "成都", "湖北", "武汉", "苏州", "吴江", "河南", "郑州", "江苏", "天府", "名品"}
    words |= {"TFMP-", '"tfmp"', "510000", "510100"} | {f'"{brand.slug}"' for brand in brands.OTHERS}
    return re.compile("|".join(sorted(map(re.escape, words))))


def code() -> Iterator[tuple[str, str]]:
    """Every text of the engine: strings of modules without their docstrings, templates and scripts without comments."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = str(path.relative_to(ROOT))
            if path.suffix not in (".py", ".html", ".txt", ".typ", ".js", ".toml") or any(own in name for own in OWN):
                continue
            yield from ((name, text) for text in texts(path))


def texts(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", source, flags=re.S)
        yield from re.sub(r"^\s*(//|#).*$", "", source, flags=re.M).split("\n")
        return
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    )


def test_the_engine_names_no_brand_and_no_region() -> None:
    word = named()
    found = [f"{name}: {text.strip()[:80]}" for name, text in some(code()) if word.search(_plain(text))]
    assert found == []


def _plain(text: str) -> str:
    return SOURCES.sub("", ALGORITHM.sub("", text))


def test_a_brand_would_be_found() -> None:
    word = named()
    assert [bool(word.search(text)) for text in ("查询四川省品牌", "形如 TFMP-C", "本品牌", "TFMP-DRAW-1")] == [
        True, True, False, True,
    ]  # fmt: skip
    assert _plain("TFMP-DRAW-1") == ""
