"""A session that ends while somebody types, and somebody else's address."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.cast import PASSWORD, Firm
from tests.browser.visitor import Visitor

FIRM = Firm(
    "bazhong@example.com", "样例纸业有限公司", "91511900TFMP17177L", "巴中市",
    "本色纸", "A4", "Q/YLZY 001—2026", "本色纸",
)  # fmt: skip
RIVAL = Firm(
    "ganzi@example.com", "样例牦牛制品有限公司", "91513300TFMP20202J", "甘孜藏族自治州",
    "牦牛肉干", "100 g", "Q/YLMN 001—2026", "牦牛肉干",
)  # fmt: skip


def test_words_survive_an_expired_session_and_strangers_find_nothing(
    stack: Any, scene: None, visitor: Any, problems: Any
) -> None:
    owner, rival = visitor(), visitor()
    cast.sign_up(owner, FIRM)
    cast.bind(owner, FIRM)
    cast.add_product(owner, FIRM)
    draft = cast.open_application(owner, FIRM, "quality_certification")

    problems.allow("status of 401")
    owner.go(f"{draft}product/")
    owner.context.clear_cookies(name=re.compile("session"))
    owner.fill(description="会话过期时写下的话。")
    owner.page.locator("[name=description]").blur()
    expect(owner.page.locator("body")).to_contain_text("登录已过期")
    owner.look(variant="+expired")
    again = Visitor(owner.context, owner.check)
    again.sign_in(FIRM.email, PASSWORD)
    again.page.close()
    owner.page.bring_to_front()
    owner.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(owner.page.locator("[data-field=description]")).to_contain_text("已保存")
    owner.page.reload()
    assert owner.typed("description") == "会话过期时写下的话。"

    problems.allow("status of 404")
    cast.sign_up(rival, RIVAL)
    cast.bind(rival, RIVAL)
    for path in ("", "product/", "submit/", "comparison/"):
        rival.go(f"{draft}{path}", status=404)
    rival.reads("没有找到这个页面")
