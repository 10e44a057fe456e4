"""Pages of the console on a phone: nothing that people read at a glance lies behind an edge or on a line of its own."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests import make
from tianfu.accounts.roles import Role

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def calendar(reference: None, client: Client, visit: Callable[..., Page]) -> Page:
    client.force_login(make.officer(Role.OPERATOR_OFFICER))
    page = visit("/console/authorizations/overview/calendar/")
    page.set_viewport_size(PHONE)
    return page


def test_a_month_shows_its_sundays_and_the_menus_share_one_line(
    calendar: Page, assert_accessible: Callable[[Page], None]
) -> None:
    assert calendar.locator(".month").evaluate("table => table.scrollWidth - table.parentElement.clientWidth") <= 0
    expect(calendar.get_by_role("columnheader", name="周日")).to_be_in_viewport(ratio=1)
    tops = calendar.locator(".bar .nav-bar, .bar .wrap > .menu").evaluate_all(
        "parts => parts.map(part => Math.round(part.getBoundingClientRect().top))"
    )
    assert len(tops) == 3
    assert len(set(tops)) == 1
    calendar.get_by_role("button", name="菜单 · 授权总览").click()
    expect(calendar.get_by_role("link", name="工作清单")).to_be_visible()
    assert calendar.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(calendar)
