import pytest
from django import forms

from tests.refusing import codes_of
from tianfu.papers.fields import PrintedForm
from tianfu.papers.typefaces.glyphs import MissingGlyph, missing_glyphs, require_glyphs


def test_gbk_and_rare_name_characters_have_glyphs() -> None:
    assert missing_glyphs("四川省泸州市𬭎𫖯䶮㛃 ABC—《》①℃≥") == []


@pytest.mark.parametrize("character", ["\U0003134a", "😀", "ک", "✕"])
def test_a_character_outside_the_fonts_is_named_once(character: str) -> None:
    assert missing_glyphs(f"甲{character}乙{character}") == [character]


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\ufeff", "\x00", "\x07", "\ue000"])
def test_invisible_characters_count_as_missing(character: str) -> None:
    assert missing_glyphs(f"甲{character}乙") == [character]


def test_line_ends_and_tabs_are_layout() -> None:
    assert missing_glyphs("甲\r\n\t乙") == []


def test_message_names_character_code_and_what_to_do() -> None:
    with pytest.raises(MissingGlyph) as caught:
        require_glyphs({"holder": "示例😀公司", "models": [{"name": "乙\u200b"}]}, "证书")
    assert caught.value.characters == ["😀", "\u200b"]
    (message,) = caught.value.messages
    assert message.startswith("证书中的“😀”（U+1F600）、不可见字符（U+200B）在字库中没有字形，暂不能制证。")
    assert message.endswith("请联系平台运营机构补充字形后再制作。")


def test_drawings_are_not_text() -> None:
    drawing = "<svg>😀</svg>"
    assert codes_of(require_glyphs, {"artwork_svg": drawing}) == []
    assert codes_of(require_glyphs, {"artwork": drawing}) != []


def test_every_text_of_a_printed_form_is_checked_but_not_a_password() -> None:
    class Signed(PrintedForm, forms.Form):
        name = forms.CharField()
        role = forms.CharField(required=False)
        password = forms.CharField(widget=forms.PasswordInput)

    def faulty(**given: str) -> list[str]:
        return sorted(Signed({"name": "李四", "password": "x", **given}).errors)

    found = [
        faulty(),
        faulty(name="李😀"),
        faulty(role="经理\u200b"),
        faulty(name="😀", role="😀"),
        faulty(password="😀"),
    ]
    assert found == [[], ["name"], ["role"], ["name", "role"], []]
