"""Wrong input: the sentence stands at its field, and what was typed stays."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.cast import Firm
from tests.browser.visitor import paper
from tianfu.workflow.numbers import authorization_number

FIRM = Firm(
    "neijiang@example.com", "样例糖果有限公司", "91511000TFMP090979", "内江市",
    "蜜饯", "500 g", "Q/YLTG 001—2026", "蜜饯",
)  # fmt: skip


@pytest.fixture
def allowed_refusals(problems: Any) -> None:
    problems.allow("status of 422")


def test_wrong_code_text_in_a_number_other_unit_false_file(
    stack: Any, scene: None, visitor: Any, allowed_refusals: None
) -> None:
    owner = visitor()
    cast.sign_up(owner, FIRM)
    wrong = FIRM.code[:-1] + ("1" if FIRM.code[-1] != "1" else "2")
    owner.go("/portal/enterprise/bind/")
    owner.fill(code=wrong, name=FIRM.name, region=FIRM.region, licence=cast.pdf("执照.pdf"))
    owner.press("提交认领")
    owner.is_told("code", "校验不符")
    assert (owner.typed("code"), owner.typed("name")) == (wrong, FIRM.name)
    owner.look(variant="+errors")

    cast.bind(owner, FIRM)
    cast.add_product(owner, FIRM)
    draft = cast.open_application(owner, FIRM, "quality_certification")
    owner.go(f"{draft}subject/")
    owner.fill(employees="12.5", address="示例路 2 号")
    owner.page.locator("[name=address]").blur()
    owner.is_told("employees", "整数")
    expect(owner.page.locator("[data-field=address]")).to_contain_text("已保存")
    assert owner.typed("employees") == "12.5"

    wrong_cells(owner, draft)
    owner.go(f"{draft}evidence/")
    form = owner.page.locator("form:has(input[name=kind][value=test_report])")
    form.locator("input[type=file]").set_input_files(paper("报告.pdf", b"PK\x03\x04 not a pdf at all"))
    form.locator("button[type=submit]").click()
    expect(form.locator(".error")).to_contain_text("报告.pdf")
    owner.go(draft)
    owner.reads("未上传“检测报告”")


def wrong_cells(owner: Any, draft: str) -> None:
    owner.go(f"{draft}comparison/")
    owner.press("增加一项指标")
    row = owner.page.locator("tr[data-row]").last
    for name, value, sentence in (
        ("unit", "mg/m³", ""),
        ("own", "很低", "不是能读懂的数字"),
        ("national", "0.124 g/L", "不一致"),
    ):
        cell = row.locator(f"[name$='-{name}']:not([type=hidden])")
        with owner.page.expect_response("**/comparison/save/"):
            cell.fill(value)
            cell.blur()
        if sentence:
            expect(row.locator(f"[data-name={name}]")).to_contain_text(sentence)
        assert cell.input_value() == value


def test_a_mistyped_number_is_told_from_an_unknown_one(stack: Any, scene: None, visitor: Any, problems: Any) -> None:
    problems.allow("status of 404")
    public = visitor()
    right = authorization_number("TFMP", "C", "510100", 2026, 99999)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    public.go("/verify/")
    public.fill(number=wrong)
    public.press("验证")
    public.reads("编号有误")
    public.look(variant="+mistyped")
    public.go(f"/V/{right}", status=404)
    public.reads("无此编号")
