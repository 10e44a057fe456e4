"""autosave.js against a server that answers as agreed: what is typed is saved, or kept on the device until it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.template import engines
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.ui.conftest import HOST, static
from tianfu.workflow.signatures.basis import hidden

PAGE = """<!DOCTYPE html><html lang="zh-CN"><title>产品信息</title>
<link rel="stylesheet" href="/static/css/base.css"><link rel="stylesheet" href="/static/css/work.css"><h1>产品信息</h1>
<p data-missing>还缺：产品名称</p>
<form method="post" data-autosave-url="/save/" data-user="7">
<input type="hidden" name="csrfmiddlewaretoken" value="old">%(form)s<button>保存</button></form>
<script src="/static/js/versions.js"></script><script src="/static/js/autosave.js"></script></html>"""


class ProductForm(forms.Form):
    name = forms.CharField(label="产品名称")
    output = forms.CharField(label="产量")
    markets = forms.MultipleChoiceField(
        label="市场", widget=forms.CheckboxSelectMultiple, choices=(("sc", "省内"), ("cn", "省外"))
    )


@dataclass
class Server:
    """Answers /save/ with `status`; remembers what it was sent and what it took."""

    status: int = 200
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    taken: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            return route.fulfill(**static(path))
        if path != "/save/":
            return route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self.page())
        data = parse_qs(route.request.post_data or "", keep_blank_values=True)
        self.sent.append(data)
        return self.save(route, data)

    def save(self, route: Route, data: dict[str, list[str]]) -> None:
        name = data["field"][0]
        if self.status == 401:
            return route.fulfill(
                status=401, headers={"X-Session-Expired": "1"}, json={"login": "/account/login/?next=/form/"}
            )
        if self.status == 409:
            return route.fulfill(status=409, json={"error": {"message": "这份资料刚被李四修改过，请刷新。"}})
        if self.status == 422:
            return route.fulfill(status=422, json={"errors": {name: ["请填写数字，例如 1200。"]}, "saved": False})
        if self.status == 0:
            return route.abort("internetdisconnected")
        value, was, now = ([text for text in data.get(key, []) if text] for key in ("value", "was", "-"))
        now = [text for text in self.taken.get(name, []) if text]
        if now not in (was, value):
            both = {
                "theirs": {"text": "、".join(now), "values": now},
                "mine": {"text": "、".join(value), "values": value},
            }
            error = {"code": "conflict", "message": "“产品名称”已被修改。请选择保留哪一份。"}
            return route.fulfill(status=409, json={"error": error, "field": name, "label": "产品名称", **both})
        self.taken[name] = data.get("value", [])
        return route.fulfill(json={"saved_at": "14:03:21", "values": value, "missing": [], "display": {}})

    def page(self) -> str:
        values = {name: value if name == "markets" else value[0] for name, value in self.taken.items()}
        form = (
            engines["django"]
            .from_string('{% include "components/form.html" %}')
            .render({"form": ProductForm(initial=values)})
        )
        was = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in hidden(values))
        return PAGE % {"form": form + was}


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser_context: Callable[..., BrowserContext], server: Server) -> Page:
    page = browser_context().new_page()
    page.route(f"{HOST}/**", server.answer)
    page.goto(f"{HOST}/form/")
    return page


def test_a_field_saves_itself_while_typing_and_says_when(page: Page, server: Server) -> None:
    page.get_by_label("产品名称").press_sequentially("川南泡菜")
    expect(page.locator("[data-field=name] .saved")).to_contain_text("已保存 14:03:21")
    assert server.taken == {"name": ["川南泡菜"]}
    assert "was" not in server.sent[-1]
    expect(page.locator("[data-missing]")).to_have_text("本部分已填写完整")


def test_the_next_save_is_based_on_the_last(page: Page, server: Server) -> None:
    page.get_by_label("产品名称").fill("川南泡菜")
    page.get_by_label("产品名称").blur()
    expect(page.locator("[data-field=name] .saved")).to_contain_text("已保存")
    page.get_by_label("产品名称").fill("川南老坛泡菜")
    page.get_by_label("产品名称").blur()
    page.wait_for_function("!localStorage.length")
    assert [data.get("was") for data in server.sent] == [None, ["川南泡菜"]]
    assert server.taken == {"name": ["川南老坛泡菜"]}


def test_typing_again_what_is_stored_never_stores_a_blank(page: Page, server: Server) -> None:
    server.taken = {"name": ["川南泡菜"], "markets": ["sc"]}
    page.goto(f"{HOST}/form/")
    page.get_by_label("产品名称").fill("")
    page.get_by_label("产品名称").fill("川南泡菜")
    page.get_by_label("产品名称").blur()
    page.get_by_label("省内").uncheck()
    page.get_by_label("省内").check()
    page.get_by_label("产量").focus()
    page.wait_for_function("!localStorage.length")
    assert server.taken["name"] == ["川南泡菜"]
    assert server.taken["markets"] == ["sc"]


@pytest.mark.parametrize(("choice", "kept"), [("采用已保存的内容", "李四的泡菜"), ("改用我填写的内容", "我的泡菜")])
def test_two_windows_show_both_versions_and_the_reader_chooses_by_keyboard(
    page: Page, server: Server, choice: str, kept: str
) -> None:
    server.taken = {"name": ["李四的泡菜"]}  # saved in the other window after this page was opened
    page.get_by_label("产品名称").fill("我的泡菜")
    page.get_by_label("产品名称").blur()
    box = page.locator("[data-field=name] .versions")
    expect(box).to_contain_text("李四的泡菜")
    expect(box).to_contain_text("我的泡菜")
    assert server.taken == {"name": ["李四的泡菜"]}
    page.get_by_label("产量").fill("1200")  # other fields go on
    page.get_by_label("产量").blur()
    expect(page.locator("[data-field=output] .saved")).to_contain_text("已保存")
    box.get_by_role("button", name=choice).press("Enter")
    expect(box).to_have_count(0)
    page.wait_for_function("!localStorage.length")
    expect(page.get_by_label("产品名称")).to_have_value(kept)
    assert server.taken["name"] == [kept]


def test_nothing_is_sent_while_an_input_method_composes(page: Page, server: Server) -> None:
    box = page.get_by_label("产品名称")
    box.focus()
    session = page.context.new_cdp_session(page)
    for pinyin in ("c", "ch", "chu", "chuan"):
        session.send(
            "Input.imeSetComposition", {"text": pinyin, "selectionStart": len(pinyin), "selectionEnd": len(pinyin)}
        )
        page.wait_for_timeout(700)
    assert server.sent == [], "longer than the longest wait, and still no value"
    session.send("Input.insertText", {"text": "川"})
    expect(page.locator("[data-field=name] .saved")).to_contain_text("已保存")
    assert [data["value"] for data in server.sent] == [["川"]]


def test_the_button_sends_only_what_was_touched(page: Page, server: Server) -> None:
    server.taken = {"name": ["川南泡菜"], "output": ["1200"], "markets": ["sc"]}
    page.goto(f"{HOST}/form/?again")
    server.status = 0  # the script cannot save: the button has to
    page.get_by_label("产量").fill("1300")
    with page.expect_request(lambda request: request.method == "POST" and "/form/" in request.url) as sent:
        page.get_by_role("button", name="保存").click()
    data = parse_qs(sent.value.post_data or "", keep_blank_values=True)
    data.pop("csrfmiddlewaretoken")
    assert data == {"output": ["1300"], "was-output": ["1200"]}


def test_several_choices_are_sent_together_and_none_as_an_empty_value(page: Page, server: Server) -> None:
    page.get_by_label("省内").check()
    page.get_by_label("省外").check()
    expect(page.locator("[data-field=markets] .saved")).to_contain_text("已保存")
    page.wait_for_function("!localStorage.length")
    assert server.taken["markets"] == ["sc", "cn"]
    page.get_by_label("省内").uncheck()
    page.get_by_label("省外").uncheck()
    page.wait_for_timeout(500)
    assert server.taken["markets"] == [""]


def test_a_refused_value_stays_and_the_reason_stands_at_the_field(page: Page, server: Server) -> None:
    server.status = 422
    page.get_by_label("产量").fill("一千二")
    page.get_by_label("产量").blur()
    expect(page.locator("[data-field=output] .error")).to_have_text("请填写数字，例如 1200。")
    expect(page.get_by_label("产量")).to_have_value("一千二")
    expect(page.get_by_label("产量")).to_have_attribute("aria-invalid", "true")
    server.status = 200
    page.get_by_label("产量").fill("1200")
    page.get_by_label("产量").blur()
    expect(page.locator("[data-field=output] .saved")).to_contain_text("已保存")
    expect(page.locator("[data-field=output] .error")).to_have_count(0)


def test_after_the_session_ended_nothing_is_lost_and_signing_in_elsewhere_sends_it(page: Page, server: Server) -> None:
    server.status = 401
    page.get_by_label("产品名称").fill("川南泡菜")
    page.get_by_label("产品名称").blur()
    banner = page.locator("#autosave-banner")
    expect(banner).to_contain_text("登录已过期，已为您保存在本机")
    expect(banner.get_by_role("link")).to_have_attribute("href", "/account/login/?next=/form/")
    expect(banner.get_by_role("link")).to_have_attribute("target", "_blank")
    server.status = 200
    page.context.add_cookies([{"name": "csrf", "value": "fresh", "url": HOST}])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(banner).to_have_count(0)
    assert server.taken == {"name": ["川南泡菜"]}
    assert server.sent[-1]["csrfmiddlewaretoken"] == ["fresh"]


def test_after_a_lost_connection_a_reload_brings_the_words_back_and_sends_them(page: Page, server: Server) -> None:
    server.status = 0
    page.get_by_label("产品名称").fill("川南泡菜")
    page.get_by_label("产品名称").blur()
    expect(page.locator("#autosave-banner")).to_contain_text("网络中断，已为您保存在本机")
    server.status = 200
    page.reload()
    expect(page.get_by_label("产品名称")).to_have_value("川南泡菜")
    page.wait_for_function("!localStorage.length")
    assert server.taken == {"name": ["川南泡菜"]}


def test_another_reader_of_this_computer_does_not_see_what_was_kept(page: Page, server: Server) -> None:
    server.status = 0
    page.get_by_label("产品名称").fill("川南泡菜")
    page.get_by_label("产品名称").blur()
    expect(page.locator("#autosave-banner")).to_be_visible()
    keys = page.evaluate("Object.keys(localStorage)")
    assert keys == ["autosave:7:/save/"]


def test_when_somebody_else_changed_it_nothing_is_overwritten_and_the_words_can_be_put_back(
    page: Page, server: Server
) -> None:
    server.status = 409
    page.get_by_label("产品名称").fill("我的泡菜")
    page.get_by_label("产品名称").blur()
    expect(page.locator("#autosave-banner")).to_contain_text("这份资料刚被李四修改过")
    server.status, server.taken = 200, {"name": ["李四的泡菜"]}
    page.get_by_role("link", name="刷新本页").click()
    expect(page.get_by_label("产品名称")).to_have_value("李四的泡菜")
    expect(page.locator("[data-field=name]")).to_contain_text("我的泡菜")
    assert server.taken == {"name": ["李四的泡菜"]}
    page.get_by_role("button", name="放回").click()
    expect(page.locator("[data-field=name] span.saved")).to_contain_text("已保存")
    assert server.taken == {"name": ["我的泡菜"]}


def test_leaving_at_once_after_the_last_key_still_saves(page: Page, server: Server) -> None:
    page.get_by_label("产品名称").fill("川南泡菜")
    page.goto(f"{HOST}/form/?again")
    page.wait_for_timeout(300)
    assert server.taken == {"name": ["川南泡菜"]}
