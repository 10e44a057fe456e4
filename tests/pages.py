"""Reading a page as a browser would before it posts the form back."""

from html.parser import HTMLParser
from typing import Any


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside = self.inside or tag == "main"
        if self.inside and tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found.setdefault(str(given["name"]), []).append(given.get("value") or "")


def hidden(answer: Any) -> dict[str, Any]:
    """The hidden inputs of a page's main part: a text each, a list where one name occurs with several values."""
    reader = _Hidden()
    reader.feed(answer.content.decode())
    reader.found.pop("csrfmiddlewaretoken", None)
    return {name: values if len(set(values)) > 1 else values[0] for name, values in reader.found.items()}


def autosave(client: Any, page: str, url: str, field: str, value: Any, **extra: Any) -> Any:
    """Post one field as the script of `page` does: with what the page shows of it now."""
    was = hidden(client.get(page)).get(f"was-{field}", "")
    data = {"field": field, "value": value, "was": was, **extra}
    return client.post(url, data, headers={"Accept": "application/json"})


def confirmed(client: Any, url: str, form: dict[str, Any]) -> tuple[str, Any]:
    """Post an act that asks once more: the text of the page that asks, and the answer to its button."""
    asked = client.post(url, form)
    page = asked.content.decode()
    assert (asked.status_code, "会发生什么" in page) == (200, True), page
    return page, client.post(url, hidden(asked))
