"""The pictures of a mark are put together since the second way (decision 0027); marks of before come out as they were."""

import zlib
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops

from tests.papers import make
from tests.papers.reading import on_white
from tianfu.papers import snapshots
from tianfu.papers.art import pictures
from tianfu.papers.art.artwork import wordmark
from tianfu.papers.art.marks import MarkPackage, mark_package, prepare_mark
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import NotReproducible, issue_mark, rerender
from tianfu.papers.sources import read_source

GRADIENT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><defs><linearGradient id="a"><stop offset="0"'
    ' stop-color="#f00"/><stop offset=".5" stop-color="#0f8"/><stop offset="1" stop-color="#31f"/></linearGradient>'
    '</defs><path d="M0 0h90v40H0z" fill="url(#a)"/><path d="M9 40L40 3" stroke="#fa0" stroke-width="3"/></svg>'
)
# Of make.mark() with today's fonts and typesetter (requirements.txt): of the bytes, and of the pixels.
FIRST_WAY = {"png_1200": "19be45c33219c502", "png_2400": "fffec1258ce7979a", "zip": "a73b76a9f06051b9"}
SECOND_WAY = {"png_1200": "9f0662552a716630", "png_2400": "d407faab5ea86eb8"}


@pytest.fixture(autouse=True)
def real(settings: Any) -> None:
    settings.DEMO = False


def prepared(**changes: Any) -> dict[str, Any]:
    return prepare_mark(make.mark(**changes))


def before(**changes: Any) -> dict[str, Any]:
    """As marks of before are kept."""
    return {name: value for name, value in prepared(**changes).items() if name != "pictures"}


def package(data: dict[str, Any]) -> MarkPackage:
    return mark_package(read_source("mark"), data)


def short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def pixels(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGBA")


def test_a_mark_of_before_comes_out_byte_for_byte() -> None:
    made = package(before())
    assert {name: short(getattr(made, name)) for name in FIRST_WAY} == FIRST_WAY


def test_the_second_way_draws_the_same_pixels_for_ever() -> None:
    made = package(prepared())
    assert {name: short(pixels(getattr(made, name)).tobytes()) for name in SECOND_WAY} == SECOND_WAY


def test_the_third_way_packs_the_same_pixels_smaller_and_the_second_goes_on() -> None:
    data = prepared()
    second, third = (package({**data, "pictures": {**data["pictures"], "way": way}}) for way in (2, 3))
    assert data["pictures"]["way"] == 3
    for old, new in ((second.png_1200, third.png_1200), (second.png_2400, third.png_2400)):
        assert pixels(old).tobytes() == pixels(new).tobytes()
        assert len(new) < len(old)
        assert (filters(old), filters(new)) == ({0, 2}, {2})
    assert (second.pdf, second.svg, second.guide) == (third.pdf, third.svg, third.guide)
    rich = prepared(artwork_svg=GRADIENT)
    assert package({**rich, "pictures": {**rich["pictures"], "way": 2}}) == package(rich)


def filters(content: bytes) -> set[int]:
    """Which ways of writing a row a picture uses: the first byte of each."""
    picture = Image.open(BytesIO(content))
    at = content.index(b"IDAT")
    rows = zlib.decompress(content[at + 4 : at + 4 + int.from_bytes(content[at - 4 : at])])
    return set(rows[:: len(picture.getbands()) * picture.width + 1])


@pytest.mark.parametrize("changes", [{}, {"artwork_svg": GRADIENT}, {"number": "TFMP-S-513200-2031-99999-J"}])
def test_both_ways_look_alike(changes: dict[str, Any]) -> None:
    """No block of ten pixels differs by more than the edges of the code, which lie on whole pixels now, and no pixel of
    wordmark and number by more than a smoothed edge."""
    one, other = (on_white(package(data(**changes)).png_1200).convert("L") for data in (before, prepared))
    small = [picture.resize((120, 50), Image.Resampling.BOX) for picture in (one, other)]
    assert ImageChops.difference(*small).getextrema()[1] < 48
    left = [picture.crop((0, 0, 750, 504)) for picture in (one, other)]
    assert ImageChops.difference(*left).getextrema()[1] < 64


def test_a_drawing_of_many_colours_keeps_them_all_and_one_of_few_has_a_palette() -> None:
    rich, plain = package(prepared(artwork_svg=GRADIENT)), package(prepared())
    modes = {
        name: Image.open(BytesIO(content)).mode
        for name, content in (("rich", rich.png_2400), ("plain", plain.png_2400))
    }
    assert modes == {"rich": "RGBA", "plain": "P"}
    assert pixels(rich.png_2400).getpixel((0, 0)) == (0, 0, 0, 0)
    assert [found.text for found in zxingcpp.read_barcodes(on_white(rich.png_1200))] == [make.URL]


def test_the_colours_of_the_brand_are_exact() -> None:
    found = {colour for _, colour in some_colours(pixels(package(prepared()).png_2400))}
    assert {(0x17, 0x4A, 0x35, 255), (0x23, 0x69, 0x4C, 255), (0x11, 0x11, 0x11, 255), (255, 255, 255, 255)} <= found


def some_colours(picture: Image.Image) -> list[tuple[int, Any]]:
    found = picture.getcolors(4096)
    assert found is not None
    return found  # type: ignore[return-value]


def test_what_is_kept_of_one_mark_never_shows_on_another() -> None:
    """In one process: another number, another programme, the first again, and the first in a fresh process."""
    first = package(prepared())
    other = package(prepared(number="TFMP-S-513200-2031-99999-J", verify_url=make.URL.replace("12-K", "13-9")))
    brand = package(prepared(programme="湖北精品", artwork_svg=wordmark("湖北精品")))
    again = package(prepared())
    pictures._ground.cache_clear()
    assert first == again == package(prepared())
    assert len({first.png_1200, other.png_1200, brand.png_1200}) == 3


@pytest.mark.django_db
def test_a_mark_of_before_and_one_of_now_are_both_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = issue_mark(make.mark(), name="标识", purpose="mark")
    monkeypatch.setattr(snapshots, "prepare_mark", lambda data: before())
    old = issue_mark(make.mark(), name="标识", purpose="mark")
    monkeypatch.undo()
    papers = [papers[kind] for papers in (now, old) for kind in ("mark_png", "mark_png_large", "mark_package")]
    for paper in papers:
        assert rerender(Paper.objects.get(pk=paper.pk)) == paper.file.read()
    assert now["mark_png"].sha256 != old["mark_png"].sha256
    assert now["mark_pdf"].sha256 == old["mark_pdf"].sha256


@pytest.mark.django_db
def test_pictures_packed_by_another_program_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = issue_mark(make.mark(), name="标识", purpose="mark")
    monkeypatch.setattr(snapshots, "PACKER", "zlib 9")
    for kind in ("mark_png", "mark_png_large", "mark_package"):
        with pytest.raises(NotReproducible, match="zlib 9"):
            rerender(papers[kind])
    assert rerender(papers["mark_pdf"]) == papers["mark_pdf"].file.read()


def test_a_drawing_without_its_number_or_code_is_no_mark() -> None:
    data = prepared()
    drawing, kept = data["mark_svg"], data["pictures"]
    for name, says in (("number", "colour"), ("code", "side")):
        with pytest.raises(ValueError, match=says):
            pictures.picture(drawing, {**kept, name: [0, 0]}, 1200)
