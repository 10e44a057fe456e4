"""The README's tour: ten steps from a finished draft to a verified mark, one browser, no signing in and out.

With SCREENSHOTS=<folder> it leaves the README's pictures there (docs/screenshots).
"""

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser import desks
from tests.browser.visitor import Visitor
from tianfu.demo.accounts import PASSWORD

PRODUCT = "装配式厂房"


def test_ten_steps_lead_to_the_first_verified_mark(stack: Any, scene: None, visitor: Any) -> None:
    stack.act("scene.ready_to_file()")
    person = visitor()
    # 1 the enterprise reads back and submits
    change_to(person, "孙建")
    person.go("/portal/applications/")
    person.follow(PRODUCT)
    draft = person.page.url
    take_picture(person, "task-list")
    person.go(f"{draft}submit/")
    person.fill(commitment=True)
    person.press("提交申报")
    person.reads("申报存证")
    # 2, 3 the city accepts and recommends, 4 a second person agrees
    decide(person, "许经办", "予以受理")
    decide(person, "", "提出：同意推荐")
    decide(person, "宋审批", "同意推荐")
    # 5 the certification body confirms its certificate
    go_on_as(person, "冯认证")
    person.page.locator("main").get_by_role("link", name=re.compile("DEMO-")).first.click()
    person.press("确认属实")
    # 6 the operator reviews, which publishes the notice
    change_to(person, "赵审核")
    person.go(draft.replace("/portal/", "/console/"))
    take_picture(person, "review")
    decide(person, "", "审核通过")
    # 7 the notice ends: the demo clock passes its days
    person.page.get_by_role("button", name="+10 个工作日").click()
    person.reads("演示时间已拨到")
    stack.act("scene.let_pass('+1m')")
    person.page.reload()
    # 8, 9 the province decides with two people
    decide(person, "孙经办", "提出：准予授权")
    decide(person, "周审批", "准予授权")
    # 10 both sides sign, the worker issues, anybody verifies
    go_on_as(person, "孙建")
    person.follow("签署授权协议")
    desks.sign(person, "孙建", "法定代表人", PASSWORD)
    person.go(draft)
    go_on_as(person, "赵审核")
    person.follow("签署协议并授权")
    desks.sign(person, "赵审核", "经办人", PASSWORD, "签署并授权")
    person.reads("已授权")
    change_to(person, "孙建")
    mark = desks.issued_mark(person, draft)
    person.go(f"/V/{mark}")
    person.reads("有效", PRODUCT)
    person.go(f"/brands/{mark}/")
    person.reads(PRODUCT)
    take_picture(person, "brand")
    person.go("/")
    take_picture(person, "home")


def change_to(person: Visitor, name: str) -> None:
    """Two clicks: 切换账号 in the banner, then the account."""
    if not person.page.url.startswith("http"):
        person.go("/")
    person.page.get_by_role("link", name="切换账号").click()
    person.look()
    person.page.get_by_role("button", name=f"换成{name}", exact=True).click()
    expect(person.page).not_to_have_url(re.compile("/demo/accounts/"))


def go_on_as(person: Visitor, name: str) -> None:
    """The case's page names the account whose turn it is; one click goes on as it."""
    turn = person.page.locator(".demo-turn")
    expect(turn).to_contain_text(f"现在轮到 {name}")
    with person.page.expect_navigation():
        turn.get_by_role("button", name=f"换成{name}继续").click()


def decide(person: Visitor, name: str, label: str) -> None:
    """As the account whose turn it is (or who one is already): ticks, opinion, button, and the confirm page if there is one."""
    if name:
        go_on_as(person, name)
    person.fill(opinion="情况属实，同意。")
    for box in person.page.locator("aside input[type=checkbox]").all():
        box.check()
    person.press(label)
    expect(person.page.locator("main")).to_contain_text(re.compile("已通过|意见已提出|会发生什么"))
    if person.page.get_by_role("button", name=f"确认{label}").count():
        person.press(f"确认{label}")
    expect(person.page.locator("main")).to_contain_text(re.compile("已通过|意见已提出"))


def take_picture(person: Visitor, name: str) -> None:
    """For the README, when asked for."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        person.page.screenshot(path=Path(folder) / f"{name}.png")
