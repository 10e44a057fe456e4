"""Every paper against its kept picture. KEEP_PICTURES=1 writes new ones: look at them before committing."""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.papers import make
from tests.papers.reading import on_white, pictures
from tianfu.papers.art.marks import mark_package, prepare_mark
from tianfu.papers.sources import read_source

KEPT = Path(__file__).parent.parent / "pictures"
PPI = 44
BLOCK = 10  # pixels
TOLERANCE = 10  # grey levels of one block: fine lines may be drawn a little otherwise, a word may not be missing


def compare(name: str, picture: Image.Image) -> None:
    kept = KEPT / f"{name}.png"
    if os.environ.get("KEEP_PICTURES"):
        picture.convert("L").save(kept, optimize=True)
    worst = worst_block(picture, Image.open(kept))
    assert worst < TOLERANCE, f"{name}: a block differs by {worst} grey levels"


def worst_block(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    small = (one.width // BLOCK, one.height // BLOCK)
    blocks = [picture.convert("L").resize(small, Image.Resampling.BOX) for picture in (one, other)]
    return int(ImageChops.difference(*blocks).getextrema()[1])


@pytest.mark.parametrize("sheet", make.all_papers(), ids=lambda sheet: sheet.template)
def test_paper_looks_as_kept(sheet: make.shapes.Sheet) -> None:
    drawn = pictures(sheet, PPI)
    for number, page in enumerate(drawn, start=1):
        compare(f"{sheet.template}-{number}", page)
    assert not (KEPT / f"{sheet.template}-{len(drawn) + 1}.png").exists()


def test_long_certificate_looks_as_kept() -> None:
    names = [f"SE-M{i:02d}-11BB/PERC-{i * 37}W" for i in range(10)]
    holder = "四川省演示与样例高端智能装备及新能源材料联合研究开发制造产业发展集团股份有限公司眉山天府新区第一分公司"
    (page,) = pictures(make.certificate(holder=holder, models=names), PPI)
    compare("certificate-long-1", page)


def test_mark_looks_as_kept() -> None:
    package = mark_package(read_source("mark"), prepare_mark(make.mark()))
    compare("mark", on_white(package.png_1200).resize((300, 126)))


def test_a_lost_line_is_noticed() -> None:
    (page,) = pictures(make.letter(closing=["上述情形消除后,你单位可以重新申报。"]), PPI)
    assert worst_block(page, Image.open(KEPT / "letter-1.png")) < TOLERANCE
    (page,) = pictures(make.letter(closing=[]), PPI)
    assert worst_block(page, Image.open(KEPT / "letter-1.png")) > 2 * TOLERANCE
