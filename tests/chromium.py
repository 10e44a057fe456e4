"""Chromium, started once for each process of tests; it rests while a test does not ask for it.

While Playwright's event loop is said to run in this thread, Django would open a second connection to the database. Between
two uses nothing runs in it, so nothing is said (`asleep`): what stands before `browser_context(…)` is called and what comes
after the test may ask the database, what stands between may not.

A plugin that tests/environment.py adds after all others: some of its fixtures stand in the place of pytest-playwright's.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deploy import browser as chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"""
PATIENCE = 60_000  # ms; other processes may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser_context" in getattr(item, "fixturenames", ()):
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


class Resting:
    """A Chromium whose event loop is said to run only between `awake` and `asleep`."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._playwright = sync_playwright().start()
        self._loop = asyncio.get_running_loop()
        self.browser: Browser = self._playwright.chromium.launch(**arguments)
        self.asleep()

    def awake(self) -> None:
        asyncio._set_running_loop(self._loop)

    def asleep(self) -> None:
        asyncio._set_running_loop(None)

    def stop(self) -> None:
        self.awake()
        self.browser.close()
        self._playwright.stop()
        self.asleep()


@pytest.fixture(scope="session")
def resting_chromium(browser_type_launch_args: dict[str, Any]) -> Iterator[Resting]:
    chromium = Resting(browser_type_launch_args)
    yield chromium
    chromium.stop()


@pytest.fixture
def browser_context(resting_chromium: Resting) -> Iterator[Callable[..., BrowserContext]]:
    """`browser_context(viewport=…)`: nothing is left in it of other tests. From then on the test asks no database."""
    with ExitStack() as stack:

        def start(**options: Any) -> BrowserContext:
            resting_chromium.awake()
            context = resting_chromium.browser.new_context(locale="zh-CN", **options)
            context.set_default_timeout(PATIENCE)
            stack.callback(context.close)
            return context

        stack.callback(resting_chromium.asleep)
        yield start


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
