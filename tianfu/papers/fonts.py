"""The fonts of all papers: one wheel, no system font, so that a paper looks the same on every machine."""

from functools import cache
from importlib.metadata import version

import typst
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

FONT_PATHS = (serif_path(), sans_path())


@cache
def typst_fonts() -> typst.Fonts:
    """The font set handed to every compiler of this process (parsed once)."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(path.parent) for path in FONT_PATHS}),
    )


@cache
def covered_codepoints() -> frozenset[int]:
    """Code points for which at least one of our fonts has a glyph."""
    covered: set[int] = set()
    for path in FONT_PATHS:
        with TTFont(path, lazy=True) as font:
            covered.update(font.getBestCmap())
    return frozenset(covered)


@cache
def font_version() -> str:
    """What must be the same for an old paper to come out with the same bytes: fonts and typesetter."""
    return f"pylopdf-fonts-zh-cn {version('pylopdf-fonts-zh-cn')}; typst {version('typst')}"
