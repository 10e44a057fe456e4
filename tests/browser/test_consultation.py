"""征求部门意见 for people: a department of 湖北 answers on its own page, the desk of 湖北精品 reads it and goes on."""

from typing import Any

from playwright.sync_api import expect

from tests.browser import desks
from tests.browser.visitor import Visitor

OPINION = "请补充低温启动的第三方检测报告。"
HANDLED = "企业已补充第三方检测报告，经核对属实。"


def test_a_department_answers_and_the_case_goes_on_to_its_notice(stack: Any, scene: None, visitor: Any) -> None:
    stack.manage("shell", "-v0", "-c", "from tests.browser import scene; scene.second_brand()")
    number = answer(visitor("trade"))
    desk = visitor("hubei")
    desk.go("/console/")
    desk.reads(number)
    desks.pass_case(desk, number, "处理意见并通过", HANDLED)
    desk.reads("湖北省商务厅", OPINION, HANDLED)

    owner = visitor("optics")
    owner.go("/portal/")
    owner.reads("车载显示屏")
    expect(owner.page.locator("main")).not_to_contain_text(OPINION)
    public = visitor()
    public.go("/notices/")
    public.follow("车载显示屏")
    public.reads("湖北精品", "武汉市", "评审认定")


def answer(officer: Visitor) -> str:
    """What is missing is said at its field; the answer is read back. Returns the number of the case."""
    officer.go("/console/consultations/")
    officer.reads("演示光电显示有限公司", "湖北省商务厅")
    number = officer.page.locator("main tbody th a").first.inner_text()
    officer.follow(number)
    officer.reads("车载显示屏", "逾期未回复视为无异议", "亮度")
    officer.fill(outcome="opinion")
    officer.press("提交答复")
    expect(officer.page.locator('[data-field="text"] .error')).to_be_visible()
    officer.look(variant="+refused")
    officer.fill(text=OPINION)
    officer.press("提交答复")
    officer.reads("有意见", OPINION)
    return number
