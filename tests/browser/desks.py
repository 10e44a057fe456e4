"""What officers and bodies do on the console and the portal, one act each."""

import re
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.cast import PASSWORD, Firm, pdf
from tests.browser.visitor import Visitor, pick


def verify_claim(officer: Visitor, firm: Firm) -> None:
    officer.go("/console/claims/")
    officer.follow(firm.name)
    officer.press("核验通过")
    officer.press("确认核验通过")
    officer.reads("已通过")


def open_case(officer: Visitor, number: str) -> None:
    """Through the work list, as people do."""
    officer.go(f"/console/work/?view=all&q={number}")
    officer.page.get_by_role("link", name=number).first.click()
    officer.at(r"/console/applications/\d+/\?from=")


def pass_case(officer: Visitor, number: str, label: str, opinion: str = "情况属实，同意。") -> None:
    """Tick the whole checklist, write an opinion, press the button (twice: a double click decides once)."""
    fill_review(officer, number, opinion)
    officer.press(label, times=2)
    expect(officer.page.locator("main")).to_contain_text(re.compile("已通过|意见已提出|会发生什么"))
    if officer.page.get_by_role("button", name=f"确认{label}").count():
        # What cannot be undone is said on a page of its own, and done from there.
        officer.look(variant="+confirm")
        officer.press(f"确认{label}", times=2)
    expect(officer.page.locator("main")).to_contain_text(re.compile("已通过|意见已提出"))


def fill_review(officer: Visitor, number: str, opinion: str) -> None:
    open_case(officer, number)
    officer.fill(opinion=opinion)  # waits for the form; boxes stand above it and have come then
    for box in officer.page.locator("aside input[type=checkbox]").all():
        box.check()


def enter_certificate(body: Visitor, firm: Firm, number: str, today: date) -> None:
    body.go("/portal/certificates/new/")
    body.fill(
        number=number, holder_name=firm.name, holder_uscc=firm.code, product_name=firm.product,
        models_text=firm.models, standard=f"{firm.standard} {firm.title}", scope=firm.product,
        sector="manufacturing", issued_on=(today - timedelta(days=30)).isoformat(),
        valid_until=(today + timedelta(days=1000)).isoformat(), file=pdf("证书.pdf"),
    )  # fmt: skip
    body.press("录入")
    body.at("/portal/certificates/$")
    body.reads(number)


def confirm_certificate(body: Visitor, number: str) -> None:
    body.go("/portal/confirmations/")
    body.follow(number)
    body.reads("系统核对一致")
    body.press("确认属实")
    expect(body.page.locator("body")).to_contain_text("确认")


def ask_correction(officer: Visitor, number: str, gaps: list[tuple[str, str]]) -> None:
    """`gaps`: the place by its label, and the words."""
    open_case(officer, number)
    officer.follow("要求补正")
    for row, (place, words) in enumerate(gaps):
        panel = officer.page.locator("fieldset.panel").nth(row)
        pick(panel.locator("select[name$=place]"), place)
        panel.locator("textarea[name$=text]").fill(words)
    officer.press("要求补正")
    officer.at(r"/console/applications/\d+/(\?|$)")
    officer.reads("待补正")


def sign(visitor: Visitor, name: str, role: str, password: str = PASSWORD, button: str = "签署") -> None:
    visitor.fill(signatory_name=name, signatory_role=role, agreed=True, password_or_code=password)
    visitor.press(button)


def propose(operator: Visitor, number: str, act: str, **fields: Any) -> None:
    operator.go("/console/authorizations/")
    operator.follow(number)
    operator.follow(re.compile(f"^{act}"))
    operator.fill(**fields)
    operator.press(f"提出{act}")
    operator.reads("须由另一人确认")


def confirm_act(operator: Visitor, number: str, act: str) -> None:
    operator.go("/console/authorizations/")
    operator.follow(number)
    operator.fill(note="情况属实")
    operator.press(f"确认{act}")
    expect(operator.page.locator("body")).to_contain_text("已确认生效")


def issued_mark(owner: Visitor, draft: str) -> str:
    """Wait until the worker has issued it; the number of the mark, from the holder's page."""
    owner.go(draft)
    owner.follow("查看授权和证书")
    expect(owner.page.locator("main")).to_contain_text("标识文件", timeout=60_000)
    owner.look(variant="+issued")
    found = re.search(r"TFMP-[CS]-\d{6}-\d{4}-\d{5}-\w", owner.page.locator("main").inner_text())
    assert found is not None
    return found[0]
