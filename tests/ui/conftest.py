"""A Chromium page that Django's test client has answered: no port, the same transaction, the real templates, CSS and scripts.

A page is fetched first and the browser asked then (tests/chromium.py).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route

HOST = "http://testserver"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def static(path: str) -> dict[str, Any]:
    """What a route answers for an address under /static/."""
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        return {"status": 404, "body": ""}
    return {"status": 200, "path": found, "content_type": TYPES[Path(found).suffix]}


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
