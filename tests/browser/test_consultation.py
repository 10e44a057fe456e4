"""湖北精品 from draft to certificate beside a running 天府名品, with 征求部门意见: each brand in its own words.

A stack of its own, so that no other story meets a second brand."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import desks
from tests.browser.problems import Problems
from tests.browser.stack import Stack
from tests.browser.visitor import Visitor
from tests.papers.reading import text_of

OPINION = "请补充低温启动的第三方检测报告。"
HANDLED = "企业已补充第三方检测报告，经核对属实。"
# What only the other brand says.
FOREIGN = ("天府", "名品标识", "TFMP-", "四川", "成都", "授权")


class TwoBrands(Stack):
    """`draft`: the address of 湖北精品's; `mark`: the number of 天府名品's."""

    def begin(self) -> None:
        said = self.start(300, scene="second_brand()")
        self.draft, self.mark = said.splitlines()[-1].split()


@pytest.fixture(scope="module")
def two_brands(chromium_path: str) -> Iterator[TwoBrands]:
    stack = TwoBrands(DEMO_SECOND_BRAND="1", PLATFORM_NAME="质量品牌平台", PLATFORM_LINE="区域公共质量品牌")
    try:
        stack.begin()
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="module")
def browser_context_args(two_brands: TwoBrands) -> dict[str, Any]:
    """Everybody of this file stands in front of that stack; the shared one is not asked for."""
    size = {"width": 1280, "height": 900}
    return {"base_url": two_brands.url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": size}


def test_a_case_of_hubei_from_draft_to_its_certificate(two_brands: TwoBrands, visitor: Any, problems: Problems) -> None:
    problems.allow("status of 422")
    draft, theirs = two_brands.draft, two_brands.mark
    public = visitor()
    before = brand_page(public, theirs)
    owner = visitor("optics")
    number = submitted(owner, draft)
    city = visitor("wuhan")
    desks.pass_case(city, number, "予以受理")
    desks.pass_case(city, number, "提出：同意推荐")
    desks.pass_case(visitor("wuhan2"), number, "同意推荐")
    desk = visitor("hubei")
    desks.pass_case(desk, number, "审核通过")
    asked(desk, number)
    answered(visitor("trade"), number)
    desks.pass_case(desk, number, "处理意见并通过", HANDLED)
    desk.reads("湖北省商务厅", OPINION, HANDLED)
    owner.go(draft)
    expect(owner.page.locator("main")).not_to_contain_text(OPINION)
    two_brands.act("scene.let_pass('+8d')")
    desks.pass_case(visitor("hubei2"), number, "提出：准予认定")
    desks.pass_case(visitor("hubei3"), number, "准予认定")

    mark, certificate = issued(owner, draft)
    assert mark.startswith("HBJP-R-420100-")
    assert "现认定为“湖北精品”" in certificate
    public.go(f"/V/{mark}")
    public.reads("湖北精品", "有效", "车载显示屏")
    said_of_it = {"certificate": certificate, "verify": public.page.content(), "brand": brand_page(public, mark)}
    assert [(where, word) for where, text in said_of_it.items() for word in FOREIGN if word in text] == []
    assert brand_page(public, theirs) == before
    assert "天府名品" in before and "湖北" not in before


def submitted(owner: Visitor, draft: str) -> str:
    """Read back and submitted; the number of the case."""
    owner.go(f"{draft}submit/")
    owner.fill(commitment=True)
    owner.press("提交申报")
    # Not looked at before the papers are made: the page reloads itself then.
    expect(owner.page).to_have_url(re.compile(r"/portal/applications/\d+/$"))
    return owner.number(r"HBJP-R-\d{4}-\d{5}-\w")


def asked(desk: Visitor, number: str) -> None:
    desks.open_case(desk, number)
    desk.follow("征求部门意见")
    desk.page.get_by_label("湖北省商务厅").check()
    desk.fill(question="请就该产品的质量水平提出意见。")
    desk.press("发出")
    desk.reads("已征求 1 个部门的意见")


def answered(officer: Visitor, number: str) -> None:
    """What is missing is said at its field; the answer is read back."""
    officer.go("/console/consultations/")
    officer.reads("演示光电显示有限公司", "湖北省商务厅")
    officer.follow(number)
    officer.reads("车载显示屏", "逾期未回复视为无异议", "亮度")
    officer.fill(outcome="opinion")
    officer.press("提交答复")
    expect(officer.page.locator('[data-field="text"] .error')).to_be_visible()
    officer.look(variant="+refused")
    officer.fill(text=OPINION)
    officer.press("提交答复")
    officer.reads("有意见", OPINION)


def issued(owner: Visitor, draft: str) -> tuple[str, str]:
    """Wait until the worker has issued it; the number of the mark, and what the certificate says."""
    owner.go(draft)
    owner.follow("查看认定和证书")
    owner.reads("认定证书")
    mark = owner.number(r"HBJP-R-\d{6}-\d{4}-\d{5}-\w")
    link = owner.page.locator("main").get_by_role("link", name="认定证书").first.get_attribute("href")
    answer = owner.page.request.get(link)
    assert answer.status == 200
    return mark, text_of(answer.body())


def brand_page(reader: Visitor, number: str) -> str:
    reader.go(f"/brands/{number}/")
    return reader.page.locator("main").inner_text()
