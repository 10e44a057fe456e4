"""What machines ask a site for: robots.txt, sitemap, security.txt, manifest and icons."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import etree
from PIL import Image

from applications.models import PublicNotice
from tianfu.site.pages import site_map
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return [element.text for element in etree.fromstring(answer.content).iter(LOC)]


def test_robots_keep_out_of_what_needs_a_sign_in_and_find_the_sitemap(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for path in ("/portal/", "/console/", "/account/", "/files/"):
        assert f"Disallow: {path}" in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines


def test_every_public_page_stands_in_the_sitemap_once_and_opens(client: Client, issued: Any) -> None:
    parts = locations(client, "/sitemap.xml")
    # Parts are ranges of ids, which go on from what tests before this one took.
    last = {"pages": 1, "brands": issued.pk, "notices": PublicNotice.objects.latest("pk").pk}
    numbers = {kind: range(1, -(-number // site_map.PART) + 1) for kind, number in last.items()}
    assert parts == [f"http://localhost:8000/sitemap-{kind}-{one}.xml" for kind in numbers for one in numbers[kind]]
    lists = {f"http://localhost:8000/{kind}/" for kind in ("brands", "notices")}  # what an empty range names
    pages = [page for part in parts for page in locations(client, urlsplit(part).path)]
    named = [page for page in pages if page not in lists]
    assert (len(named), lists <= set(pages)) == (len(set(named)), True)
    assert f"http://localhost:8000/brands/{issued.number}/" in pages
    assert [page for page in pages if client.get(urlsplit(page).path).status_code != 200] == []


def test_a_sitemap_has_parts_when_there_are_many(client: Client, issued: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(site_map, "PART", (issued.pk + 1) // 2)
    parts = locations(client, "/sitemap.xml")
    assert [part for part in parts if "brands" in part] == [
        f"http://localhost:8000/sitemap-brands-{one}.xml" for one in ((1, 2) if issued.pk > 1 else (1,))
    ]
    brands = [page for part in parts if "brands" in part for page in locations(client, urlsplit(part).path)]
    assert f"http://localhost:8000/brands/{issued.number}/" in brands
    for path in ("/sitemap-brands-0.xml", "/sitemap-people-1.xml", "/sitemap-pages-2.xml"):
        assert client.get(path).status_code == 404


def test_security_txt_names_a_contact_and_expires_within_a_year(client: Client, settings: Any, clock: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@tianfu.example"
    for moment in ("2026-03-02", "2029-12-31"):
        now = clock.set(moment)
        answer = client.get("/.well-known/security.txt")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
        assert fields["Contact"] == "mailto:security@tianfu.example"
        assert fields["Canonical"] == "http://localhost:8000/.well-known/security.txt"
        left = datetime.fromisoformat(fields["Expires"]) - now
        assert timedelta(days=150) < left < timedelta(days=365)
    assert the_clock.today().year == 2029


@pytest.mark.parametrize(
    ("path", "size"),
    [("apple-touch-icon", (180, 180)), ("icon-192", (192, 192)), ("icon-512", (512, 512)), ("og", (1200, 630))],
)
def test_an_icon_has_the_size_it_is_asked_for(client: Client, path: str, size: tuple[int, int]) -> None:
    answer = client.get(f"/{path}.png")
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(b"".join(answer))).size == size


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    answer = client.get("/site.webmanifest")
    assert answer["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(b"".join(answer))
    sizes = [Image.open(BytesIO(b"".join(client.get(icon["src"])))).size for icon in manifest["icons"]]
    assert sizes == [(192, 192), (512, 512)]
