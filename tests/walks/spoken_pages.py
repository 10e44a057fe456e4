"""Pages about a case or a mark, read while its programme calls things otherwise: what still says the engine's words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pgtrigger
from django.core.cache import cache
from django.db import transaction

from applications.models import ProgrammeVersion
from applications.programmes.names import KEPT, keep
from tests.walks.crawl import Walk
from tianfu.registry.spoken import WORDS, speak

# Addresses with a number that belongs to no programme, or with texts that were kept as they were said.
SPOKEN_OF_NO_PROGRAMME = {
    "console/accounts/user/<int:pk>/grant/": "a role, of any programme",
    "console/bodies/<int:pk>/begin/": "a certification body",
    "console/bodies/<int:pk>/terms/<int:item>/end/": "a certification body",
    "console/directory/inspectors/<int:pk>/": "an inspector",
    "console/directory/items/<int:pk>/": "what is inspected, of all programmes",
    "console/directory/items/<int:pk>/change/": "what is inspected, of all programmes",
    "console/directory/items/<int:pk>/version/": "what is inspected, of all programmes",
    "console/inbox/outgoingmail/<path:object_id>/change/": "a mail as it went out",
    "guide/<slug:slug>/": "a file of words of its own",
    "portal/certificates/<int:pk>/": "a certificate, of any programme",
    "portal/certificates/<int:pk>/end/<slug:act>/": "a certificate, of any programme",
    "portal/certificates/<int:pk>/ends/<int:item>/": "a certificate, of any programme",
    "portal/inbox/<int:pk>/": "a message as it was written",
}
# Typed by people (marked in this world), or names of papers that were issued.
KEPT_TEXTS = re.compile(r"q7|\.(?:pdf|svg|png|zip)|^本企业(?:承诺|知晓)")
READERS = 2  # of each address; what a third one would read is seldom another text
OTHER = {"grant": "评定", "right": "名牌称号", "mark": "名牌徽记"}


class Reader(HTMLParser):
    """The texts of a page's main part, what people typed left out as far as it stands in a field."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[str] = []
        self.main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.main = self.main or tag == "main"
        self.within.append(tag)
        self.texts += [value for name, value in attrs if value and self.main and name in ("placeholder", "aria-label")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.main = False
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if (self.main or "title" in self.within) and not {"script", "textarea"} & set(self.within):
            self.texts.append(data)


def house_words(body: str) -> list[str]:
    """Texts of the page that say a word of the engine's."""
    reader = Reader()
    reader.feed(body)
    return [" ".join(text.split()) for text in reader.texts if WORDS.search(text) and not KEPT_TEXTS.search(text)]


@contextmanager
def called_otherwise() -> Iterator[None]:
    """Every programme says OTHER in all its texts."""
    before = dict(KEPT.versions)
    with transaction.atomic():
        for version in ProgrammeVersion.objects.all():
            payload = said_otherwise(version.payload)
            payload["words"] = payload.get("words", {}) | OTHER
            with pgtrigger.ignore():
                ProgrammeVersion.objects.filter(pk=version.pk).update(payload=payload)
            keep(version.pk, version.programme_id, payload)
        cache.clear()
        yield
        transaction.set_rollback(True)
    KEPT.versions = before


def said_otherwise(value: Any) -> Any:
    if isinstance(value, str):
        return speak(value, OTHER)
    if isinstance(value, dict):
        return {key: said_otherwise(one) for key, one in value.items()}
    return [said_otherwise(one) for one in value] if isinstance(value, list) else value


def unspoken(walk: Walk) -> dict[str, set[str]]:
    """By address: the texts with a word of the engine's, of everybody who opened it."""
    found: dict[str, set[str]] = defaultdict(set)
    asked: Counter[str] = Counter()
    with called_otherwise():
        for (who, path), answer in walk.answers.items():
            opened = answer.status == 200 and "html" in answer.headers.get("content-type", "")
            if "<" in answer.route and opened and asked[path] < READERS:
                asked[path] += 1
                with transaction.atomic():
                    page = walk.world.clients[who].get(path)
                    transaction.set_rollback(True)
                found[answer.route] |= set(house_words(page.content.decode()))
    return {route: texts for route, texts in found.items() if texts}
