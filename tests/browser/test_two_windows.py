"""Two windows on one draft, and the read-back as people read it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.cast import Firm
from tests.browser.visitor import Visitor

FIRM = Firm(
    "yaan@example.com", "样例茶业有限公司", "91511800TFMP161664", "雅安市", "绿茶", "250 g", "Q/YLCY 001—2026", "绿茶",
)  # fmt: skip


@pytest.fixture
def allowed_refusals(problems: Any) -> None:
    problems.allow("status of 409")


def test_older_window_overwrites_nothing_and_the_read_back_says_what_will_be_filed(
    stack: Any, scene: None, visitor: Any, allowed_refusals: None
) -> None:
    first = visitor()
    cast.sign_up(first, FIRM)
    cast.bind(first, FIRM)
    industries_follow_the_sector(first)
    cast.add_product(first, FIRM)
    draft = cast.open_application(first, FIRM, "quality_certification")
    second = Visitor(first.context, first.check)
    first.go(f"{draft}subject/")
    second.go(f"{draft}subject/")
    saved(first, "employees", "260")
    saved(second, "contact_name", "赵六")  # another field of the same section
    second.fill(employees="9999")
    second.page.locator("[name=employees]").blur()
    box = second.page.locator("[data-field=employees] .versions")
    expect(box).to_contain_text("260")
    expect(box).to_contain_text("9999")
    second.look(variant="+versions")
    box.get_by_role("button", name="改用我填写的内容").press("Enter")
    expect(second.page.locator("[data-field=employees]")).to_contain_text("已保存")
    # The button of the first window sends only what was touched there.
    first.fill(revenue="12000.50", established_on="2009-05-18")
    first.press("保存，回到清单")
    first.at(r"/portal/applications/\d+/$")

    first.go(f"{draft}evidence/")
    form = first.page.locator("form:has(input[name=kind][value=test_report])")
    form.locator("input[type=file]").set_input_files(cast.pdf("检测报告.pdf"))
    form.locator("button[type=submit]").click()
    expect(first.page.get_by_text("“检测报告.pdf”已上传并通过检查。")).to_be_visible()

    first.go(f"{draft}submit/")
    first.reads("9999 人", "赵六", "12,000.50 万元", "2009 年 5 月 18 日")
    with first.context.expect_page() as opened:
        first.page.get_by_role("link", name="检测报告.pdf").click()
    answer = first.context.request.get(opened.value.url)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def saved(visitor: Visitor, name: str, value: str) -> None:
    visitor.fill(**{name: value})
    visitor.page.locator(f"[name={name}]").blur()
    expect(visitor.page.locator(f"[data-field={name}]")).to_contain_text("已保存")


def industries_follow_the_sector(visitor: Visitor) -> None:
    visitor.go("/portal/products/new/")
    select = visitor.page.locator("select[name=industry]")
    visitor.fill(sector="service")
    groups = select.locator("optgroup").evaluate_all("groups => groups.map(group => group.label)")
    chosen = visitor.page.locator("select[name=sector] option:checked").inner_text()
    assert groups == [chosen]
    visitor.fill(sector="agriculture")
    assert select.input_value() == ""
    assert "+" not in " ".join(select.locator("option").all_text_contents())
