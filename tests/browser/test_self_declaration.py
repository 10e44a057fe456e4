"""Route 自我声明 from registration to the verified mark: honours, a real signature, the operator's eligibility check."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser import cast, desks
from tests.browser.cast import Firm, pdf
from tests.browser.visitor import Visitor
from tianfu.demo.accounts import PASSWORD as STAFF

FIRM = Firm(
    "zigong@example.com", "样例灯彩有限公司", "91510300TFMP02020W", "自贡市",
    "彩灯", "H-8", "Q/YLDC 001—2026", "彩灯",
)  # fmt: skip
EVIDENCE = {"test_report": "检测报告", "standard_text": "执行标准文本", "self_check": "自查评价报告"}
ROW = {"name": "使用寿命", "unit": "h", "direction": "higher", "own": "30000",
       "industry": "20000", "industry_source": "行业标准"}  # fmt: skip


def test_from_registration_to_the_verified_mark(stack: Any, scene: None, visitor: Any, problems: Any) -> None:
    owner, city = visitor(), visitor("city")
    cast.sign_up(owner, FIRM)
    cast.bind(owner, FIRM)
    desks.verify_claim(city, FIRM)
    cast.add_product(owner, FIRM)
    draft = cast.open_application(owner, FIRM, "self_declaration")
    for key, values in (("subject", cast.SUBJECT), ("product", cast.PRODUCT), ("standard", cast.STANDARD)):
        cast.fill_section(owner, draft, key, values)
    cast.add_indicator(owner, draft, **ROW)
    cast.upload_evidence(owner, draft, EVIDENCE)
    add_honour(owner, draft)
    problems.allow("status of 422")
    sign_declaration(owner, draft)

    number = cast.submit(owner, draft)
    operator = visitor("operator")
    desks.pass_case(city, number, "予以受理")
    desks.pass_case(city, number, "提出：同意推荐")
    desks.pass_case(visitor("city2"), number, "同意推荐")
    problems.allow("status of 409")
    two_at_once(operator, visitor("operator2"), number)
    desks.pass_case(operator, number, "审核通过")
    stack.act("scene.let_pass('+8d')")
    desks.pass_case(visitor("province"), number, "提出：准予授权")
    desks.pass_case(visitor("province2"), number, "准予授权")
    owner.go(f"{draft}agreement/")
    desks.sign(owner, "李四", "法定代表人")
    owner.reads("已签署")
    operator.go("/console/")
    desks.open_case(operator, number)
    operator.follow("签署协议并授权")
    desks.sign(operator, "赵审核", "经办人", STAFF, "签署并授权")
    operator.reads("已授权")
    mark = desks.issued_mark(owner, draft)
    assert mark.startswith("TFMP-S-510300-")
    public = visitor(phone=True)
    public.go(f"/V/{mark}")
    public.reads("有效", FIRM.product)
    public.go(f"/brands/{mark}/")
    public.reads("自我声明", "使用寿命")


def add_honour(owner: Visitor, draft: str) -> None:
    owner.go(f"{draft}honors/")
    owner.fill(name="天府质量奖", level="province", awarded_by="四川省人民政府", year="2024", file=pdf("获奖证书.pdf"))
    owner.press("添加")
    owner.reads("2024 年 天府质量奖")


def sign_declaration(owner: Visitor, draft: str) -> None:
    """A wrong password signs nothing; what is changed after signing must be signed again."""
    owner.go(f"{draft}declaration/")
    desks.sign(owner, "李四", "法定代表人", "not the password 1")
    owner.is_told("password_or_code", "密码或动态验证码不正确")
    desks.sign(owner, "李四", "法定代表人")
    owner.reads("已签署")
    cast.fill_section(owner, draft, "product", {"annual_output": "13 万套"})
    expect(owner.page.locator("main")).to_contain_text(re.compile("重新签署"))
    owner.go(f"{draft}declaration/")
    desks.sign(owner, "李四", "法定代表人")
    owner.reads("已签署")


def two_at_once(faster: Visitor, slower: Visitor, number: str) -> None:
    """Two officers decide from the same page: one passage, and the other reads who was faster."""
    desks.fill_review(slower, number, "资格符合要求。")
    desks.pass_case(faster, number, "资格符合")
    slower.press("资格符合")
    slower.reads("有人比您先办理", "赵审核", "没有生效")
    slower.look(variant="+409")
