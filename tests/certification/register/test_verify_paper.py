"""核对文件: a file's hash or a printed digest against what the platform made for a number; and the card, a further paper."""

import io

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certification.issuing.cards.acts import card_of, make_card
from certification.issuing.cards.paper_kinds import CARD
from certification.models import Authorization, AuthorizationCertificate, Download
from certification.register.public.papers.comparison import Compared, compare
from tests import make
from tests.pages import hidden
from tianfu.files.models import StoredFile
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
PAGE = "/verify/paper/"


def ask(client, number, sha256):
    return client.get(PAGE, {"number": number, "sha256": sha256})


def test_certificate_card_and_mark_are_known_by_file_and_by_printed_digest(issued):
    mark = issued()
    certificate = mark.certificates.get()
    card = make_card(certificate)
    vector = mark.marks.get(format="svg")
    found = {
        "certificate": compare(mark, certificate.paper.sha256),
        "its digest": compare(mark, certificate.paper.data["digest"]),
        "card": compare(mark, card.sha256),
        "its card's digest": compare(mark, card.data["digest"]),
        "mark": compare(mark, vector.file.sha256),
        "another": compare(mark, "0" * 64),
    }
    assert found == {
        "certificate": Compared("授权证书第 1 版"),
        "its digest": Compared("授权证书第 1 版", whole=False),
        "card": Compared("证书卡片"),
        "its card's digest": Compared("证书卡片", whole=False),
        "mark": Compared("标识文件（SVG 矢量图）"),
        "another": Compared(""),
    }


def test_an_earlier_version_is_known_and_said_to_be_replaced(client, issued):
    mark = issued()
    first = mark.certificates.get()
    card = make_card(first)
    newer = Paper.objects.exclude(pk=first.paper_id).exclude(pk=card.pk).first()
    AuthorizationCertificate.objects.create(authorization=mark, version=2, paper=newer, issued_at=the_clock.now())
    assert compare(mark, first.paper.sha256) == Compared("授权证书第 1 版", newest=False)
    assert compare(mark, card.sha256) == Compared("证书卡片", newest=False)
    assert "一致，但已换证" in ask(client, mark.number, first.paper.sha256).content.decode()


def test_the_page_says_equal_or_not_beside_the_state_of_now(client, issued):
    mark = issued()
    sha256 = mark.certificates.get().paper.sha256
    typed = " ".join(sha256[at : at + 8] for at in range(0, 64, 8)).upper()
    text = ask(client, mark.number, typed).content.decode()
    assert ("一字不差" in text, "有效" in text) == (True, True)
    assert "不一致" in ask(client, mark.number, "0" * 64).content.decode()
    Authorization.objects.filter(pk=mark.pk).update(state="withdrawn")
    text = ask(client, mark.number, sha256).content.decode()
    assert ("一字不差" in text, "撤销" in text) == (True, True)
    other = issued(item=make.product(make.enterprise("别家"), "别的产品"))
    assert "不一致" in ask(client, other.number, sha256).content.decode()


@pytest.mark.parametrize(
    ("number", "sha256", "status", "said"),
    [
        ("", "0" * 64, 422, "请填写授权编号：印在证书、卡片和标识上。"),
        ("TFMP-C-510100-2026-00001-I", "", 422, "请填写 SHA-256，或选择文件由网页计算。"),
        ("TFMP-C-510100-2026-00001-I", "0" * 63, 422, "SHA-256 是 64 位数字和字母 a 至 f"),
        ("TFMP-C-510100-2026-00001-I", "g" * 64, 422, "SHA-256 是 64 位数字和字母 a 至 f"),
        ("TFMP-C-510100-2026-00002-Q", "0" * 64, 404, "编号的组成或校验位不符"),
        ("随便", "0" * 64, 404, "没有从您输入的内容中看出授权编号"),
    ],
)
def test_what_cannot_be_compared_is_said_at_its_field_and_stays(client, issued, number, sha256, status, said):
    issued()
    answer = ask(client, number, sha256)
    text = answer.content.decode()
    assert (answer.status_code, said in text) == (status, True)
    assert number in text
    assert sha256 in text


def upload(client, number, data, name="证书.pdf"):
    files = {"file-file": SimpleUploadedFile(name, data)} if data is not None else {}
    return client.post(PAGE, {"file-number": number, **files})


def test_without_a_script_the_file_itself_is_compared_and_nothing_of_it_is_kept(issued):
    mark = issued()
    certificate = mark.certificates.get().paper.file
    kept = StoredFile.objects.count()
    stranger = Client(enforce_csrf_checks=True)
    assert "上传文件核对" in stranger.get(PAGE).content.decode()
    answer = upload(stranger, mark.number, certificate.read(), "随便什么名字.bin")
    text = answer.content.decode()
    assert (answer.status_code, "一字不差" in text, certificate.sha256 in text) == (200, True, True)
    assert (answer["Cache-Control"], answer.cookies, StoredFile.objects.count()) == ("no-store", {}, kept)
    altered = certificate.read().replace(b"%PDF-1.", b"%PDF-2.", 1)
    assert "不一致" in upload(stranger, mark.number, altered).content.decode()
    package = mark.marks.get(format="zip").file
    assert "标识文件（全套文件）一字不差" in upload(stranger, mark.number, package.read()).content.decode()
    other = issued(item=make.product(make.enterprise("别家"), "别的产品"))
    assert "不一致" in upload(stranger, other.number, certificate.read()).content.decode()


@pytest.mark.parametrize(
    ("number", "data", "status", "said"),
    [
        ("", b"x", 422, "请填写授权编号：印在证书、卡片和标识上。"),
        ("TFMP-C-510100-2026-00001-I", None, 422, "请选择要核对的文件。"),
        ("TFMP-C-510100-2026-00001-I", b"", 422, "这个文件是空的，请重新选择。"),
        ("TFMP-C-510100-2026-00002-Q", b"x", 404, "编号的组成或校验位不符"),
        ("随便", b"x", 404, "没有从您输入的内容中看出授权编号"),
    ],
)
def test_an_upload_that_cannot_be_compared_is_said_at_its_field(client, issued, number, data, status, said):
    issued()
    answer = upload(client, number, data)
    text = answer.content.decode()
    assert (answer.status_code, said in text, f'value="{number}"' in text or not number) == (status, True, True)


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_file_that_is_no_paper_of_ours_by_its_size_is_not_taken(client, issued, signed_in):
    mark = issued()
    if signed_in:
        client.force_login(mark.application.created_by)
    answer = upload(client, mark.number, b"x" * (settings.PUBLIC_FILE_LIMIT + 1))
    assert (answer.status_code, "一次最多提交 4 MB 的文件" in answer.content.decode()) == (413, True)
    assert upload(client, mark.number, b"x" * (settings.BODY_LIMITS[0] + 1)).status_code == 200


def test_the_form_takes_the_number_from_the_verify_page(client, issued):
    mark = issued()
    assert f"{PAGE}?number={mark.number}" in client.get(reverse("verify_number", args=[mark.number])).content.decode()
    assert f'value="{mark.number}"' in client.get(PAGE, {"number": mark.number}).content.decode()


def test_a_card_is_made_once_in_the_words_of_its_certificate_and_changes_nothing_else(client, issued):
    mark = issued()
    certificate = mark.certificates.get()
    before = certificate.paper.file.read()
    Authorization.objects.filter(pk=mark.pk).update(product_name="后来的名称")
    client.force_login(mark.application.created_by)
    page = reverse("portal:authorization_card", args=[mark.pk])
    for _ in range(2):
        assert client.post(page, hidden(client.get(page))).status_code == 302
    card = Paper.objects.get(kind=CARD.key)
    assert card == card_of(certificate)
    assert (card.number, card.data["product"]) == (mark.number, certificate.paper.data["product"])
    assert card.data["certificate_sha256"] == certificate.paper.sha256
    assert rerender(card) == card.file.read()
    assert rerender(certificate.paper) == before
    assert client.get(card.file.get_absolute_url()).status_code == 200
    assert Download.objects.filter(file=card.file, authorization=mark).count() == 1


def test_a_card_is_its_holders_alone(client, issued):
    mark = issued()
    card = make_card(mark.certificates.get())
    client.force_login(make.founder(make.enterprise("别家").organisation))
    page = reverse("portal:authorization_card", args=[mark.pk])
    assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)
    assert client.get(card.file.get_absolute_url()).status_code == 404


def test_one_without_a_certificate_has_no_card(client, clock, reference):
    clock.set("2026-03-02")
    mark = make.authorization(clock_fixture=clock)
    client.force_login(mark.application.created_by)
    assert client.get(reverse("portal:authorization_card", args=[mark.pk])).status_code == 404


def test_a_card_has_the_size_of_a_bank_card_on_one_page(issued):
    card = make_card(issued().certificates.get())
    with pikepdf.open(io.BytesIO(card.file.read())) as document:
        (page,) = document.pages
        sides = [round(float(value) / 72 * 25.4, 1) for value in page.mediabox[2:]]
    assert sides == [85.6, 54.0]
