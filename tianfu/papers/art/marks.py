"""The mark package: one drawing as SVG, PNG and PDF, licensed to one product, with the words on how to use it."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from tianfu.papers.art import qr
from tianfu.papers.art.artwork import BAMBOO_DEEP, SVG, embedded
from tianfu.papers.art.outlines import text_path, text_width
from tianfu.papers.art.pictures import picture, places
from tianfu.papers.renderer import prepare, typeset
from tianfu.papers.sources import Source
from tianfu.registry.spoken import HOUSE

WIDTH, HEIGHT = 100, 42  # mm; the drawing's own units
PNG_WIDTHS = (1200, 2400)  # pixels
# Members of a package in which pictures are.
HOLDING_PICTURES = frozenset({"png_1200", "png_2400", "zip"})
BLACK = "#111"
_COLOUR = re.compile(r'(fill|stroke|stop-color)="(?!#fff"|none"|#ffffff"|url)[^"]*"', re.IGNORECASE)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_PLATE = '<rect x=".4" y=".4" width="99.2" height="41.2" rx="3.2" fill="#fff" stroke="#23694c" stroke-width=".5"/>'


@dataclass(frozen=True)
class MarkPackage:
    """Bytes of every form; `zip` holds the others and 使用说明.txt."""

    svg: bytes
    png_1200: bytes
    png_2400: bytes
    pdf: bytes
    usage: bytes
    zip: bytes
    # Empty for a mark that was made without a guide.
    mono: bytes = b""
    guide: bytes = b""


def prepare_mark(data: object) -> dict[str, Any]:
    """Plain data of a mark with its finished drawing in `mark_svg`. Raises MissingGlyph, ValidationError (artwork)."""
    prepared = prepare(data, exact=True)
    number, code = _number(prepared), _code(prepared)
    prepared["mark_svg"] = drawing = draw_mark(prepared, number, code)
    prepared["pictures"] = places(drawing, number, code)
    if prepared.get("guide"):
        prepared["mark_single_svg"] = in_one_colour(prepared["mark_svg"])
    return prepared


def _number(data: Mapping[str, Any]) -> str:
    text = data["number"]
    size = min(3.6, 3.6 * 54 / text_width(text, "sans", 3.6, 0.03))
    return f'<path fill="{BAMBOO_DEEP}" d="{text_path(text, "sans", size, 34, 35.4, tracking=0.03, anchor="middle")}"/>'


def _code(data: Mapping[str, Any]) -> str:
    path, side = qr.path(data["verify_url"], error="q")
    return f'<svg x="63" y="4" width="34" height="34" viewBox="0 0 {side} {side}"><path fill="#111" d="{path}"/></svg>'


def draw_mark(data: Mapping[str, Any], number: str, code: str) -> str:
    """The drawing: wordmark and number on a white plate, QR on the right; 演示 across it when `demo`."""
    parts = [_PLATE, embedded(data["artwork_svg"], 7, 6, 54, 22.4), number, code]
    if data["demo"]:
        # Beside the code, never over it: a demo mark must scan as well as a real one.
        words = text_path("演示样张", "sans", 11, 34, 25, tracking=0.22, anchor="middle")
        parts.append(f'<path transform="rotate(-13 34 21)" fill="#55606a" fill-opacity=".18" d="{words}"/>')
    title = escape(f"{data['programme']}{data.get('words', HOUSE)['mark']} {data['number']}")
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}mm" height="{HEIGHT}mm" role="img">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def in_one_colour(drawing: str) -> str:
    """The same drawing in black on its white plate: every colour but white and none."""
    return _COLOUR.sub(lambda found: f'{found[1]}="{BLACK}"', drawing)


def mark_package(source: Source, prepared: Mapping[str, Any]) -> MarkPackage:
    """Every form of a prepared mark. Equal input gives equal bytes, zip included."""
    pdf = typeset(source, prepared, "pdf")[0]
    small, large = (_picture(source, prepared, width) for width in PNG_WIDTHS)
    svg = prepared["mark_svg"].encode()
    usage = usage_text(prepared).encode("utf-8-sig")
    stem = f"{prepared['programme']}标识-{prepared['number']}"
    members = {
        f"{stem}.svg": svg,
        f"{stem}.pdf": pdf,
        f"{stem}-1200px.png": small,
        f"{stem}-2400px.png": large,
        "使用说明.txt": usage,
    }
    mono = guide = b""
    if prepared.get("guide"):
        mono = prepared["mark_single_svg"].encode()
        guide = typeset(source, {**prepared, "sheet": "guide"}, "pdf")[0]
        members |= {f"{stem}-单色.svg": mono, f"{stem}-使用规范.pdf": guide}
    return MarkPackage(svg, small, large, pdf, usage, _zipped(members), mono, guide)


def _picture(source: Source, prepared: Mapping[str, Any], width: int) -> bytes:
    """In the way the mark was set in first; those of before the second way are set as a page."""
    if kept := prepared.get("pictures"):
        return picture(prepared["mark_svg"], kept, width)
    return typeset(source, prepared, "png", ppi=width / WIDTH * 25.4)[0]


def usage_text(data: Mapping[str, Any]) -> str:
    """使用说明.txt: to whom, for what and until when the mark is licensed, then the programme's rules of use."""
    said = data.get("words", HOUSE)
    mark, grant = said["mark"], said["grant"]
    lines = [
        f"{data['programme']}{mark}使用说明" + ("（演示样张）" if data["demo"] else ""),
        "",
        f"{mark}编号：{data['number']}",
        f"被{grant}方：{data['holder']}（统一社会信用代码 {data['uscc']}）",
        f"{grant}产品：{data['product']}",
    ]
    if data["models"]:
        lines.append(f"规格型号：{'、'.join(data['models'])}")
    lines += [f"有效期：{data['valid_from']} 至 {data['valid_until']}", f"查询地址：{data['verify_url']}", ""]
    for clause in data["usage"]:
        lines += [f"【{clause['heading']}】", *(f"· {line}" for line in clause["paragraphs"]), ""]
    lines.append(data["issuer"])
    return "\r\n".join(lines) + "\r\n"


def _zipped(members: Mapping[str, bytes]) -> bytes:
    """Stored, not deflated: the bytes then do not depend on the zlib at hand."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
