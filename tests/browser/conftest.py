"""Chromium against the running stack. `page` is one visitor; `new_context().new_page()` is another person.

A console error, a script error or a violated content security policy fails the test, unless the test
says beforehand that it provokes it: `problems.allow("status of 409")`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.problems import Problems
from tests.browser.stack import Stack
from tests.browser.visitor import Visitor
from tianfu.demo.accounts import DOMAIN

SECONDS = 60  # generous: a loaded machine must not fail a story that is right
expect.set_options(timeout=SECONDS * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


# All below ends with this folder, so that other tests may follow in the same process: Playwright's event loop forbids the
# ORM beside it, and an idle stack takes from others.
@pytest.fixture(scope="package")
def stack(chromium_path: str) -> Iterator[Stack]:
    stack = Stack()
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="package")
def base_url(stack: Stack) -> str:
    return stack.url


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    browser = playwright.chromium.launch(**browser_type_launch_args)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def browser_context_args(base_url: str) -> dict[str, Any]:
    size = {"width": 1280, "height": 900}
    return {"base_url": base_url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": size}


@pytest.fixture
def problems() -> Iterator[Problems]:
    problems = Problems()
    yield problems
    assert problems.unexpected() == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], problems: Problems) -> Callable[..., BrowserContext]:
    """Another person with own cookies: `new_context()`."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(SECONDS * 1000)
        problems.watch(context)
        return context

    return watched


@pytest.fixture(scope="package")
def scene(stack: Stack) -> None:
    """People, certification bodies and calls for applications are there."""
    stack.act("scene.set_up()")


@pytest.fixture
def visitor(
    new_context: Callable[..., BrowserContext], assert_accessible: Callable[[Page], None]
) -> Callable[..., Visitor]:
    """A person with a browser of their own: `visitor()`, or signed in as a demo account: `visitor("operator")`."""

    def enter(key: str = "", *, phone: bool = False) -> Visitor:
        person = Visitor(new_context(), assert_accessible)
        if phone:
            person.page.set_viewport_size({"width": 390, "height": 844})
        if key:
            person.sign_in(f"{key}@{DOMAIN}")
        return person

    return enter
