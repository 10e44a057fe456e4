import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.papers import make
from tests.papers.reading import text_of
from tianfu.papers.art.artwork import check_artwork, wordmark
from tianfu.papers.art.marks import MarkPackage, in_one_colour, mark_package, prepare_mark
from tianfu.papers.sources import pinned, read_source
from tianfu.papers.typefaces.glyphs import MissingGlyph

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


def package(**changes: object) -> MarkPackage:
    return mark_package(read_source("mark"), prepare_mark(make.mark(**changes)))


def test_svg_needs_no_font_and_nothing_from_outside() -> None:
    svg = package().svg.decode()
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "rect", "path"}
    assert "font" not in svg
    assert re.findall(r"(?:href|url\(|https?:)[^ \"]*", svg.replace('xmlns="http://www.w3.org/2000/svg"', "")) == []


def test_pictures_are_1200_and_2400_wide_with_clear_corners() -> None:
    made = package()
    for data, size in ((made.png_1200, (1200, 504)), (made.png_2400, (2400, 1008))):
        picture = Image.open(BytesIO(data))
        assert picture.size == size
        assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_package_holds_every_form_and_the_words_on_use() -> None:
    made = package()
    with zipfile.ZipFile(BytesIO(made.zip)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
        stamps = {info.date_time for info in archive.infolist()}
    stem = f"天府名品标识-{make.NUMBER}"
    assert contents == {
        f"{stem}.svg": made.svg,
        f"{stem}.pdf": made.pdf,
        f"{stem}-1200px.png": made.png_1200,
        f"{stem}-2400px.png": made.png_2400,
        "使用说明.txt": made.usage,
        f"{stem}-单色.svg": made.mono,
        f"{stem}-使用规范.pdf": made.guide,
    }
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_words_on_use_name_holder_product_term_and_rules() -> None:
    text = package().usage.decode("utf-8-sig")
    for part in (
        "示例光能科技有限公司",
        "单晶硅PERC太阳电池",
        "2029-11-21",
        "【授权范围】",
        "仅限用于上列产品",
        make.URL,
    ):
        assert part in text


def test_package_comes_out_with_the_same_bytes() -> None:
    assert package() == package()


def test_demo_mark_differs_from_a_real_one(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    demo = package()
    settings.DEMO = False  # type: ignore[attr-defined]
    real = package()
    assert demo.svg != real.svg
    assert "演示样张" in demo.usage.decode("utf-8-sig")
    assert "演示样张" not in real.usage.decode("utf-8-sig")


@pytest.mark.parametrize("name", ["湖北精品", "苏州名牌", "河南名牌"])
def test_another_programme_brings_its_own_wordmark(name: str) -> None:
    made = package(programme=name, artwork_svg=wordmark(name))
    assert made.svg != package().svg
    assert f"{name}标识" in made.svg.decode()


def test_markup_in_the_programme_name_stays_text() -> None:
    root = ElementTree.fromstring(package(programme="<script>&").svg)
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == f"<script>&标识 {make.NUMBER}"


def test_a_wordmark_without_glyphs_is_refused() -> None:
    with pytest.raises(MissingGlyph):
        wordmark("天府😀")


@pytest.mark.parametrize(
    ("artwork", "says"),
    [
        ("not xml", "不是有效的 SVG"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>', "有效"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "viewBox"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "viewBox"),
        (SVG.format("<text>天府</text>"), "<text>"),
        (SVG.format("<script>alert(1)</script>"), "<script>"),
        (SVG.format('<image href="https://example.com/a.png"/>'), "<image>"),
        (SVG.format("<style>@import 'x'</style>"), "<style>"),
        (SVG.format('<path d="M0 0" onload="x()"/>'), "脚本"),
        (SVG.format('<path d="M0 0" fill="url(https://example.com/x)"/>'), "外部"),
        (SVG.format('<path d="M0 0" style="background:url(//example.com/x)"/>'), "外部"),
    ],
)
def test_unfit_artwork_is_refused_in_words(artwork: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        check_artwork(artwork)


def test_plain_artwork_with_a_gradient_of_its_own_passes() -> None:
    inside = (
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><path d="M0 0h9v9z" fill="url(#a)"/>'
    )
    assert 'fill="url(#a)"' in package(artwork_svg=SVG.format(inside)).svg.decode()


BEFORE = """#let d = json(bytes(sys.inputs.d))
#set document(title: d.programme + " " + d.number, author: d.issuer, keywords: (d.number,))
#set page(width: 100mm, height: 42mm, margin: 0pt, fill: none)
#image(bytes(d.mark_svg), format: "svg", width: 100mm, height: 42mm,
  alt: d.programme + "标识，编号 " + d.number + "，二维码：" + d.verify_url)
"""


def test_a_mark_of_before_the_guide_is_set_again_as_it_was() -> None:
    """Its data name no guide and its wording is kept: five files, as they were issued."""
    data = prepare_mark(make.mark(guide=[]))
    kept = {name: value for name, value in data.items() if name not in ("guide", "carriers", "wrong")}
    made = mark_package(pinned("mark", BEFORE), kept)
    with zipfile.ZipFile(BytesIO(made.zip)) as archive:
        assert len(archive.namelist()) == 5
    assert (made.mono, made.guide, made.svg) == (b"", b"", package().svg)


def test_one_colour_is_black_on_white_and_otherwise_the_same_drawing() -> None:
    made = package()
    colours = re.compile(r'(?:fill|stroke)="([^"]+)"')
    assert set(colours.findall(made.mono.decode())) == {"#fff", "#111"}
    assert colours.sub("", made.mono.decode()) == colours.sub("", made.svg.decode())


def test_gradients_and_words_of_colours_turn_black_too() -> None:
    drawn = '<stop stop-color="red"/><path fill="none" stroke="rgb(1,2,3)"/><rect fill="url(#a)"/><g fill="#FFF"/>'
    assert in_one_colour(drawn) == (
        '<stop stop-color="#111"/><path fill="none" stroke="#111"/><rect fill="url(#a)"/><g fill="#FFF"/>'
    )


def test_the_guide_names_number_carriers_and_what_is_wrong() -> None:
    text = text_of(package().guide)
    for words in ("天府名品标识使用规范", make.NUMBER, "最小尺寸", "说明书", "不当使用", "遮挡", "授权范围"):
        assert words in text
