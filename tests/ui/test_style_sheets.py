"""The sheets keep their promises: tokens only, small files, readable pairs in both schemes."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
BASE = (CSS / "base.css").read_text()
SHEETS = sorted(CSS.glob("*.css"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")
DARK = BASE[BASE.index("prefers-color-scheme: dark") : BASE.index("prefers-contrast")]
LIGHT = BASE[: BASE.index("prefers-color-scheme: dark")]

PAIRS = [
    (ink, ground)
    for ground in ("paper", "surface")
    for ink in ("ink", "ink-soft", "bamboo", "bamboo-deep", "cinnabar", "amber", "slate")
] + [
    ("on-bamboo", "bamboo"), ("on-bamboo", "bamboo-deep"), ("on-cinnabar", "cinnabar"), ("on-cinnabar", "cinnabar-deep"),
    ("on-amber", "amber"), ("on-slate", "slate"), ("on-bar", "bar"), ("on-bar-soft", "bar"),
    ("bamboo", "bamboo-wash"), ("bamboo-deep", "bamboo-wash"), ("cinnabar", "cinnabar-wash"), ("amber", "amber-wash"),
    ("slate", "slate-wash"), ("ink", "amber-wash"), ("ink", "bamboo-wash"), ("ink", "cinnabar-wash"), ("ink", "slate-wash"),
    ("ink-soft", "amber-wash"), ("ink-soft", "bamboo-wash"), ("ink-soft", "cinnabar-wash"), ("ink-soft", "slate-wash"),
]  # fmt: skip


def tokens(dark: bool) -> dict[str, str]:
    found = dict(TOKEN.findall(LIGHT))
    return found | dict(TOKEN.findall(DARK)) if dark else found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_is_aa(dark: bool) -> None:
    table = tokens(dark)
    weak = {pair: round(contrast(table[pair[0]], table[pair[1]]), 2) for pair in PAIRS}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_border_of_an_input_stands_out_from_its_ground(dark: bool) -> None:
    table = tokens(dark)
    assert contrast(table["line-strong"], table["surface"]) >= 3
    assert contrast(table["line-strong"], table["paper"]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_colour_is_named_only_as_a_token(sheet: Path) -> None:
    text = re.sub(r":root \{.*?\n  ?\}", "", sheet.read_text(), flags=re.DOTALL)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert COLOUR.findall(text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text()))
    admin = {"admin"}
    assert used - set(re.findall(r"--([\w-]+):", BASE)) - admin == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_has_at_most_25_kilobytes(sheet: Path) -> None:
    assert sheet.stat().st_size <= 25_000


def test_sheets_of_public_pages_leave_half_of_50_kilobytes_to_the_page() -> None:
    assert sum((CSS / name).stat().st_size for name in ("base.css", "components.css", "public.css")) <= 26_000


def test_sheets_of_the_verify_page_leave_room_for_it_in_15_kilobytes() -> None:
    assert sum((CSS / name).stat().st_size for name in ("base.css", "verify.css")) <= 12_000


# Written by Django's own admin templates, or a hook for tests and scripts.
BARE = {"hiddenfields", "sortoptions", "sortpriority", "sortremove", "stack-small", "colM", "popup", "equal", "step-up"}


def test_every_class_in_a_template_means_something() -> None:
    """A class that no sheet and no script knows looks like a mark (late, bad …) and shows nothing."""
    known = {
        name
        for path in [*SHEETS, *(CSS.parent / "js").glob("*.js")]
        for name in re.findall(r"[.\"' ]([a-z][\w-]*)", path.read_text())
    }
    used: dict[str, set[str]] = {}
    for path in (CSS.parents[1] / "templates").rglob("*.html"):
        plain = re.sub(r"[\w-]*\{\{.*?\}\}|\{%.*?%\}", " ", path.read_text())
        for value in re.findall(r'class="([^"]*)"', plain):
            for name in value.split():
                used.setdefault(name, set()).add(path.name)
    assert {name: paths for name, paths in used.items() if name not in known | BARE} == {}
