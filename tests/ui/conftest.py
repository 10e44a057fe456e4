"""A Chromium page that Django's test client has answered: no port, the same transaction, the real templates, CSS and scripts."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.conftest import assert_accessible, browser_type_launch_args, chromium_path

__all__ = ["assert_accessible", "browser_type_launch_args", "chromium_path"]

# Playwright keeps an event loop in this thread until the run ends; the tests around it use the database all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HOST = "http://testserver"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if str(item.path).startswith(str(Path(__file__).parent)) and "visit" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def static(path: str) -> dict[str, Any]:
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        return {"status": 404, "body": ""}
    return {"status": 200, "path": found, "content_type": TYPES[Path(found).suffix]}


@pytest.fixture(scope="session")
def base_url() -> str:
    return HOST


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], client: Client) -> Callable[..., Page]:
    """`visit("/privacy/", width=390, dark=True)` -> the page, open; what `client` is signed in as, the page is too.

    The answer is fetched before the browser asks: inside its event loop Django would open another connection.
    """

    def open_page(path: str, width: int = 1280, dark: bool = False) -> Page:
        answer = client.get(path)
        headers = {name: value for name, value in answer.items() if name.lower() != "set-cookie"}
        body = {"status": answer.status_code, "headers": headers, "body": answer.content}
        context = new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        context.set_default_timeout(20_000)
        page = context.new_page()

        def serve(route: Route) -> None:
            asked = urlsplit(route.request.url).path
            route.fulfill(**(static(asked) if asked.startswith("/static/") else body))

        page.route(f"{HOST}/**", serve)
        page.goto(HOST + path)
        return page

    return open_page
