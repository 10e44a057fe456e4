"""A Chromium page that Django's test client has answered: no port, the same transaction, the real templates, CSS and scripts.

Chromium is started for each test and stopped after it: while Playwright's event loop runs in this thread, Django would
open a second connection to the database. So a page is fetched first and the browser started then. A file whose tests ask
the database nothing starts one for all of them: `own_context` instead of `browser_context`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser.conftest import assert_accessible, browser_type_launch_args, chromium_path

__all__ = ["assert_accessible", "browser_type_launch_args", "chromium_path"]

HOST = "http://testserver"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PATIENCE = 60_000  # ms; other processes may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"browser_context", "own_context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


def static(path: str) -> dict[str, Any]:
    """What a route answers for an address under /static/."""
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        return {"status": 404, "body": ""}
    return {"status": 200, "path": found, "content_type": TYPES[Path(found).suffix]}


@contextmanager
def chromium(arguments: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**arguments)
        yield browser
        browser.close()


def context_in(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(locale="zh-CN", **options)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def browser_context(browser_type_launch_args: dict[str, Any]) -> Iterator[Callable[..., BrowserContext]]:
    """`browser_context(viewport=…)` starts Chromium; it ends with the test."""
    with ExitStack() as stack:
        yield lambda **options: context_in(stack.enter_context(chromium(browser_type_launch_args)), **options)


@pytest.fixture(scope="module")
def browser_of_file(browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    with chromium(browser_type_launch_args) as browser:
        yield browser


@pytest.fixture
def own_context(browser_of_file: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`own_context(viewport=…)`: nothing is left in it of other tests; Chromium itself ends with the file."""
    with ExitStack() as stack:

        def start(**options: Any) -> BrowserContext:
            context = context_in(browser_of_file, **options)
            stack.callback(context.close)
            return context

        yield start


@pytest.fixture
def visit(client: Client, browser_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`visit("/privacy/")` -> the page, open; what `client` is signed in as, the page is too. Once a test."""

    def open_page(path: str) -> Page:
        answer = client.get(path)
        headers = {name: value for name, value in answer.items() if name.lower() != "set-cookie"}
        body = {"status": answer.status_code, "headers": headers, "body": answer.content}

        def serve(route: Route) -> None:
            asked = urlsplit(route.request.url).path
            route.fulfill(**(static(asked) if asked.startswith("/static/") else body))

        page = browser_context(viewport={"width": 1280, "height": 900}).new_page()
        page.route(f"{HOST}/**", serve)
        page.goto(HOST + path)
        return page

    return open_page
