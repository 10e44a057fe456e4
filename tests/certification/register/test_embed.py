"""对比表 for use: sheet, frame, picture and script say what the mark is worth now, and only the frame stands in frames."""

import io
from datetime import timedelta
from xml.etree import ElementTree

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from certification.models import Authorization
from certification.register.embed.sheet import comparison_sheet
from certification.register.embed.snippets import snippets
from tests import make

pytestmark = pytest.mark.django_db
WORDS = {
    "active": "有效", "suspended": "暂停", "withdrawn": "撤销", "cancelled": "注销", "superseded": "已换证",
}  # fmt: skip


def states(mark):
    """(state, word), each set on the mark; the last is a mark whose time is over."""
    for state, word in WORDS.items():
        Authorization.objects.filter(pk=mark.pk).update(state=state)
        yield state, word


def told(answer):
    return {
        name: sources
        for name, *sources in (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    }


def test_the_frame_shows_the_table_while_the_mark_is_in_force_and_nothing_good_afterwards(client, issued):
    mark = issued()
    indicator = mark.facts["comparison"][0]["indicator"]
    shown = {}
    for state, word in states(mark):
        text = client.get(reverse("embed", args=[mark.number])).content.decode()
        shown[state] = (word in text, indicator in text)
    assert shown == {state: (True, state == "active") for state in WORDS}


def test_a_mark_that_is_over_says_so_without_any_job(client, issued, clock):
    mark = issued()
    clock.set(mark.ends_on + timedelta(days=1))
    for name in ("embed", "embed_badge"):
        text = client.get(reverse(name, args=[mark.number])).content.decode()
        assert ("过期" in text, "有效。" in text) == (True, False), name


def test_only_the_frame_may_stand_in_frames_of_others(client, issued):
    number = issued().number
    framed = client.get(reverse("embed", args=[number]))
    assert told(framed)["frame-ancestors"] == ["*"]
    assert told(framed)["default-src"] == ["'self'"]
    assert "X-Frame-Options" not in framed.headers
    for name in ("embed_badge", "comparison_pdf", "comparison_png", "brand", "verify_number"):
        answer = client.get(reverse(name, args=[number]))
        assert (told(answer)["frame-ancestors"], answer.headers["X-Frame-Options"]) == (["'none'"], "DENY"), name


def test_nothing_is_kept_longer_than_the_verify_page_and_no_session_is_begun(client, issued):
    number = issued().number
    kept = client.get(reverse("verify_number", args=[number])).headers["Cache-Control"]
    addresses = [reverse(name, args=[number]) for name in ("embed", "embed_badge", "comparison_pdf", "comparison_png")]
    for address in [*addresses, reverse("embed_script")]:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"], answer.cookies) == (200, kept, {}), address


@pytest.mark.parametrize(
    ("number", "word"),
    [("TFMP-C-510100-2026-99999-X", "编号有误"), ("假编号", "看不出编号"), ("<script>", "看不出编号")],
)
def test_a_number_that_is_none_says_so_with_404_and_carries_no_markup(client, reference, number, word):
    for name in ("embed", "embed_badge"):
        answer = client.get(reverse(name, args=[number]))
        assert (answer.status_code, word in answer.content.decode()) == (404, True), name
        assert "<script>" not in answer.content.decode()
    assert client.get(reverse("comparison_pdf", args=[number])).status_code == 404


def test_one_that_is_not_published_yet_has_no_sheet(client, clock, reference):
    clock.set("2026-03-02")
    mark = make.authorization(clock_fixture=clock)
    Authorization.objects.filter(pk=mark.pk).update(number="TFMP-C-510100-2026-00001-I")
    assert client.get(reverse("comparison_png", args=["TFMP-C-510100-2026-00001-I"])).status_code == 404
    assert client.get(reverse("embed", args=["TFMP-C-510100-2026-00001-I"])).status_code == 404


def test_the_picture_is_plain_svg_with_number_word_and_moment(client, issued):
    mark = issued()
    Authorization.objects.filter(pk=mark.pk).update(product_name='板式"家具" & <柜>')
    answer = client.get(reverse("embed_badge", args=[mark.number]))
    root = ElementTree.fromstring(answer.content)
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {"svg", "title", "rect", "text"}
    words = " ".join(root.itertext())
    for word in (mark.number, "有效", '板式"家具" & <柜>', "北京时间"):
        assert word in words
    assert answer.headers["Content-Type"] == "image/svg+xml"


def test_the_sheet_is_a_pdf_and_a_picture_with_the_same_bytes_each_time(client, issued):
    mark = issued()
    pdf, png = (client.get(reverse(f"comparison_{form}", args=[mark.number])) for form in ("pdf", "png"))
    with pikepdf.open(io.BytesIO(pdf.content)) as document:
        assert mark.number in str(document.docinfo["/Keywords"])
    assert Image.open(io.BytesIO(png.content)).format == "PNG"
    assert f"{mark.number}.pdf" in pdf.headers["Content-Disposition"]
    assert client.get(reverse("comparison_pdf", args=[mark.number])).content == pdf.content


def test_the_sheet_of_a_mark_that_is_not_in_force_is_another_and_says_so(client, issued):
    mark, notes, sheets = issued(), {}, set()
    for state, _ in states(mark):
        mark.refresh_from_db()
        notes[state] = comparison_sheet(mark).note
        sheets.add(client.get(reverse("comparison_pdf", args=[mark.number])).content)
    assert len(sheets) == len(WORDS)
    assert notes["active"] == "授权的现状以扫码结果为准。"
    assert {
        state: f"授权已{word}：" in notes[state] for state, word in WORDS.items() if state != "active"
    } == dict.fromkeys([state for state in WORDS if state != "active"], True)


def test_the_holder_copies_each_way_and_reads_when_the_mark_may_not_be_used(client, issued):
    mark = issued()
    client.force_login(mark.application.created_by)
    page = reverse("portal:authorization_embed", args=[mark.pk])
    text = client.get(page).content.decode()
    assert text.count("data-copy=") == 3
    assert "现在不得使用标识" not in text
    assert "对比表和网店展示" in client.get(reverse("portal:authorization", args=[mark.pk])).content.decode()
    codes = [one.code for one in snippets(mark)]
    assert ["<script" in code for code in codes] == [False, False, True]
    assert all(mark.number in code for code in codes)
    Authorization.objects.filter(pk=mark.pk).update(state="suspended")
    assert "现在不得使用标识" in client.get(page).content.decode()
    client.force_login(make.founder(make.enterprise("别家").organisation))
    assert client.get(page).status_code == 404


def test_the_script_names_the_open_interface_and_never_calls_unread_valid(client, issued):
    number = issued().number
    script = client.get(reverse("embed_script"))
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    text = script.content.decode()
    assert "/api/v1/verify/" in text
    assert "有效" not in text.replace("有效期", "")
    answer = client.get(f"/api/v1/verify/{number}/", headers={"Origin": "https://shop.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    said = answer.json()
    assert {"answer", "word", "sentence", "answered_at"} <= set(said)
    assert {"product_name", "holder_name", "ends_on"} <= set(said["brand"])
