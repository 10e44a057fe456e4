import pytest
import segno
from PIL import Image

from tests.papers import make
from tests.papers.reading import MM, codes, on_white, pictures
from tianfu.papers.art import qr
from tianfu.papers.art.marks import mark_package, prepare_mark
from tianfu.papers.sources import read_source


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("https://mingpin.example.cn", "HTTPS://MINGPIN.EXAMPLE.CN/V/TFMP-C-511400-2026-00012-K"),
        ("http://localhost:8000", "HTTP://LOCALHOST:8000/V/TFMP-C-511400-2026-00012-K"),
    ],
)
def test_printed_address_is_upper_case(settings: object, public_url: str, expected: str) -> None:
    settings.PUBLIC_URL = public_url  # type: ignore[attr-defined]
    assert qr.verify_url(make.NUMBER) == expected


def test_address_stays_in_alphanumeric_mode() -> None:
    """A lower-case letter would need byte mode and in time a larger symbol (stack.md 4)."""
    assert segno.make_qr(qr.verify_url(make.NUMBER)).mode == "alphanumeric"
    assert len(qr.modules(make.URL)) == 29


@pytest.mark.parametrize(
    "sheet", [make.certificate(), make.receipt(), make.comparison(), make.notice(), make.letter(verify_url=make.URL)]
)
def test_code_on_paper_reads_as_the_address_and_is_20_mm_wide(sheet: make.shapes.Sheet) -> None:
    ppi = 150
    ((text, width),) = codes(pictures(sheet, ppi)[-1 if sheet.template == "notice" else 0])
    assert text == make.URL
    assert width / ppi * MM >= 20


def test_code_still_reads_on_a_poor_office_print() -> None:
    page = pictures(make.certificate(), 150)[0].convert("L")
    faded = page.resize((page.width // 2, page.height // 2)).point(lambda value: 90 + value // 2)
    assert [text for text, _ in codes(faded)] == [make.URL]


@pytest.mark.parametrize("member", ["png_1200", "png_2400"])
@pytest.mark.parametrize("demo", [True, False])
def test_code_in_the_mark_reads_as_the_address(member: str, demo: bool, settings: object) -> None:
    settings.DEMO = demo  # type: ignore[attr-defined]
    package = mark_package(read_source("mark"), prepare_mark(make.mark()))
    assert [text for text, _ in codes(on_white(getattr(package, member)))] == [make.URL]


def test_code_in_the_mark_reads_when_printed_small() -> None:
    """The plate 60 mm wide at 200 dpi."""
    package = mark_package(read_source("mark"), prepare_mark(make.mark()))
    small = on_white(package.png_2400).resize((472, 198), Image.Resampling.LANCZOS)
    assert [text for text, _ in codes(small)] == [make.URL]
