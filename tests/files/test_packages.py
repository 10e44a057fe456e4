import time
import tracemalloc
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from tests.files import make
from tests.refusing import codes_of
from tianfu.files.inspection.docx import inspect_docx
from tianfu.files.inspection.packages import MOST_ENTRIES, MOST_UNPACKED
from tianfu.files.inspection.xlsx import inspect_xlsx

_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><lolz>&lol9;</lolz>"
)
_EXTERNAL = (
    '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="https://example.com/x" TargetMode="External"/>'
)


def _code(inspect: Callable[[bytes], None], data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        inspect(data)
    assert caught.value.messages[0].endswith("上传。")
    return str(caught.value.code)


def test_a_large_ordinary_workbook_is_let_through() -> None:
    assert codes_of(inspect_xlsx, make.xlsx(20_000)) == []


@pytest.mark.parametrize(
    ("bomb", "size"),
    [(make.bomb, MOST_UNPACKED + (1 << 20)), (make.bomb, 20 << 20), (make.overlapping_bomb, 60)],
)
def test_a_zip_bomb_is_refused_quickly_and_with_flat_memory(bomb: Callable[[int], bytes], size: int) -> None:
    data = bomb(size)
    tracemalloc.start()
    started = time.thread_time()  # of the processor: others run on the same machine
    assert _code(inspect_xlsx, data) == "bomb"
    assert time.thread_time() - started < 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * (1 << 20)


def test_a_bomb_that_lies_about_its_size_is_refused_with_flat_memory() -> None:
    data = make.lying_bomb(300 << 20)
    tracemalloc.start()
    assert _code(inspect_xlsx, data) in {"damaged", "bomb"}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * (1 << 20)


def test_too_many_parts_are_refused() -> None:
    parts: dict[str, str | bytes] = {f"xl/p{number}": "x" for number in range(MOST_ENTRIES + 1)}
    assert _code(inspect_xlsx, make.with_parts(make.xlsx(), parts)) == "bomb"


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "_rels/.rels"]
)
def test_xml_entities_are_refused_in_every_part(part: str) -> None:
    assert _code(inspect_xlsx, make.with_parts(make.xlsx(), {part: _LAUGHS})) == "entities"


def test_an_external_entity_is_refused() -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert _code(inspect_docx, make.with_parts(make.docx(), {"word/document.xml": evil})) == "entities"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(part: str) -> None:
    assert _code(inspect_xlsx, make.with_parts(make.xlsx(), {part: "x"})) == "macros"
    assert _code(inspect_docx, make.with_parts(make.docx(), {"word/vbaProject.bin": "x"})) == "macros"


def test_a_document_declared_to_hold_macros_is_refused() -> None:
    assert _code(inspect_docx, make.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml")) == "macros"


def test_a_link_to_another_workbook_is_refused() -> None:
    data = make.with_parts(make.xlsx(), {"xl/externalLinks/externalLink1.xml": "<a/>"})
    assert _code(inspect_xlsx, data) == "external_link"


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
def test_a_part_fetched_from_elsewhere_is_refused(kind: str) -> None:
    relations = make.RELATIONS.format(inside=_EXTERNAL.format(kind=kind))
    data = make.with_parts(make.docx(), {"word/_rels/document.xml.rels": relations})
    assert _code(inspect_docx, data) == "external_link"


def test_a_link_to_a_web_page_is_let_through() -> None:
    relations = make.RELATIONS.format(inside=_EXTERNAL.format(kind="hyperlink"))
    document = make.with_parts(make.docx(), {"word/_rels/document.xml.rels": relations})
    assert codes_of(inspect_docx, document) == []


@pytest.mark.parametrize("part", ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"])
def test_embedded_objects_are_refused(part: str) -> None:
    assert _code(inspect_docx, make.with_parts(make.docx(), {part: "<a/>"})) == "embedded"


def test_a_dde_field_is_refused_and_the_pesticide_of_that_name_is_not() -> None:
    field = "<w:r><w:instrText>DDEAUTO c:\\\\cmd.exe x</w:instrText></w:r>"
    assert _code(inspect_docx, make.docx(more=field)) == "external_link"
    assert codes_of(inspect_docx, make.docx(text="DDE 残留量 0.01 mg/kg")) == []


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_truncated_package_is_refused(cut: float) -> None:
    data = make.xlsx(500)
    assert _code(inspect_xlsx, data[: int(len(data) * cut)]) == "damaged"


def test_a_flipped_byte_in_a_part_is_refused() -> None:
    data = bytearray(make.xlsx(500))
    data[len(data) // 2] ^= 0xFF
    assert _code(inspect_xlsx, bytes(data)) == "damaged"


def test_parts_outside_the_package_are_refused() -> None:
    assert _code(inspect_docx, make.with_parts(make.docx(), {"../../etc/cron.d/x": "x"})) == "damaged"


def test_a_package_of_another_kind_is_refused() -> None:
    assert _code(inspect_docx, make.with_parts(make.xlsx(), {"word/document.xml": "<a/>"})) == "mismatch"


def test_broken_xml_is_refused() -> None:
    assert _code(inspect_docx, make.with_parts(make.docx(), {"word/document.xml": "<a><b></a>"})) == "damaged"


def test_a_workbook_that_openpyxl_cannot_open_is_refused() -> None:
    assert _code(inspect_xlsx, make.with_parts(make.xlsx(), {"xl/workbook.xml": "<a/>"})) == "damaged"
