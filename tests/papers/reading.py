"""How the tests look at a paper: its text, its pages as pictures, its QR codes."""

from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tianfu.papers.renderer import prepare, typeset
from tianfu.papers.sources import read_source

MM = 25.4


def text_of(pdf: bytes) -> str:
    """The text of all pages, without spaces and line ends (letter-spaced titles come out with spaces)."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def pictures(data: Any, ppi: float) -> list[Image.Image]:
    """Every page of a shape as typst draws it."""
    drawn = typeset(read_source(data.template), prepare(data), "png", ppi=ppi)
    return [Image.open(BytesIO(page)).convert("RGB") for page in drawn]


def on_white(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png)).convert("RGBA")
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture)
    return page.convert("RGB")


def codes(picture: Image.Image) -> list[tuple[str, int]]:
    """Each QR code in the picture with the width of its modules area in pixels."""
    found = zxingcpp.read_barcodes(picture)
    return [(code.text, code.position.top_right.x - code.position.top_left.x) for code in found]
