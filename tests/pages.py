"""Reading a page as a browser would before it posts the form back."""

from html.parser import HTMLParser
from typing import Any


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found.setdefault(str(given["name"]), []).append(given.get("value") or "")


def hidden(answer: Any) -> dict[str, Any]:
    """The hidden inputs of a page: a text each, a list where one name occurs with several values."""
    reader = _Hidden()
    reader.feed(answer.content.decode())
    reader.found.pop("csrfmiddlewaretoken", None)
    return {name: values if len(set(values)) > 1 else values[0] for name, values in reader.found.items()}
