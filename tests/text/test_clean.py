"""One cleaning for every text: what cannot be seen goes, what can be seen stays."""

import unicodedata

import pytest
from django import forms
from django.test import RequestFactory

from tianfu.text.clean import line, lines, visible
from tianfu.text.fields import EmailField, TextField
from tianfu.text.requests.middleware import VisibleInputMiddleware

UNSEEN = [
    "\x00", "\x01", "\x08", "\x1b", "\x7f", "\x80", "\x9f", "\xad", "\u034f", "\u061c", "\u115f", "\u1160", "\u180e",
    "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060",
    "\u2061", "\u2064", "\u2066", "\u2067", "\u2068", "\u2069", "\u206a", "\u206f", "\u3164", "\ufeff", "\uffa0",
    "\ufff9", "\ufffa", "\ufffb", "\ufffc", "\ufffe", "\uffff", "\ufdd0", "\ud800", "\udfff", "\U000e0001",
    "\U000e0041", "\U0001fffe", "\U0010ffff",
]  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_invisible_signs_are_dropped_wherever_they_stand(sign):
    assert line(f"{sign}川南{sign}泡菜{sign}") == "川南泡菜"
    assert lines(f"{sign}川南\n{sign}泡菜{sign}") == "川南\n泡菜"
    assert line(f"GB{sign}/T 1") == "GB/T 1"


@pytest.mark.parametrize(
    "blank", ["\t", "\xa0", "\u1680", "\u2002", "\u2003", "\u2009", "\u200a", "\u202f", "\u205f", "\u3000", "\u2800"]
)
def test_every_blank_is_one_plain_space(blank):
    assert line(f"{blank}川南{blank}{blank}泡菜{blank}") == "川南 泡菜"


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_breaks_stay_in_a_text_and_are_a_space_in_a_line(ending):
    assert lines(f"第一段{ending}第二段") == "第一段\n第二段"
    assert line(f"第一段{ending}第二段") == "第一段 第二段"


@pytest.mark.parametrize(
    "text",
    [
        "𬭎",  # CJK extension E
        "㐂㙍䶮",  # extension A
        "𠮷𪚥𫝀𰻝",  # extensions B to G
        "\U00031350\U000323af",  # extension H, younger than this Python's tables
        "﨑神\uf9d1",  # compatibility ideographs are letters of their own in a name
        "\U0002f804",
        "葛\U000e0100城",  # an ideographic variation
        "ꆈꌠꁱꂷ",  # Yi
        "བོད་ཡིག་",  # Tibetan
        "ག\u200dྱ",  # a joiner where the script uses one
        "می\u200cخواهم",
        "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",
        "阿依古丽·买买提",
        "E-100（A 型）½ ² ℃ μ Ω № ①",
        "é",
        "—— “引号” ……",
        "\ue000",  # a letter of one's own
        "😀",
    ],
)
def test_legitimate_text_is_not_harmed(text):
    assert line(text) == text
    assert lines(text) == text
    assert line(line(text)) == line(text)


def test_text_is_composed():
    assert line("e\u0301") == "é"
    assert line("か\u3099") == "が"
    assert line("Ω") == unicodedata.normalize("NFC", "Ω")
    assert line("Å") == "Å"


def test_a_paragraphs_indent_stays_and_trailing_blanks_go():
    assert lines("第一\u00a0 段  \n\u3000\u3000第二段\u3000\n\n") == "第一 段\n\u3000\u3000第二段"


def test_a_direction_sign_cannot_turn_the_text_around():
    assert line("报告\u202efdp.exe") == "报告fdp.exe"


class Typed(forms.Form):
    name = TextField(max_length=4)
    text = TextField(widget=forms.Textarea, required=False)
    mail = EmailField(required=False)
    password = TextField(widget=forms.PasswordInput, strip=False, required=False)


def test_a_form_field_cleans_by_itself_before_it_measures():
    form = Typed(
        {
            "name": "\u200b泡菜\u3000\u200b厂\ufeff\n",
            "text": "一\r\n二\x00",
            "mail": "ａ@ｂ．cn ",
            "password": " a\u200b ",
        }
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": "泡菜 厂", "text": "一\n二", "mail": "a@b.cn", "password": " a\u200b "}


def test_a_text_of_invisible_signs_is_no_answer():
    assert Typed({"name": "\u200b\u2060\u3000"}).errors["name"].as_data()[0].code == "required"


def test_no_view_sees_invisible_signs_in_address_or_form():
    factory = RequestFactory()
    seen = {}

    def view(request):
        seen.update(get=request.GET.getlist("q"), post=dict(request.POST.lists()))

    layer = VisibleInputMiddleware(view)
    request = factory.post(
        "/?q=%E2%80%8B%00a&q=b", {"reason": ["\u202e理由\r\n二", "好"], "password_or_code": "a\u200b", "n": "1"}
    )
    layer.process_view(request, view, (), {})
    layer(request)
    assert seen == {
        "get": ["a", "b"],
        "post": {"reason": ["理由\n二", "好"], "password_or_code": ["a\u200b"], "n": ["1"]},
    }


def test_what_needs_no_cleaning_is_not_copied():
    assert visible("川南泡菜") == "川南泡菜"
    request = RequestFactory().get("/?q=a")
    before = request.GET
    VisibleInputMiddleware(lambda request: None)(request)
    assert request.GET is before


def test_what_is_taken_for_plain_would_be_left_alone_the_long_way_too() -> None:
    plain = [chr(n) for n in range(0x3100) if chr(n).isprintable() and visible(chr(n)) == chr(n)]
    plain += [chr(n) for n in (*range(0x4E00, 0xA000), *range(0xFF01, 0xFF5F))]
    # What is invisible behind it makes the whole text go the long way.
    for text in ["".join(plain[place : place + 50]) for place in range(0, len(plain), 50)]:
        assert visible(text + "\u200b") == visible(text)
