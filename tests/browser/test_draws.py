"""A draw in the browser: the planner's sitting, two people who type apart, and a visitor who runs it again."""

import re
import subprocess
from typing import Any

from playwright.sync_api import expect

DICE = "01234567890123456789"
MISREAD = "01234567890123456798"
NOTICE = "https://notice.example.test/"


def test_a_planner_goes_from_an_empty_plan_to_handing_over_in_one_sitting(
    stack: Any, scene: None, visitor: Any
) -> None:
    stack.act("scene.checkers(); scene.published_item()")
    person = visitor("planner")
    person.go("/console/draws/new/")
    person.fill(title="机构抽查一次拟定")
    person.page.locator("main form button[type=submit]").click()
    person.at(r"/console/draws/\d+/plan/$")
    numbers, main = person.page.locator("#numbers"), person.page.locator("main")
    expect(numbers).to_contain_text("承诺前须解决")

    # Another kind of object has other parts: the page brings them, and complains of nothing not yet typed.
    person.fill(object_kind="certification_body")
    expect(main.locator("[name='percent-ALL']")).to_be_visible()
    expect(numbers).to_contain_text(re.compile(r"预计抽取\s*1 户"))
    assert main.locator(".summary, .error").count() == 0
    assert person.typed("title") == "机构抽查一次拟定"
    main.locator("[name=items]").first.check()
    person.fill(mode="dice", **{"percent-ALL": "100"})
    expect(numbers).to_contain_text("没有妨碍承诺的问题")
    expect(numbers).to_contain_text("100%")
    expect(numbers.locator("svg.chance .value").first).to_have_attribute("width", "1000")
    expect(numbers).to_contain_text("确认后公开")
    person.look(variant="+counted")
    person.press("保存并提交确认")
    person.at(r"/console/draws/\d+/$")
    person.reads("等另一位抽查组织人确认")

    second = visitor("planner2")
    second.go(f"{person.page.url}commit/")
    second.reads("机构抽查一次拟定", "会公开什么", "不能撤回；只能由两人作废并公开理由。")
    second.press("确认并承诺")
    second.reads("请在见证人面前掷骰，并记录。")


def test_two_people_type_apart_until_they_agree_and_a_visitor_runs_it_again(
    stack: Any, scene: None, visitor: Any
) -> None:
    made = stack.act("scene.rolled_dice()").split()
    desk, public = made[-2:]
    first, second = visitor("planner"), visitor("planner2")
    typed(first, desk, MISREAD)
    second.go(desk)
    expect(second.page.locator("main")).not_to_contain_text(MISREAD)
    typed(second, desk, DICE)
    for person in (first, second):
        person.go(desk)
        person.reads("不一致，都不采用")
        rows = person.page.locator(".panel", has_text="第 1 轮").locator("tbody tr")
        assert [MISREAD in rows.nth(0).inner_text(), DICE in rows.nth(1).inner_text()] == [True, True]
    typed(second, desk, DICE)
    typed(first, desk, DICE)
    expect(first.page.get_by_role("heading", name=re.compile("抽中对象"))).to_be_visible()

    anybody = visitor()
    anybody.go(public)
    page = anybody.page
    page.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(page.get_by_text("全部相符：您算出的结果与公布的一致。")).to_be_visible()
    steps = page.locator("[data-steps] li")
    assert all(text.startswith("✓ 相符") for text in steps.all_inner_texts()) and steps.count() >= 10
    drawn = page.locator("[data-picks] tr").first
    code, ticket = drawn.locator("th, td").nth(0).inner_text(), drawn.locator("th, td").nth(2).inner_text()
    page.get_by_label("核对一个对象的号码").fill(code)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("[data-answer]")).to_contain_text("这个对象被抽中")
    line = page.locator("[data-line]").inner_text()
    by_hand = subprocess.run(line, shell=True, capture_output=True, text=True, check=True).stdout.split()[0]
    assert by_hand.startswith(ticket.rstrip("…"))
    anybody.look(variant="+rerun")


def typed(person: Any, desk: str, dice: str) -> None:
    person.go(f"{desk}values/")
    person.fill(url=NOTICE, **{"value-dice": dice})
    person.press("录入")
    person.at(r"/console/draws/\d+/$")
