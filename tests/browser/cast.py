"""The firm of a story and what it types into the forms."""

from dataclasses import dataclass
from typing import Any

from tests import make
from tests.browser.visitor import Visitor, paper

PASSWORD = "mingpin-ceshi-2026"


@dataclass(frozen=True)
class Firm:
    email: str
    name: str
    code: str
    region: str
    product: str
    models: str
    standard: str
    title: str


def pdf(name: str) -> dict[str, Any]:
    return paper(name, make.pdf(name).read())


SUBJECT = {
    "legal_representative": "李四", "address": "四川省示例路 1 号", "established_on": "2009-05-18", "employees": "320",
    "revenue": "12000.50", "contact_name": "王五", "contact_phone": "028-00001234", "contact_email": "wang@example.com",
}  # fmt: skip
PRODUCT = {
    "description": "无醛添加板式家具。", "production_started": "2015", "annual_output": "12 万套",
    "main_markets": "川渝、华东", "key_advantage": "甲醛释放量低于国家标准一半。",
}  # fmt: skip
STANDARD = {"role": "lead", "disclosed": "yes", "leading_points": "甲醛释放量限值严于国家标准。"}


def sign_up(visitor: Visitor, firm: Firm, name: str = "李四") -> None:
    """Register, open the mail in the demo outbox, follow its link, sign in."""
    visitor.go("/account/signup/")
    visitor.fill(email=firm.email, password1=PASSWORD, name=name, agree=True)
    visitor.press("注册")
    visitor.reads("邮件")
    visitor.go(f"/demo/outbox/?to={firm.email}")
    visitor.page.locator("main .tasks a").first.click()
    visitor.look()
    visitor.page.locator("main a[href*='confirm-email']").first.click()
    visitor.look()
    confirm = visitor.page.locator("main").get_by_role("button")
    if confirm.count():
        confirm.first.click()
    visitor.sign_in(firm.email, PASSWORD)


def bind(visitor: Visitor, firm: Firm) -> None:
    """The first claim, with the code as people type it: lower case and spaces."""
    visitor.go("/portal/enterprise/bind/")
    visitor.fill(code=f" {firm.code[:8].lower()} {firm.code[8:].lower()} ", name=firm.name, region=firm.region)
    visitor.fill(licence=pdf("营业执照.pdf"))
    visitor.press("提交认领")
    visitor.reads("正在核验")


def verify_claim(officer: Visitor, firm: Firm) -> None:
    officer.go("/console/claims/")
    officer.follow(firm.name)
    officer.press("核验通过")
    officer.reads("已通过")


def add_product(visitor: Visitor, firm: Firm, sector: str = "manufacturing", industry: str = "食品轻纺") -> None:
    visitor.go("/portal/products/new/")
    options = visitor.page.locator("select[name=industry] option")
    label = next(text for text in options.all_text_contents() if industry in text)
    visitor.fill(
        name=firm.product, models_text=firm.models, sector=sector, industry=label, region=firm.region,
        trademark="样例", standard_number=firm.standard, standard_title=firm.title,
    )  # fmt: skip
    visitor.press("保存")
    visitor.at("/portal/products/$")
    visitor.reads(firm.product)


def open_application(visitor: Visitor, firm: Firm, route: str) -> str:
    """The address of the new draft's task list."""
    visitor.go("/portal/applications/new/")
    visitor.fill(product=firm.product, route=route)
    visitor.press("开始填写")
    visitor.at(r"/portal/applications/\d+/$")
    return visitor.page.url
