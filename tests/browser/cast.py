"""The firm of a story and what it types into the forms."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from tests import make
from tests.browser.visitor import Visitor, paper

PASSWORD = "zhuzi he xiaoshan 27"


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
    """Register, then confirm the address with the code of the mail in the demo outbox."""
    visitor.go("/account/signup/")
    visitor.fill(email=firm.email, password1=PASSWORD, password2=PASSWORD, name=name, agree=True)
    visitor.press("注册")
    visitor.at("/account/confirm-email/")
    code = mailed(visitor, firm.email, r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\b")
    visitor.fill(code=code)
    visitor.page.locator("main form button").first.click()
    visitor.at("/portal/")


def mailed(visitor: Visitor, to: str, pattern: str) -> str:
    """What the newest mail to this address says, read in another tab."""
    reader = Visitor(visitor.context, visitor.check)
    reader.go(f"/demo/outbox/?to={to}")
    reader.follow(re.compile("验证|确认"))
    found = re.search(pattern, reader.page.locator("main").inner_text())
    assert found is not None
    reader.page.close()
    return found[1]


def bind(visitor: Visitor, firm: Firm) -> None:
    """The first claim, with the code as people type it: lower case and spaces."""
    visitor.go("/portal/enterprise/bind/")
    visitor.fill(code=f" {firm.code[:8].lower()} {firm.code[8:].lower()} ", name=firm.name, region=firm.region)
    visitor.fill(licence=pdf("营业执照.pdf"))
    visitor.press("提交认领")
    visitor.reads("正在核验")


def add_product(visitor: Visitor, firm: Firm, sector: str = "manufacturing", industry: str = "食品轻纺") -> None:
    visitor.go("/portal/products/new/")
    # The page may have kept another sector from an earlier visit: its industries are the only ones offered then.
    visitor.fill(sector=sector)
    options = visitor.page.locator("select[name=industry] option")
    label = next(text for text in options.all_text_contents() if industry in text)
    visitor.fill(
        name=firm.product, models_text=firm.models, industry=label, region=firm.region,
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


def fill_section(visitor: Visitor, draft: str, key: str, values: dict[str, str]) -> None:
    visitor.go(f"{draft}{key}/")
    visitor.fill(**values)
    visitor.press("保存，回到清单")
    visitor.at(r"/portal/applications/\d+/$")


def add_indicator(visitor: Visitor, draft: str, **cells: str) -> None:
    """One more row of the comparison table, each cell saved by itself; the page works out the verdict."""
    visitor.go(f"{draft}comparison/")
    visitor.press("增加一项指标")
    row = visitor.page.locator("tr[data-row]").last
    expect(row).to_be_visible()
    for name, value in cells.items():
        cell = row.locator(f"[name$='-{name}']:not([type=hidden])")
        with visitor.page.expect_response(re.compile("/comparison/save/")):
            cell.select_option(value) if name == "direction" else cell.fill(value)
            cell.blur()


def upload_evidence(visitor: Visitor, draft: str, kinds: dict[str, str]) -> None:
    """`kinds`: key → label of the programme's list."""
    visitor.go(f"{draft}evidence/")
    for key, label in kinds.items():
        form = visitor.page.locator(f"form:has(input[name=kind][value={key}])")
        form.locator("input[type=file]").set_input_files(pdf(f"{label}.pdf"))
        form.locator("button[type=submit]").click()
        expect(visitor.page.locator(f"section[aria-labelledby=kind-{key}] .files")).to_contain_text(f"{label}.pdf")
    visitor.look(variant="+files")


def submit(visitor: Visitor, draft: str, button: str = "提交申报") -> str:
    """Read back and submit with a double click; the filing number."""
    visitor.go(f"{draft}submit/")
    visitor.fill(commitment=True)
    visitor.press(button, times=2)
    visitor.at(r"/portal/applications/\d+/$")
    expect(visitor.page.locator("main")).to_contain_text(re.compile(r"TFMP-[AS]-\d{4}-\d{5}-\w"))
    found = re.search(r"TFMP-[AS]-\d{4}-\d{5}-\w", visitor.page.locator("main").inner_text())
    assert found is not None
    return found[0]
