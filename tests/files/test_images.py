import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.files import make
from tests.refusing import codes_of
from tianfu.files.inspection.images import PNG_PIXELS, inspect_jpeg, inspect_png


def _code(inspect: object, data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        inspect(data)  # type: ignore[operator]
    assert caught.value.messages[0].endswith("上传。")
    return str(caught.value.code)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "LA", "I;16"])
def test_every_usual_png_is_let_through(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (50, 40)).save(out, "PNG")
    assert codes_of(inspect_png, out.getvalue()) == []


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_every_usual_jpeg_is_let_through(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (500, 400)).save(out, "JPEG")
    assert codes_of(inspect_jpeg, out.getvalue()) == []


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_truncated_picture_is_refused(cut: float) -> None:
    noise = Image.effect_noise((200, 200), 80)
    for kind, inspect in (("PNG", inspect_png), ("JPEG", inspect_jpeg)):
        out = io.BytesIO()
        noise.save(out, kind)
        assert _code(inspect, out.getvalue()[: int(len(out.getvalue()) * cut)]) == "damaged"


def test_a_signature_alone_is_no_picture() -> None:
    assert _code(inspect_png, b"\x89PNG\r\n\x1a\n" + b"\0" * 100) == "damaged"
    assert _code(inspect_jpeg, b"\xff\xd8\xff\xe0" + b"\0" * 100) == "damaged"


def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() -> None:
    side = 29_000
    assert side * side > PNG_PIXELS
    assert _code(inspect_png, make.png_that_claims(side, side)) == "too_many_pixels"
    # Below what Pillow itself calls a bomb.
    assert _code(inspect_png, make.png_that_claims(PNG_PIXELS // 7_000 + 1, 7_000)) == "too_many_pixels"
    assert _code(inspect_png, make.png_that_claims(40_000, 1)) == "too_many_pixels"
    assert _code(inspect_png, make.png_that_claims(2_000_000, 2_000_000)) == "too_many_pixels"


@pytest.mark.parametrize("stowaway", [make.package({"a.txt": "x"}), make.pdf(), b"MZ\x90\0program", b"\x7fELF"])
def test_another_file_behind_the_picture_is_refused(stowaway: bytes) -> None:
    assert _code(inspect_png, make.picture() + stowaway) == "stowaway"
    assert _code(inspect_jpeg, make.picture("JPEG") + stowaway) == "stowaway"


@pytest.mark.parametrize("markup", [b"<script>alert(1)</script>", b"<HTML><body>", b"<?php system(1); ?>"])
def test_markup_inside_a_picture_is_refused(markup: bytes) -> None:
    assert _code(inspect_jpeg, make.picture("JPEG", comment=markup)) == "stowaway"
    assert _code(inspect_png, make.picture() + markup) == "stowaway"


def test_a_phones_depth_map_behind_the_picture_is_let_through() -> None:
    assert codes_of(inspect_jpeg, make.picture("JPEG") + make.picture("JPEG")) == []
