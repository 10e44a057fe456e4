"""What no font can draw never stops a paper that need not be exact; Yi and Tibetan names are drawn."""

import pytest

from tests.papers import make
from tests.papers.reading import text_of
from tianfu.papers.renderer import fonts_of, prepare, render, render_source, typeset
from tianfu.papers.shapes import FileLine, Sheet
from tianfu.papers.sources import read_source
from tianfu.papers.typefaces.fonts import font_version, typst_fonts
from tianfu.papers.typefaces.glyphs import MissingGlyph, missing_glyphs, refusal_of, with_stand_ins

YI, TIBETAN = "凉山ꆃꎭ合作社", "阿坝རྔ་བ་牦牛乳业"


@pytest.mark.parametrize("name", ["a😀.pdf", "报告\U0003134a.pdf", "ک.pdf", "ᠮᠣᠩᠭᠣᠯ.pdf", "👨‍👩‍👧.pdf"])
def test_a_file_name_without_a_glyph_never_stops_the_receipt(name: str) -> None:
    line = FileLine(part="证明材料", name=name, size="58 KB", sha256=make.digest("a"))
    made = render("receipt", make.receipt(files=[line]))
    printed = text_of(made.pdf)
    assert "〓（U+" in made.data["files"][0]["name"]
    assert "〓代替字库中没有的字" in printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a😀.pdf", "a〓（U+1F600）.pdf"),
        ("甲\u200b乙\u202e丙\ufeff", "甲乙丙"),
        ("一\r\n二\t三", "一\r\n二\t三"),
        ("❤\ufe0f", "〓（U+2764）\ufe0f"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("\ue000", "〓（U+E000）"),
        ("四川省", "四川省"),
    ],
)
def test_a_stand_in_is_seen_and_names_its_code(text: str, printed: str) -> None:
    assert with_stand_ins({"rows": [("文件", text)]}) == {"rows": [["文件", printed]]}
    assert missing_glyphs(printed) == []


@pytest.mark.parametrize(
    "sheet",
    [s for s in make.all_papers() if s.template not in ("certificate", "certificate_card")],
    ids=lambda s: s.template,
)
def test_no_paper_but_certificate_card_and_mark_is_stopped_by_free_text(sheet: Sheet) -> None:
    data = {**prepare(sheet), "issuer": "机构😀"}
    assert "〓（U+1F600）" in text_of(render(sheet.template, data).pdf)


def test_a_certificate_must_be_exact() -> None:
    with pytest.raises(MissingGlyph):
        render("certificate", make.certificate(holder="示例😀公司"))


@pytest.mark.parametrize("name", [YI, TIBETAN])
def test_names_in_yi_and_tibetan_script_are_drawn(name: str) -> None:
    assert missing_glyphs(name) == []
    made = render("certificate", make.certificate(holder=name))
    assert made.font_version == font_version(True)
    assert "〓" not in made.data["holder"]
    picture = typeset(read_source("certificate"), made.data, "png")[0]
    boxes = typeset(read_source("certificate"), {**made.data, "holder": name[:2]}, "png")[0]
    assert picture != boxes
    assert text_of(made.pdf).count(name[:2]) >= 1


@pytest.mark.parametrize("sheet", make.all_papers(), ids=lambda s: s.template)
def test_fonts_for_other_scripts_leave_every_other_paper_as_it_was(sheet: Sheet) -> None:
    """The set is chosen by the text alone: a paper without such a character is set with the two old faces."""
    made = render(sheet.template, sheet)
    assert made.font_version == font_version() == fonts_of(made.data)
    assert "yi" not in made.font_version
    assert typst_fonts() is not typst_fonts(True)
    assert render_source(read_source(sheet.template), made.data).pdf == made.pdf
    assert "stand_ins" not in made.data


def test_what_a_field_refuses_is_named_with_advice() -> None:
    assert refusal_of("示例公司") == refusal_of("一\r\n二") == refusal_of(YI) == ""
    assert refusal_of("好😀") == (
        "“😀”（U+1F600）印不到文书上，请删去或换一种写法。确为姓名或名称用字的，请联系平台运营机构补充字形。"
    )
    assert refusal_of("甲\u200b").startswith("不可见字符（U+200B）印不到文书上")
    assert refusal_of("葛\U000e0100") == ""
    assert "等 7 个字符" in refusal_of("😀😁😂😃😄😅😆")
