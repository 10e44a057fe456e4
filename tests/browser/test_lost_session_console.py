"""A session ends while somebody writes, an officer or an enterprise: nothing is lost, and nobody else reads it."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.scene import CHENGDU_CASE
from tests.browser.visitor import PASSWORD, Visitor
from tests.some import some

OPINION = "材料齐全，营业执照与申报主体一致，拟予受理。第二段：产品照片清晰。"


def sign_out_silently(person: Visitor) -> None:
    """As the server sees a session that is over."""
    person.context.clear_cookies(name=re.compile("session"))


def review_page(stack: Any, person: Visitor) -> str:
    path = stack.act(CHENGDU_CASE).strip().splitlines()[-1]
    person.go(path)
    return path


def test_an_opinion_survives_the_end_of_the_session_and_the_act_goes_through(
    stack: Any, scene: None, visitor: Any, problems: Any
) -> None:
    officer = visitor("chengdu")
    path = review_page(stack, officer)
    problems.allow("status of 401")
    officer.fill(opinion=OPINION)
    for box in officer.page.locator("aside input[type=checkbox]").all():
        box.check()

    # Sent after the session is over: the sign-in page, then the case again with every word and tick.
    sign_out_silently(officer)
    officer.press("予以受理")
    officer.at("/account/login/")
    stranger = Visitor(officer.context, officer.check)
    stranger.sign_in("operator@demo.example")
    stranger.go(path)
    assert OPINION not in stranger.page.content()
    sign_out_silently(stranger)
    stranger.page.close()
    officer.page.goto(path)  # asks to sign in, with a token of the present
    officer.fill(login="chengdu@demo.example", password=PASSWORD)
    officer.press("登录")
    officer.at(path)
    expect(officer.page.locator("[name=opinion]")).to_have_value(OPINION)
    officer.reads("尚未提交的内容")
    boxes = officer.page.locator("aside input[type=checkbox]")
    assert all(box.is_checked() for box in some(boxes.all()))

    # Ends once more while the page stays open: a warning, a sign-in in another window, and the old page goes through.
    sign_out_silently(officer)
    officer.page.evaluate("officerSession.beat()")
    expect(officer.page.get_by_role("alert")).to_contain_text("登录已过期")
    again = Visitor(officer.context, officer.check)
    again.sign_in("chengdu@demo.example")
    again.page.close()
    officer.page.bring_to_front()
    officer.press("予以受理")
    expect(officer.page.locator("main")).to_contain_text("形式审查已通过")
    officer.go(path)
    kept = officer.page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('keep:') && key.includes('/pass/'))"
    )
    assert kept == []


def test_a_warning_comes_before_the_end_and_one_click_goes_on(stack: Any, scene: None, visitor: Any) -> None:
    officer = visitor("chengdu")
    officer.go("/console/work/")
    # Two minutes before the end, as the page's own clock would find it.
    officer.page.evaluate(
        "officerSession.idleEnd = Date.now() + 100000; officerSession.ask = async () => true; officerSession.look()"
    )
    warning = officer.page.get_by_role("alert")
    expect(warning).to_contain_text("将在 2 分钟内退出登录")
    officer.page.evaluate("delete officerSession.ask")
    warning.get_by_role("button", name="继续").click()
    expect(warning).to_have_count(0)


def test_what_an_enterprise_typed_survives_the_end_of_its_session_too(
    stack: Any, scene: None, visitor: Any, problems: Any
) -> None:
    person = visitor("new")
    person.go("/portal/enterprise/bind/")
    person.fill(name="样例竹编工艺有限公司")
    sign_out_silently(person)
    person.press("提交认领")
    person.at("/account/login/")
    person.fill(login="new@demo.example", password=PASSWORD)
    person.press("登录")
    person.at("/portal/enterprise/bind/")
    person.reads("尚未提交的内容")
    assert person.typed("name") == "样例竹编工艺有限公司"
