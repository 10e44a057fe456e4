"""A Chromium page that Django's test client has answered: no port, the same transaction, the real templates, CSS and scripts.

Chromium is started for each test and stopped after it: while Playwright's event loop runs in this thread, Django would
open a second connection to the database. So a page is fetched first and the browser started then.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

from tests.browser.conftest import assert_accessible, browser_type_launch_args, chromium_path

__all__ = ["assert_accessible", "browser_type_launch_args", "chromium_path"]

HOST = "http://testserver"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PATIENCE = 60_000  # ms; other processes may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser_context" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def static(path: str) -> dict[str, Any]:
    """What a route answers for an address under /static/."""
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        return {"status": 404, "body": ""}
    return {"status": 200, "path": found, "content_type": TYPES[Path(found).suffix]}


@pytest.fixture
def browser_context(browser_type_launch_args: dict[str, Any]) -> Iterator[Callable[..., BrowserContext]]:
    """`browser_context(viewport=…)` starts Chromium; it ends with the test."""
    with ExitStack() as stack:

        def start(**options: Any) -> BrowserContext:
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(**browser_type_launch_args)
            stack.callback(browser.close)
            context = browser.new_context(locale="zh-CN", **options)
            context.set_default_timeout(PATIENCE)
            return context

        yield start


@pytest.fixture
def visit(client: Client, browser_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`visit("/privacy/", width=390, dark=True)` -> the page, open; what `client` is signed in as, the page is too. Once a test."""

    def open_page(path: str, width: int = 1280, dark: bool = False) -> Page:
        answer = client.get(path)
        headers = {name: value for name, value in answer.items() if name.lower() != "set-cookie"}
        body = {"status": answer.status_code, "headers": headers, "body": answer.content}

        def serve(route: Route) -> None:
            asked = urlsplit(route.request.url).path
            route.fulfill(**(static(asked) if asked.startswith("/static/") else body))

        scheme = "dark" if dark else "light"
        page = browser_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        page.route(f"{HOST}/**", serve)
        page.goto(HOST + path)
        return page

    return open_page
