"""Text as outlines of our fonts, for drawings that must not depend on a font at the reader."""

from functools import cache, lru_cache
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from tianfu.papers.typefaces.glyphs import MissingGlyph

_PATHS = {"serif": serif_path, "sans": sans_path}


@cache
def _font(face: str) -> tuple[Any, dict[int, str], int]:
    font = TTFont(_PATHS[face](), lazy=True)
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


@lru_cache(maxsize=500)
def _drawn(face: str, name: str) -> RecordingPen:
    """The outline of a glyph: numbers are of few characters, and reading one out of the font takes longest."""
    pen = RecordingPen()
    _font(face)[0][name].draw(pen)
    return pen


def text_width(text: str, face: str, size: float, tracking: float = 0) -> float:
    """Width of one line at `size`; `tracking` is extra space between characters, in ems. Raises MissingGlyph."""
    glyphs, cmap, em = _font(face)
    missing = [c for c in dict.fromkeys(text) if ord(c) not in cmap]
    if missing:
        raise MissingGlyph(missing, "标识")
    advances = sum(glyphs[cmap[ord(c)]].width for c in text) * size / em
    return advances + tracking * size * max(len(text) - 1, 0)


def text_path(
    text: str, face: str, size: float, x: float, y: float, *, tracking: float = 0, anchor: str = "start"
) -> str:
    """SVG path data of one line on baseline `y`; `anchor` is start, middle or end. Raises MissingGlyph."""
    width = text_width(text, face, size, tracking)
    glyphs, cmap, em = _font(face)
    x -= {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    scale = size / em
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    for character in text:
        name = cmap[ord(character)]
        _drawn(face, name).replay(TransformPen(pen, Transform(scale, 0, 0, -scale, x, y)))
        x += glyphs[name].width * scale + tracking * size
    return str(pen.getCommands())
