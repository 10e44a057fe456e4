"""Whatever a menu offers opens, without complaints of the browser or of axe, for each kind of person, on a phone too.

No page is wider than its frame: at 390 pixels, a phone, nor at 320, which is 1280 pixels magnified to 400 %.
"""

from typing import Any

import pytest

from tests.browser.visitor import Visitor

HOMES = {
    "": "/",
    "new": "/portal/",
    "building": "/portal/",
    "body": "/portal/certificates/",
    "city": "/console/",
    "operator": "/console/",
    "auditor": "/console/",
    "admin": "/console/",
}
NARROW = (390, 320)
# The document of the interface is another program's page.
NOT_OURS = ("/api/",)


def offered(person: Visitor) -> list[str]:
    """Addresses in the page's header and footer, each once."""
    links = person.page.locator("header a[href], nav a[href], footer a[href]")
    found = links.evaluate_all("links => links.map(link => link.pathname)")
    return [path for path in dict.fromkeys(found) if not path.startswith(NOT_OURS)]


def too_wide(person: Visitor) -> list[tuple[str, int, int]]:
    """Address, width of the window and of the page, where the page does not fit."""
    found = []
    for width in NARROW:
        person.page.set_viewport_size({"width": width, "height": 844})
        wide = person.page.evaluate("document.documentElement.scrollWidth")
        found += [(person.page.url, width, wide)] if wide > width else []
    return found


@pytest.mark.parametrize("key", HOMES)
def test_everything_in_the_menu_opens(key: str, stack: Any, scene: None, visitor: Any) -> None:
    if key == "building":
        stack.act("scene.ready_to_file()")
    size = {"width": 390, "height": 844} if key in ("", "new", "admin") else {"width": 1280, "height": 900}
    person = visitor(key)
    person.page.set_viewport_size(size)
    person.go(HOMES[key])
    paths, wide = offered(person), []
    assert len(paths) > 3
    for path in paths:
        person.page.set_viewport_size(size)
        person.go(path)
        wide += too_wide(person)
    assert wide == []
