"""The pictures of a mark, put together: what is the same on every mark of a programme is set once in a process.

Two marks differ in number and code alone. So the drawing without them is set and kept; the number is set by itself in a
strip of its own; the code is squares. A picture with few colours is written with a palette.

This is the second way of setting these pictures, and the third, which packs the same pixels otherwise (decision 0027). A mark
keeps which way it was set in and where in its drawing number and code stand (`places`), so that it comes out with the same
bytes for ever: nothing may be changed here that changes a byte; a better way is a fourth.
"""

import re
import struct
import sys
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from tianfu.papers.renderer import typeset
from tianfu.papers.sources import pinned

WAY = 3
Colour = tuple[int, int, int, int]
# Millimetres of the drawing, 100 wide and 42 high: x, y, width, height of the strip around the number and of the code.
_SHEET = (0, 0, 100, 42)
_STRIP = (7, 31, 54, 6)
_CODE = (63, 4, 34, 34)
_PAGE = """#let d = json(bytes(sys.inputs.d))
#set page(width: d.width * 1mm, height: d.height * 1mm, margin: 0pt, fill: none)
#image(bytes(d.svg), format: "svg", width: d.width * 1mm, height: d.height * 1mm)
"""
_MADE_AT = "2026-01-01T00:00:00+08:00"  # a picture bears no date
_SHADES = 32  # of the number's colour on white
_MOST = 256  # colours of a palette
_TONES = 2048  # a drawing of more colours than that is no matter of a palette
_NEAR = 300  # squares of the differences of a tone of a smoothed edge and the one that stands for it
_FINEST = 24  # pixels to a millimetre
_DARK, _LIGHT = (0x11, 0x11, 0x11, 255), (255, 255, 255, 255)
_FILL = re.compile(r'fill="#([0-9a-f]{6})"')
_SIDE = re.compile(r'viewBox="0 0 (\d+)')
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


# The bytes of a picture, not its pixels, follow from it as well.
PACKER = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"


def places(drawing: str, number: str, code: str) -> dict[str, Any]:
    """What a mark keeps: the way, and where in its drawing the elements of number and code begin and end."""
    first, second = drawing.index(number), drawing.index(code)
    return {"way": WAY, "packer": PACKER, "number": [first, first + len(number)], "code": [second, second + len(code)]}


@dataclass(frozen=True)
class Ground:
    """The drawing without number and code; with few colours each pixel is its place among them."""

    picture: Image.Image
    colours: tuple[Colour, ...]

    def of(self, colour: Colour) -> Any:
        return self.colours.index(colour) if self.colours else colour


def picture(drawing: str, kept: Mapping[str, Any], width: int) -> bytes:
    """A PNG of the drawing, `width` pixels wide (a multiple of 100)."""
    number, code = (drawing[slice(*kept[name])] for name in ("number", "code"))
    colour = _FILL.search(number)
    if colour is None:
        raise ValueError("the number has no colour")
    scale = width // _SHEET[2]
    shades = tuple(_shade(bytes.fromhex(colour[1]), part) for part in range(_SHADES))
    ground = _ground(_TITLE.sub("", drawing.replace(number, "").replace(code, "")), scale, shades)
    made = ground.picture.copy()
    _put_number(made, ground, _FILL.sub('fill="#000"', number), scale, shades)
    _put_code(made, ground, code, scale)
    return _png(made, ground.colours, _packed_closely if ground.colours and kept["way"] > 2 else _packed)


def _shade(colour: bytes, part: int) -> Colour:
    """The colour on white: all of it as the first shade, none as the last."""
    most = _SHADES - 1
    red, green, blue = ((one * (most - part) + 255 * part + most // 2) // most for one in colour)
    return red, green, blue, 255


@lru_cache(maxsize=16)
def _ground(svg: str, scale: int, shades: tuple[Colour, ...]) -> Ground:
    drawn = _set(svg, _SHEET, scale)
    found: Any = drawn.getcolors(_TONES)  # of RGBA: (how often, colour)
    if found is None:
        return Ground(drawn, ())
    often: list[Colour] = [colour for _, colour in sorted(found, key=lambda one: (-one[0], one[1]))]
    colours = tuple(dict.fromkeys([*shades, _DARK, _LIGHT, *often]))[:_MOST]
    near = {int.from_bytes(bytes(colour), sys.byteorder): _nearest(colour, colours) for colour in often}
    if max(apart for apart, _ in near.values()) > _NEAR:  # a gradient
        return Ground(drawn, ())
    place_of = {colour: place for colour, (_, place) in near.items()}
    indexes = bytes(map(place_of.__getitem__, memoryview(drawn.tobytes()).cast("I")))  # two million pixels
    return Ground(Image.frombytes("P", drawn.size, indexes), colours)


def _nearest(colour: Colour, colours: tuple[Colour, ...]) -> tuple[int, int]:
    """How far from this colour the one most like it is, and its place."""
    apart = [sum((one - other) ** 2 for one, other in zip(colour, known, strict=True)) for known in colours]
    return min(apart), apart.index(min(apart))


def _set(svg: str, box: tuple[int, int, int, int], scale: int) -> Image.Image:
    data = {"svg": svg, "width": box[2], "height": box[3], "made_at": _MADE_AT}
    content = typeset(pinned("mark_picture", _PAGE), data, "png", ppi=scale * 25.4)[0]
    return Image.open(BytesIO(content)).convert("RGBA")


def _put_number(made: Image.Image, ground: Ground, path: str, scale: int, shades: tuple[Colour, ...]) -> None:
    ink = _ink(path)
    if scale != _FINEST:
        ink = ink.reduce(_FINEST // scale)
    shade = ink.point([(255 - value) * _SHADES // 256 for value in range(256)])
    if ground.colours:  # the shades stand first among them
        drawn = Image.frombytes("P", shade.size, shade.tobytes())
    else:
        bands = ([shades[min(value, _SHADES - 1)][band] for value in range(256)] for band in range(4))
        drawn = Image.merge("RGBA", [shade.point(band) for band in bands])
    made.paste(drawn, (_STRIP[0] * scale, _STRIP[1] * scale), ink.point([255 if value else 0 for value in range(256)]))


@lru_cache(maxsize=4)
def _ink(path: str) -> Image.Image:
    """Black on nothing: how much of a pixel is covered is how opaque it is. Both pictures of a mark need it."""
    x, y, width, height = _STRIP
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}">{path}</svg>'
    return _set(svg, _STRIP, _FINEST).getchannel("A")


def _put_code(made: Image.Image, ground: Ground, code: str, scale: int) -> None:
    """Dark squares on light ground, every edge on a whole pixel."""
    x, y, width, height = (one * scale for one in _CODE)
    side = _SIDE.search(code)
    if side is None:
        raise ValueError("the code has no side")
    count = int(side[1])
    edge = [(width * at + count // 2) // count for at in range(count + 1)]
    drawn = Image.new(made.mode, (width, height), ground.of(_LIGHT))
    for run in _RUN.finditer(code):
        column, row, length = map(int, run.groups())
        drawn.paste(ground.of(_DARK), (edge[column], edge[row], edge[column + length], edge[row + 1]))
    made.paste(drawn, (x, y))


def _png(made: Image.Image, colours: tuple[Colour, ...], pack: Callable[[Image.Image], bytes]) -> bytes:
    width, height = made.size
    chunks = [_chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 3 if colours else 6, 0, 0, 0))]
    if colours:
        chunks.append(_chunk(b"PLTE", b"".join(bytes(colour[:3]) for colour in colours)))
        chunks.append(_chunk(b"tRNS", bytes(colour[3] for colour in colours)))
    chunks += [_chunk(b"IDAT", pack(made)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _packed_closely(made: Image.Image) -> bytes:
    """Every row as its difference from the one above: nothing but where an edge begins or ends, so that it is enough to
    count what repeats. In less than half of the time, and smaller; only with a palette, of a gradient it would be larger."""
    flat, above = Image.frombytes("L", made.size, made.tobytes()), Image.new("L", made.size)
    above.paste(flat, (0, 1))
    pixels, length = ImageChops.subtract_modulo(flat, above).tobytes(), made.width
    packer = zlib.compressobj(1, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    rows = b"".join(b"\x02" + pixels[start : start + length] for start in range(0, len(pixels), length))
    return packer.compress(rows) + packer.flush()


def _packed(made: Image.Image) -> bytes:
    """The second way: row after row as it is; one that repeats the row above as its difference, which is nothing."""
    pixels, length = made.tobytes(), len(made.getbands()) * made.width
    packer = zlib.compressobj(4, zlib.DEFLATED, 15, 9)
    same, above, packed = b"\x02" + bytes(length), b"", []
    for start in range(0, len(pixels), length):
        row = pixels[start : start + length]
        packed.append(packer.compress(same if row == above else b"\x00" + row))
        above = row
    return b"".join([*packed, packer.flush()])


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
