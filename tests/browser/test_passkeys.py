"""A passkey in Chromium (its virtual authenticator): added, signs in alone, confirms before a weighty act, taken away."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tianfu.demo.accounts import DOMAIN

AN_HOUR_LATER = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    kept = SessionStore(row.session_key)
    if "identity_shown" in kept:
        kept["identity_shown"] |= {"at": kept["identity_shown"]["at"] - 3601}
    if "signed_in_at" in kept:
        kept["signed_in_at"] -= 3601
    kept.save()
"""
NONE_LEFT = f"""
from allauth.mfa.models import Authenticator
Authenticator.objects.filter(user__email="admin@{DOMAIN}").delete()
"""
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def no_factor_left(stack: Any) -> Iterator[None]:
    """The account is everybody's: other tests sign in to it by its password."""
    yield
    stack.act(NONE_LEFT)


def test_a_passkey_signs_in_alone_and_carries_an_act_through_the_question(
    stack: Any, scene: None, visitor: Any, problems: Any, no_factor_left: None
) -> None:
    problems.allow("status of 403")
    problems.allow("status of 422")
    person = visitor("admin")
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    # Added, with a name.
    person.go("/account/2fa/")
    person.follow("添加通行密钥")
    person.fill(name="办公电脑")
    person.press("添加通行密钥")
    person.at("/account/2fa/recovery-codes/")
    person.go("/account/2fa/")
    person.reads("办公电脑", "尚未使用")
    # It signs in alone.
    person.page.get_by_role("button", name="退出").first.click()
    person.go("/account/login/?next=/console/workflow/calendarversion/load/")
    person.press("用通行密钥登录")
    # Not yet on the page of the sign-in, whose address ends so too.
    person.at(r"\d/console/workflow/calendarversion/load/$")
    # An hour later the act asks again; what was filled in, the file too, is there when it goes on.
    stack.act(AN_HOUR_LATER)
    notice = {"name": "安排.csv", "mimeType": "text/csv", "buffer": "日期,安排,名称\n2031-01-01,走,元旦\n".encode()}
    person.fill(source="国办发明电〔2030〕8号", file=notice)
    person.page.locator("main form[enctype] button[type=submit]").click()
    expect(person.page.locator("h1")).to_have_text("确认是您本人")
    person.page.set_viewport_size({"width": 390, "height": 844})
    person.look(variant="+step-up")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 390
    person.press("使用通行密钥")
    expect(person.page.locator("h1")).not_to_have_text("确认是您本人")
    assert person.typed("source") == "国办发明电〔2030〕8号"
    expect(person.page.locator('[data-field="file"] .error')).to_contain_text(re.compile("“休”或“班”|安排"))
    # Taken away: the list is empty, the device's passkey opens nothing.
    person.go("/account/2fa/")
    person.follow("移除")
    person.press("移除")
    person.reads("没有通行密钥")
    person.page.get_by_role("button", name="退出").first.click()
    person.go("/account/login/")
    person.press("用通行密钥登录")
    person.reads("通行密钥没有通过核对")
