"""A brand, the answer to a number and a notice are each handed out as one sheet of paper."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route
from pypdf import PdfReader

from applications.models import PublicNotice
from certification.models import Authorization
from tests.ui.conftest import HOST, static

pytestmark = pytest.mark.django_db
ROWS = 8


def test_brand_answer_and_notice_are_printed_on_one_page(
    client: Client, furnished: Any, browser_context: Callable[..., Any]
) -> None:
    row = furnished.facts["comparison"][0]
    facts = {**furnished.facts, "comparison": [{**row, "indicator": f"{row['indicator']} {n}"} for n in range(ROWS)]}
    Authorization.objects.filter(pk=furnished.pk).update(facts=facts)
    notice = PublicNotice.objects.latest("pk")
    names = (("brand", furnished.number), ("verify_number", furnished.number), ("notice", notice.pk))
    pages = {reverse(name, args=[key]): client.get(reverse(name, args=[key])).content for name, key in names}

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        html = {"body": pages.get(path, b""), "content_type": "text/html; charset=utf-8"}
        route.fulfill(**(static(path) if path.startswith("/static/") else html))

    page = browser_context(viewport={"width": 1280, "height": 900}).new_page()
    page.route(f"{HOST}/**", serve)
    printed = {}
    for path in pages:
        page.goto(HOST + path)
        printed[path] = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert {path: len(document.pages) for path, document in printed.items()} == dict.fromkeys(pages, 1)
    text = printed[reverse("brand", args=[furnished.number])].pages[0].extract_text()
    assert furnished.number in text
    assert f"{row['indicator']} {ROWS - 1}" in text
