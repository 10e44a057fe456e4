"""Pages of a change: what is typed stays, what is wrong stands at its field, who may not is told whom to ask."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.changes.requests.decisions import hand_back
from certification.models import Authorization, ChangeRequest
from tests import make
from tests.pages import hidden
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due

pytestmark = pytest.mark.django_db
MORE = "E-100、E-200"


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


@pytest.fixture
def holder(declared, signed_in):
    return signed_in(declared.application.created_by)


def filled(page, **more):
    fields = {"models_text": MORE, "text": "增加一个型号", "agreed": "on", "password_or_code": make.PASSWORD}
    return hidden(page) | fields | {"files": make.pdf("检测报告.pdf")} | more


def words(page):
    return page.content.decode()


def test_a_change_goes_from_the_holders_page_to_two_people_and_back(declared, holder, pair, signed_in):
    assert "名称和住所、型号规格" in words(holder.get(f"/portal/authorizations/{declared.pk}/"))
    kinds = holder.get(reverse("portal:change_kinds", args=[declared.pk]))
    url = reverse("portal:change_new", args=[declared.pk, "models"])
    assert url in words(kinds)
    filed = holder.post(url, filled(holder.get(url)))
    row = ChangeRequest.objects.get()
    assert (filed.status_code, filed.url) == (302, reverse("portal:change_request", args=[row.pk]))
    assert (row.method, row.files.count()) == ("password", 1)
    assert MORE in words(holder.get(filed.url))
    first, second = (signed_in(person) for person in pair)
    desk = reverse("console:change_request", args=[row.pk])
    assert desk in words(first.get(reverse("console:change_requests")))
    page = first.get(desk)
    assert "E-100、E-200" in words(page)
    assert first.post(desk, hidden(page) | {"act": "accept", "reason": "检测合格"}).status_code == 302
    page = second.get(desk)
    proposal = row.endorsements.get()
    confirm = reverse("console:change_proposal", args=[row.pk, proposal.pk])
    assert second.post(confirm, hidden(page) | {"act": "confirm", "note": "同意"}).status_code == 302
    assert Authorization.objects.get(pk=declared.pk).models_text == MORE
    run_due()
    for browser, address in ((holder, filed.url), (second, desk)):
        assert "准予变更决定书" in words(browser.get(address))
    again = second.post(confirm, hidden(page) | {"act": "confirm", "note": "再来一次"})
    assert (again.status_code, "再来一次" in words(again)) == (409, True)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(declared, holder):
    url = reverse("portal:change_new", args=[declared.pk, "models"])
    page = holder.get(url)
    refused = holder.post(url, filled(page, models_text="E-100", text="原因写了很多", files=""))
    assert refused.status_code == 422
    for sentence in ("与现在的相同，无需变更。", "请上传证明材料，至少一份。", "原因写了很多"):
        assert sentence in words(refused)
    fake = SimpleUploadedFile("报告.pdf", b"no pdf at all", "application/pdf")
    refused = holder.post(url, filled(page, files=fake))
    assert (refused.status_code, "文件未保存，请重新选择" in words(refused)) == (422, True)
    refused = holder.post(url, filled(page, password_or_code="wrong password"))
    assert (refused.status_code, "密码或动态验证码不正确" in words(refused)) == (422, True)
    refused = holder.post(url, hidden(page) | {"models_text": MORE})
    for sentence in ("请写明变更的原因。", "请阅读并确认您有权代表本企业提交。", "请输入登录密码或 6 位动态验证码。"):
        assert sentence in words(refused)
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(("kind", "typed", "sentence"), [
    ("models", {"models_text": ""}, "请填写变更后的型号规格，多个的用顿号隔开。"),
    ("standard", {"standard_number": "", "standard_title": "家具"}, "请填写变更后的执行标准编号。"),
    ("standard", {"standard_number": "T/DEMO 9—2026", "standard_title": ""}, "请填写变更后的执行标准名称。"),
    ("standard", {"standard_number": "2026", "standard_title": "家具"}, "标准编号不完整"),
    ("trademark", {"trademark": ""}, "请填写变更后的商标。"),
    ("site", {"site": ""}, "请填写变更后的生产场所，写明厂名和地址。"),
    ("trademark", {"trademark": "\U0002b740"}, "U+2B740"),
])  # fmt: skip
def test_each_kind_asks_for_its_own_fields(declared, holder, kind, typed, sentence):
    url = reverse("portal:change_new", args=[declared.pk, kind])
    refused = holder.post(url, filled(holder.get(url), **typed))
    assert (refused.status_code, sentence in words(refused)) == (422, True)


def test_a_certified_change_without_its_certificate_is_asked_for_one(issued, signed_in):
    mark = issued()
    holder = signed_in(mark.application.created_by)
    url = reverse("portal:change_new", args=[mark.pk, "models"])
    refused = holder.post(url, filled(holder.get(url), certificate=""))
    assert "请选择载明变更后内容的质量认证证书；列表中没有的，请联系发证机构录入。" in words(refused)


def test_an_unknown_kind_is_no_page_and_a_change_that_cannot_be_says_why(declared, holder, ask):
    assert holder.get(f"/portal/authorizations/{declared.pk}/changes/owner/").status_code == 404
    ask(declared, models_text=MORE)
    kinds = words(holder.get(reverse("portal:change_kinds", args=[declared.pk])))
    assert "变更型号规格的申请正在办理，请等待办结，或先撤回。" in kinds
    url = reverse("portal:change_new", args=[declared.pk, "trademark"])
    refused = holder.post(url, filled(holder.get(url), trademark="新样例"))
    assert (refused.status_code, "变更型号规格的申请正在办理" in words(refused)) == (422, True)


def test_the_holder_mends_what_was_handed_back_on_a_page_that_says_what(declared, holder, ask, pair):
    row = hand_back(ask(declared, models_text=MORE), user=pair[0], seen=0, reason="缺 E-200 的检测报告")
    assert "变更型号规格的申请被退回" in words(holder.get("/portal/"))
    url = reverse("portal:change_again", args=[row.pk])
    page = holder.get(url)
    assert "缺 E-200 的检测报告" in words(page)
    assert holder.post(url, filled(page, files="")).status_code == 302
    assert ChangeRequest.objects.get().state == "waiting"
    assert holder.get(url).status_code == 302


def test_the_holder_takes_it_back_on_its_page(declared, holder, ask):
    row = ask(declared, models_text=MORE)
    url = reverse("portal:change_request", args=[row.pk])
    assert holder.post(url, hidden(holder.get(url))).status_code == 302
    assert ChangeRequest.objects.get().state == "retracted"


def test_the_desk_hands_back_visits_and_drops_on_the_page(declared, ask, pair, signed_in):
    row = ask(declared, "site", site="四川省德阳市新厂路 8 号")
    desk, browser = reverse("console:change_request", args=[row.pk]), signed_in(pair[0])
    page = browser.get(desk)
    assert "生产场所变更须先现场核查并登记符合的结果。" in words(page)
    refused = browser.post(desk, hidden(page) | {"act": "accept", "reason": "属实"})
    assert (refused.status_code, "属实" in words(refused)) == (422, True)
    visit = reverse("console:change_site_check", args=[row.pk])
    fields = {"visited_on": the_clock.today().isoformat(), "place": "新厂", "finding": "条件具备", "conforms": "yes"}
    empty = browser.post(visit, hidden(browser.get(visit)))
    for sentence in ("请填写核查日期。", "请写明核查地点。", "请写明核查情况。", "请选择核查结论。"):
        assert sentence in words(empty)
    late = browser.post(visit, hidden(browser.get(visit)) | fields | {"visited_on": "某日"})
    assert "日期不正确，请重新选择。" in words(late)
    assert browser.post(visit, hidden(browser.get(visit)) | fields).status_code == 302
    assert browser.post(desk, hidden(browser.get(desk)) | {"act": "refuse", "reason": "不属实"}).status_code == 302
    proposal = reverse("console:change_proposal", args=[row.pk, row.endorsements.get().pk])
    assert browser.post(proposal, hidden(browser.get(desk)) | {"act": "drop"}).status_code == 302
    assert browser.post(desk, hidden(browser.get(desk)) | {"act": "hand_back", "reason": "请补充"}).status_code == 302
    assert ChangeRequest.objects.get().state == "returned"
