"""The pages of registered usages: what is typed stays, what is wrong stands at its field, what is another's is not there."""

import re

import pytest
from django.urls import reverse

from certification.duties.usages.acts import Marked, approve, hand_back
from certification.duties.usages.pictures.areas import Area
from certification.models import Authorization, MarkUsage, PictureMark
from tests import make
from tests.certification.duties.usages.make import picture, usage
from tests.pages import hidden
from tests.queries import costs
from tianfu.accounts.roles import Role

pytestmark = pytest.mark.django_db
FORM = {
    "carrier": "产品及包装", "model_names": ["E-100"], "place": "成都市双流区工厂", "starts_on": "2026-04-01",
    "ends_on": "2026-12-31", "note": "印在正面",
}  # fmt: skip


@pytest.fixture
def holder(client, issued):
    mark = issued()
    client.force_login(mark.application.created_by)
    return mark


@pytest.fixture
def officer(reference):
    return make.officer(Role.OPERATOR_OFFICER)


def errors(answer):
    """Field → the sentences at it."""
    text = answer.content.decode()
    found = re.findall(r'id="field-([\w-]+)".*?(?=id="field-|</form>)', text, re.S)
    parts = re.split(r'id="field-[\w-]+"', text)[1:]
    said = [re.findall(r'<span class="hide">错误：</span>(.*?)</p>', part, re.S) for part in parts]
    return {name: words for name, words in zip(found, said, strict=True) if words}


def test_a_holder_registers_on_one_page_and_reads_it_on_the_next(client, holder):
    page = reverse("portal:usage_new", args=[holder.pk])
    answer = client.post(page, {**hidden(client.get(page)), **FORM, "pictures": [picture()]})
    row = MarkUsage.objects.get()
    assert answer.headers["Location"] == reverse("portal:usage", args=[row.pk])
    text = client.get(answer.headers["Location"]).content.decode()
    for word in (row.number, "成都市双流区工厂", "E-100", "包装.png", "等待审核", "印在正面"):
        assert word in text
    assert "成都市双流区工厂" in client.get(reverse("portal:usages", args=[holder.pk])).content.decode()
    assert "等待审核 1 项" in client.get(reverse("portal:authorization", args=[holder.pk])).content.decode()


def test_the_same_form_sent_twice_registers_once(client, holder):
    page = reverse("portal:usage_new", args=[holder.pk])
    once = hidden(client.get(page))
    for _ in range(2):
        assert client.post(page, {**once, **FORM, "pictures": [picture()]}).status_code == 302
    assert MarkUsage.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"carrier": ""}, "carrier", "请选择载体。"),
        ({"model_names": ["E-999"]}, "model_names", "型号“E-999”不在授权范围内，不得使用标识，请从列表中选择。"),
        ({"model_names": []}, "model_names", "请选择使用标识的型号。"),
        ({"place": " "}, "place", "请写明使用标识的地点或媒体。"),
        ({"starts_on": "2026-13-01"}, "starts_on", "请填写有效日期，例如 2026-11-22。"),
        ({"starts_on": "2026-06-01", "ends_on": "2026-05-01"}, "ends_on", "使用至的日期早于开始使用日期，请核对。"),
        ({"pictures": []}, "pictures", "请至少上传一张样图：能看清标识和编号的照片或设计稿。"),
        ({"pictures": [make.pdf("包装.pdf")]}, "pictures", "图片未保存，请重新选择；其他内容已保留。"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client, holder, wrong, field, said):
    answer = client.post(reverse("portal:usage_new", args=[holder.pk]), {**FORM, "pictures": [picture()], **wrong})
    assert answer.status_code == 422
    found = errors(answer)
    assert list(found) == [field]
    assert said in found[field]
    assert "印在正面" in answer.content.decode()
    assert MarkUsage.objects.count() == 0


def test_a_mark_that_was_suspended_meanwhile_is_refused_in_words_and_nothing_is_lost(client, holder):
    page = reverse("portal:usage_new", args=[holder.pk])
    form = {**hidden(client.get(page)), **FORM, "pictures": [picture()]}
    Authorization.objects.filter(pk=holder.pk).update(state="suspended")
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert "授权已暂停，暂停期间不得使用标识；恢复后再登记。" in answer.content.decode()
    assert "印在正面" in answer.content.decode()


def test_somebody_elses_is_not_found(client, holder):
    row = usage(holder)
    client.force_login(make.founder(make.enterprise("别家").organisation))
    for name, pk in (("usages", holder.pk), ("usage_new", holder.pk), ("usage", row.pk), ("usage_again", row.pk)):
        address = reverse(f"portal:{name}", args=[pk])
        assert (client.get(address).status_code, client.post(address).status_code)[0] == 404, name
    file = row.pictures.get().file
    assert client.get(reverse("files:download", args=[file.pk, file.name])).status_code == 404


def test_the_holder_reads_what_was_marked_and_files_again(client, holder, officer):
    row = usage(holder, uploads=[picture("好.png"), picture("坏.png")])
    good, bad = row.pictures.all()
    hand_back(row, user=officer, seen=0, reason="标识变形", marks=[Marked(bad.pk, Area(125, 250, 250, 125), "被拉宽")])
    text = client.get(reverse("portal:usage", args=[row.pk])).content.decode()
    assert re.search(r'<rect\s+x="10"\s+y="10"\s+width="20"\s+height="5"\s*/>', text)
    assert "图片 2，标出：1 B3-C3 被拉宽" in text
    page = reverse("portal:usage_again", args=[row.pk])
    shown = client.get(page)
    assert re.findall(r'name="keep" value="(\d+)"[^>]*checked', shown.content.decode()) == [str(good.pk)]
    answer = client.post(page, {**hidden(shown), **FORM, "keep": [str(good.pk)], "pictures": [picture("改好.png")]})
    assert answer.status_code == 302
    row = MarkUsage.objects.get()
    assert (row.state, [one.file.name for one in row.pictures.filter(round=2)]) == (
        "registered",
        ["好.png", "改好.png"],
    )
    assert client.get(page).headers["Location"] == reverse("portal:usage", args=[row.pk])


def test_a_picture_of_another_usage_is_not_kept(client, holder, officer):
    row, other = usage(holder), usage(holder)
    hand_back(row, user=officer, seen=0, reason="x")
    page = reverse("portal:usage_again", args=[row.pk])
    form = {**hidden(client.get(page)), **FORM, "keep": [str(other.pictures.get().pk)]}
    answer = client.post(page, form)
    assert (answer.status_code, errors(answer)["keep"]) == (422, ["没有这张样图，请从列表中选择。"])


def test_the_holder_stops_one(client, holder):
    row = usage(holder)
    page = reverse("portal:usage", args=[row.pk])
    assert client.post(page, hidden(client.get(page))).status_code == 302
    assert MarkUsage.objects.get().state == "revoked"
    assert client.post(page, {"seen": 0}).status_code == 409


def test_the_officer_marks_without_script_and_the_row_is_kept_until_it_is_right(client, holder, officer):
    row = usage(holder)
    client.force_login(officer)
    page = reverse("console:usage", args=[row.pk])
    one = row.pictures.get().pk
    shown = client.get(page)
    assert re.search(r">\s*B2\s*</text>", shown.content.decode())
    form = {**hidden(shown), "act": "hand_back", "reason": "标识变形", "mark0-picture": one, "mark0-area": "Z9"}
    answer = client.post(page, {**form, "mark0-text": "被拉宽"})
    said = "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"
    assert (answer.status_code, errors(answer)) == (422, {"mark0-area": [said]})
    assert 'value="Z9"' in answer.content.decode()
    answer = client.post(page, form)
    assert errors(answer) == {"mark0-area": [said], "mark0-text": ["请写明这里有什么问题。"]}
    right = {**form, "mark0-text": "被拉宽", "mark0-area": "b2-c3", "mark3-picture": one, "mark3-area": "1,2,3.5,4"}
    assert client.post(page, {**right, "mark3-text": "编号看不清"}).status_code == 302
    assert [str(mark) for mark in PictureMark.objects.all()] == ["1 B2-C3 被拉宽", "2 A1 编号看不清"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"act": "hand_back"}, "请写明问题和怎样改正：会告知企业。"),
        ({"act": "delete", "reason": "x"}, "请选择同意登记、退回或撤销。"),
        ({"act": "hand_back", "reason": "x", "mark0-picture": "999", "mark0-text": "x"}, "请选择本次提交的样图。"),
        ({"act": "revoke", "reason": "x"}, "当前状态为“等待审核”，不能撤销登记。"),
    ],
)
def test_an_officers_slip_is_said_in_words(client, holder, officer, form, said):
    row = usage(holder)
    client.force_login(officer)
    page = reverse("console:usage", args=[row.pk])
    answer = client.post(page, {**hidden(client.get(page)), **form})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert MarkUsage.objects.get().state == "registered"


def test_a_picture_must_be_chosen_where_there_are_several(client, holder, officer):
    row = usage(holder, uploads=[picture(), picture()])
    client.force_login(officer)
    page = reverse("console:usage", args=[row.pk])
    form = {**hidden(client.get(page)), "act": "hand_back", "reason": "x", "mark0-area": "A1", "mark0-text": "x"}
    assert errors(client.post(page, form)) == {"mark0-picture": ["请选择样图。"]}


def test_who_was_overtaken_reads_it_with_409(client, holder, officer):
    row = usage(holder)
    client.force_login(officer)
    page = reverse("console:usage", args=[row.pk])
    form = hidden(client.get(page))
    approve(row, user=make.officer(Role.OPERATOR_OFFICER), seen=0)
    answer = client.post(page, {**form, "act": "approve"})
    assert (answer.status_code, "已先行办理" in answer.content.decode()) == (409, True)


def test_lists_ask_no_more_for_more_rows(client, holder, officer):
    usage(holder)
    page = reverse("portal:usages", args=[holder.pk])
    few, many = costs(lambda: client.get(page), lambda: [usage(holder) for _ in range(3)])
    assert few == many
    client.force_login(officer)
    few, many = costs(lambda: client.get("/console/usages/"), lambda: [usage(holder) for _ in range(3)])
    assert few == many
