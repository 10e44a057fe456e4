"""The fonts of all papers: no system font, so that a paper looks the same on every machine.

Two faces from one wheel set every paper. Those for Yi and Tibetan script join only where the text needs them: the
typesetter's choices for all other papers, and so their bytes, stay as they were before these faces were added.
"""

from functools import cache
from importlib.metadata import version
from pathlib import Path

import typst
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

FONT_PATHS = (serif_path(), sans_path())
_TYPEFACES = Path(__file__).parent
# Each with its version as the file itself states it; a newer file is a new line here.
SCRIPT_FONTS = {
    _TYPEFACES / "NotoSansYi-Regular.ttf": "yi 2.002",
    _TYPEFACES / "NotoSerifTibetan-Regular.ttf": "tibetan 2.103",
}


@cache
def typst_fonts(scripts: bool = False) -> typst.Fonts:
    """The font set handed to the compilers of this process (parsed once); `scripts` adds Yi and Tibetan."""
    paths = (*FONT_PATHS, *SCRIPT_FONTS) if scripts else FONT_PATHS
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(path.parent) for path in paths}),
    )


@cache
def _codepoints(paths: tuple[Path, ...]) -> frozenset[int]:
    covered: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True) as font:
            covered.update(font.getBestCmap())
    return frozenset(covered)


def covered_codepoints() -> frozenset[int]:
    """Code points for which at least one of our fonts has a glyph."""
    return _covered()


@cache
def _covered() -> frozenset[int]:
    return _codepoints(FONT_PATHS) | _codepoints(tuple(SCRIPT_FONTS))


def needs_scripts(text: str) -> bool:
    """Whether `text` holds a character that only the fonts for Yi and Tibetan script can draw."""
    plain = _codepoints(FONT_PATHS)
    return any(ord(character) not in plain and ord(character) in _covered() for character in set(text))


@cache
def font_version(scripts: bool = False) -> str:
    """What must be the same for an old paper to come out with the same bytes: fonts and typesetter."""
    base = f"pylopdf-fonts-zh-cn {version('pylopdf-fonts-zh-cn')}; typst {version('typst')}"
    return "; ".join([base, *SCRIPT_FONTS.values()]) if scripts else base
