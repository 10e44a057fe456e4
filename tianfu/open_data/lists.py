"""公开数据: one mechanism for everything that is published as a list: CSV, JSON and Atom of the same entries.

A floor declares a `DataSet` and puts its `urls()` into its public addresses; the page of all sets follows from that. An
entry keeps its id for ever; whatever is said of it anew moves `updated`, so that a correction or a removal reaches who
subscribed as an update, never as a silent change.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.files.sheets.spreadsheets import csv_bytes
from tianfu.open_data.atom import SHOWN, PublicFeed
from tianfu.text.moments import beijing, iso

MOST = 5000  # entries in one file; the newest
KEPT = 60  # seconds for caches
LAST_COLUMNS = ("条目", "更新时间")


@dataclass(frozen=True)
class Entry:
    """One published thing as it stands now. `id` and `link` are addresses inside the site; `words` a sentence.

    `facts`: key of the column → text, number or list of texts; None: it is no longer listed, and only the feed says so.
    """

    id: str
    title: str
    words: str
    link: str
    published: datetime
    updated: datetime
    facts: dict[str, Any] | None


@dataclass(frozen=True)
class DataSet:
    """`entries(limit)`: at most that many, the latest `updated` first. `columns`: key → heading, in their order.

    `csv`, `json`, `feed`: the addresses of its three forms; `page`: the name of the page that shows the same to people.
    """

    key: str
    title: str
    about: str
    page: str
    columns: dict[str, str]
    entries: Callable[[int], Iterable[Entry]]
    csv: str
    json: str
    feed: str

    @property
    def csv_url(self) -> str:
        return reverse(f"{self.key}_csv")

    @property
    def json_url(self) -> str:
        return reverse(f"{self.key}_json")

    @property
    def feed_url(self) -> str:
        return reverse(f"{self.key}_feed")

    @property
    def page_url(self) -> str:
        return reverse(self.page)

    def urls(self) -> list[URLPattern]:
        """Its addresses; also puts the set on the page of all sets."""
        _sets[self.key] = self
        return [
            path(self.csv, _csv_view(self), name=f"{self.key}_csv"),
            path(self.json, _json_view(self), name=f"{self.key}_json"),
            path(self.feed, DataSetFeed(self), name=f"{self.key}_feed"),
        ]

    def listed(self) -> list[Entry]:
        """What stands today, the newest first."""
        rows = [entry for entry in self.entries(MOST) if entry.facts is not None]
        return sorted(rows, key=lambda entry: entry.published, reverse=True)


_sets: dict[str, DataSet] = {}


def data_sets() -> Sequence[DataSet]:
    """Every set whose addresses are on the site."""
    return list(_sets.values())


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table to download, kept by caches for a minute."""
    response = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def _cell(value: Any) -> Any:
    return "；".join(value) if isinstance(value, list) else value


def _csv_view(data: DataSet) -> Callable[[HttpRequest], HttpResponse]:
    @requires(PUBLIC)
    @require_safe
    def answer(request: HttpRequest) -> HttpResponse:
        rows = [
            [*(_cell((entry.facts or {})[key]) for key in data.columns), absolute(entry.id), iso(entry.updated)]
            for entry in data.listed()
        ]
        return csv_answer(data.key.replace("_", "-"), [*data.columns.values(), *LAST_COLUMNS], rows)

    return answer


def _json_view(data: DataSet) -> Callable[[HttpRequest], HttpResponse]:
    @requires(PUBLIC)
    @require_safe
    def answer(request: HttpRequest) -> HttpResponse:
        """`{key: [...], "title", "page"}`; each entry with its id, its page and the time of its last change."""
        rows = [
            {
                "id": absolute(entry.id),
                **{key: (entry.facts or {})[key] for key in data.columns},
                "updated": iso(entry.updated),
                "url": absolute(entry.link),
            }
            for entry in data.listed()
        ]
        content = {"title": data.title, "page": absolute(data.page_url), data.key: rows}
        response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
        patch_cache_control(response, public=True, max_age=KEPT)
        return response

    return answer


def absolute(address: str) -> str:
    """With our own name in front, whatever name the site was asked by."""
    return settings.PUBLIC_URL + address


@requires(PUBLIC)
class DataSetFeed(PublicFeed):
    """The newest changes of one set; what is no longer listed appears once more, and says that it is not."""

    def __init__(self, data: DataSet) -> None:
        self.data = data
        self.name, self.about = f"{data.key}_feed", data.page
        self.title, self.subtitle = f"{settings.PLATFORM_NAME} {data.title}", data.about

    def items(self) -> list[Entry]:
        return list(self.data.entries(SHOWN))[:SHOWN]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.words

    def item_link(self, item: Entry) -> str:
        return absolute(item.link)

    def item_guid(self, item: Entry) -> str:
        return absolute(item.id)

    def item_pubdate(self, item: Entry) -> datetime:
        return _second(item.published)

    def item_updateddate(self, item: Entry) -> datetime:
        return _second(item.updated)


def _second(moment: datetime) -> datetime:
    """As the file says it: Beijing time, whole seconds."""
    return beijing(moment).replace(microsecond=0)


def newest_first(entries: Iterable[Entry], limit: int) -> list[Entry]:
    """At most `limit`, the latest change first."""
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)[:limit]
