"""Chromium against the running stack. `page` is one visitor; `new_context().new_page()` is another person.

A console error, a script error or a violated content security policy fails the test, unless the test
says beforehand that it provokes it: `problems.allow("status of 409")`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from deploy import browser as chromium
from tests.browser.problems import Problems
from tests.browser.stack import Stack
from tests.browser.visitor import Visitor
from tianfu.demo.accounts import DOMAIN

SECONDS = 60  # generous: a loaded machine must not fail a story that is right
expect.set_options(timeout=SECONDS * 1000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = os.environ.get("CHROMIUM") or chromium.find()
    if not found and os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail("CI must run the browser tests, but there is no Chromium")
    if not found:
        pytest.skip("BROWSER TESTS SKIPPED: no Chromium (install it, or set CHROMIUM)")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Chinese text is drawn with the PyPI font: a new machine has no CJK fonts."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts = Path(next(iter(pylopdf_fonts_zh_cn.__path__)))
    (folder / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=folder / "cache"))
    env = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return {"executable_path": chromium_path, "args": FLAGS, "env": env}


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


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """`assert_accessible(page)`: axe finds nothing on the page as it is now."""
    axe = Axe()

    def check(page: Page) -> None:
        # Without preloading: axe would read the admin's own sheets again, by a way our policy rightly refuses. And what is well
        # need not be listed.
        found = axe.run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
        summary = [
            f"{rule['id']} ({rule['impact']}): {[node['target'] for node in rule['nodes'][:5]]}" for rule in found
        ]
        assert summary == [], f"{page.url}: {summary}"

    return check


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
