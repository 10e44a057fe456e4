"""Whatever a menu offers opens, without complaints of the browser or of axe, for each kind of person, on a phone too."""

from typing import Any

import pytest

from tests.browser.visitor import Visitor

HOMES = {
    "": "/",
    "new": "/portal/",
    "body": "/portal/certificates/",
    "city": "/console/",
    "operator": "/console/",
    "auditor": "/console/",
    "admin": "/console/",
}
# The document of the interface is another program's page.
NOT_OURS = ("/api/",)


def offered(person: Visitor) -> list[str]:
    """Addresses in the page's header and footer, each once."""
    links = person.page.locator("header a[href], nav a[href], footer a[href]")
    found = links.evaluate_all("links => links.map(link => link.pathname)")
    return [path for path in dict.fromkeys(found) if not path.startswith(NOT_OURS)]


@pytest.mark.parametrize("key", HOMES)
def test_everything_in_the_menu_opens(key: str, stack: Any, scene: None, visitor: Any) -> None:
    person = visitor(key, phone=key in ("", "new", "admin"))
    person.go(HOMES[key])
    paths = offered(person)
    assert len(paths) > 3
    for path in paths:
        person.go(path)
