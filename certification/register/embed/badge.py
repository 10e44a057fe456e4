"""The mark of a number as a small picture with the state it has now: for shops that may put in a picture and a link only."""

from datetime import datetime
from xml.sax.saxutils import escape

from certification.register.verification import Answer, Verification
from tianfu.text import moments

WIDTH, HEIGHT = 360, 112  # CSS pixels
_LONGEST = 20  # characters of a line
_COLOURS = {
    Answer.ACTIVE: "#23694c",
    Answer.SUSPENDED: "#8a5a00",
    Answer.WITHDRAWN: "#b3392b",
    Answer.UNKNOWN: "#b3392b",
}
_OTHER = "#51606d"
_FACE = "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


def badge(found: Verification, programme: str, at: datetime) -> str:
    """A self-contained SVG: word, product, holder, number and the moment of the answer."""
    colour, row = _COLOURS.get(found.answer, _OTHER), found.authorization
    lines = (
        [row.product_name, row.holder_name]
        if row is not None
        else [found.sentence[:_LONGEST], found.sentence[_LONGEST:]]
    )
    said = f"{programme} {found.number}：{found.word}。{found.sentence}"
    texts = [
        _text(20, 34, 13, "#55606a", _short(lines[0])),
        _text(20, 56, 13, "#55606a", _short(lines[1])),
        _text(20, 78, 12, "#1b2125", found.number),
        _text(20, 99, 10, "#55606a", f"{moments.full_second(at)} 北京时间；点击查验"),
        _text(WIDTH - 20, 44, 24, colour, found.word, anchor="end"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(said, {chr(34): "&quot;"})}"><title>{escape(said)}</title>'
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="4" fill="#fff" stroke="{colour}"/>'
        f'<rect width="8" height="{HEIGHT}" fill="{colour}"/>{"".join(texts)}</svg>'
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _text(x: int, y: int, size: int, colour: str, words: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{_FACE}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
