"""标识使用规范 as pages: measures by policy, the number on each carrier, a preview of every file of the mark."""

import io
import zipfile

import pytest
from django.urls import reverse

from certification.models import MarkFile
from tests import make
from tianfu.ledger.canonical import sha256_hex
from tianfu.workflow import clock as the_clock
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client, issued):
    mark = issued()
    client.force_login(mark.application.created_by)
    return mark


def page(client, mark):
    return client.get(reverse("portal:mark_guide", args=[mark.pk])).content.decode()


def test_the_page_says_measures_of_the_policy_and_the_number_for_each_carrier(client, holder):
    text = page(client, holder)
    assert ("印刷宽度不小于 30 毫米" in text, "标识高度 25%" in text) == (True, True)
    assert text.count(f"天府名品授权编号：{holder.number}") == 4
    for words in ("产品及包装", "说明书", "经营场所", "广告宣传", "遮挡、删去编号或二维码"):
        assert words in text
    set_policy("mark.print_width", 36, source="测试", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)
    assert "印刷宽度不小于 36 毫米" in page(client, holder)


def test_every_file_has_a_preview_and_the_package_lists_its_members(client, holder):
    text = page(client, holder)
    previews = {}
    for mark in holder.marks.select_related("file"):
        address = reverse("portal:mark_preview", args=[holder.pk, mark.file_id])
        assert address in text
        answer = client.get(address)
        assert answer.status_code == 200
        previews[mark.format] = answer.content.decode()
    assert set(previews) == set(MarkFile.Format.values)
    assert all("data:image/svg+xml;base64," in previews[form] for form in ("svg", "mono"))
    assert all("?inline=1" in previews[form] for form in ("png", "pdf", "guide"))
    with zipfile.ZipFile(io.BytesIO(holder.marks.get(format="zip").file.read())) as package:
        assert len(package.namelist()) == 7
        for name in package.namelist():
            assert name in previews["zip"]
            assert sha256_hex(package.read(name)) in previews["zip"]


def test_a_file_of_another_mark_and_another_holders_pages_are_not_there(client, holder, issued):
    other = issued(item=make.product(make.enterprise("别家"), "别的产品"))
    foreign = other.marks.first().file_id
    assert client.get(reverse("portal:mark_preview", args=[holder.pk, foreign])).status_code == 404
    assert client.get(reverse("portal:mark_preview", args=[other.pk, foreign])).status_code == 404
    assert client.get(reverse("portal:mark_guide", args=[other.pk])).status_code == 404
