"""What a first visit costs the reader: the page with its style sheets and scripts, as they come over the line."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from certification.models import Authorization

pytestmark = pytest.mark.django_db
ASSET = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="/static/([^"]+?)"')


def weight(client: Client, address: str) -> tuple[int, int]:
    """(bytes compressed, bytes as they are) of the page and everything it loads, pictures apart."""
    page = client.get(address, headers={"Accept-Encoding": "br"})
    assert (page.status_code, page["Content-Encoding"]) == (200, "br")
    text = brotli.decompress(page.content).decode()
    packed, plain = len(page.content), len(text.encode())
    assets = [name.split("?")[0] for name in ASSET.findall(text)]
    assert assets, address
    for name in assets:
        place = finders.find(name)
        assert place, name
        with open(place, "rb") as file:
            content = file.read()
        packed, plain = packed + len(brotli.compress(content)), plain + len(content)
    return packed, plain


def test_the_first_page_weighs_50_kilobytes_at_most(client: Client, furnished: Authorization) -> None:
    packed, plain = weight(client, "/")
    assert packed <= 15_000
    assert plain <= 50_000


def test_the_verification_page_weighs_15_kilobytes_at_most(client: Client, furnished: Authorization) -> None:
    packed, plain = weight(client, f"/V/{furnished.number}")
    assert packed <= 7_000
    assert plain <= 25_000


def test_list_and_brand_weigh_no_more_than_the_first_page(client: Client, furnished: Authorization) -> None:
    for address in ("/brands/", f"/brands/{furnished.number}/", "/notices/"):
        packed, plain = weight(client, address)
        assert (packed <= 20_000, plain <= 60_000) == (True, True), (address, packed, plain)
