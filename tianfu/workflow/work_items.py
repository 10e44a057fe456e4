"""What waits for a person: a registry that homes, 待我复核 and the counts beside the menu read.

Every app registers its own sources in `ready()`; nobody here knows what an application is. A source answers for one
person at a time and starts from what that person may see. It costs at most two queries of its own (its first rows,
and a count only where there are more), and none for people it does not concern.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.urls import reverse

from tianfu.registry.row_words import in_words
from tianfu.workflow.models import Endorsement
from tianfu.workflow.upkeep.row_counts import numbers_of


class Kind(TextChoices):
    """Why a row stands in somebody's list; the order of the home page."""

    SECOND = "second", "待我复核"
    TODO = "todo", "等我办理"
    LATE = "late", "已超期"
    NEW = "new", "昨天以来"
    # A fact that somebody should know, nobody's errand: a page of its own, not the home.
    ALERT = "alert", "提醒"


HOME = (Kind.SECOND, Kind.TODO, Kind.LATE, Kind.NEW)
"""What the home page shows."""


@dataclass(frozen=True)
class WorkItem:
    """One row. `what` says what to do, as a sentence; `since` is when it began to wait; `first` names who went first
    (second person's work only); `holder` who has it now; `tone` is "" wait, soon, over or bad, as in a work list."""

    title: str
    url: str
    what: str
    since: datetime | None = None
    due: date | None = None
    due_words: str = ""
    first: str = ""
    first_note: str = ""
    holder: str = ""
    about: str = ""
    tone: str = ""


def _everybody(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class Source:
    """One kind of waiting thing.

    `rows(user, limit)`: the most urgent first, at most `limit`, in a fixed number of queries. `count(user)`: how many
    there are in all, or all of them as a queryset: those of several sources are counted in one query. `url(user)`: the list that this number counts, "" when the rows here are the only list.
    `concerns(user)`: whether to ask at all; it must not query beyond the person's roles and memberships.
    `endorsement`: the table of proposals that this source shows to second persons, if it is one.
    """

    key: str
    label: str
    kind: Kind
    rows: Callable[[Any, int], Sequence[WorkItem]]
    count: Callable[[Any], int | models.QuerySet[Any]]
    url: Callable[[Any], str] = field(default=lambda user: "")
    concerns: Callable[[Any], bool] = _everybody
    endorsement: type[Endorsement] | None = None
    empty: str = ""

    def number(self, user: Any) -> int:
        """How many there are in all."""
        return _total([self], user)


@dataclass(frozen=True)
class Waiting:
    """What a source holds for one person: its first rows and how many there are in all."""

    source: Source
    items: Sequence[WorkItem]
    total: int
    url: str

    @property
    def more(self) -> int:
        return self.total - len(self.items)


@dataclass(frozen=True)
class Bar:
    """One number of a chart, and the list behind it."""

    label: str
    number: int
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """Counts as small bars: `bars(user)` in a fixed number of queries. A number without a list has no place here."""

    key: str
    label: str
    bars: Callable[[Any], Sequence[Bar]]
    concerns: Callable[[Any], bool] = _everybody


_sources: dict[str, Source] = {}
_charts: dict[str, Chart] = {}


def register(source: Source) -> Source:
    """Called from `ready()`. Two sources of one key are a mistake of the caller: ValueError."""
    if _sources.get(source.key, source) is not source:
        raise ValueError(f"work item source {source.key!r} is registered already")
    _sources[source.key] = source
    return source


def register_chart(chart: Chart) -> Chart:
    if _charts.get(chart.key, chart) is not chart:
        raise ValueError(f"chart {chart.key!r} is registered already")
    _charts[chart.key] = chart
    return chart


def sources(*kinds: Kind) -> list[Source]:
    """Those of these kinds (none named: all), in the order of `Kind`, then of registration."""
    order = list(Kind)
    found = [source for source in _sources.values() if not kinds or source.kind in kinds]
    return sorted(found, key=lambda source: order.index(source.kind))


def sources_for(user: Any, *kinds: Kind) -> list[Source]:
    return [source for source in sources(*kinds) if source.concerns(user)]


def waiting_for(user: Any, *kinds: Kind, limit: int = 5) -> list[Waiting]:
    """What each source holds for this person; sources with nothing are left in, so that a page may say so."""
    return [_look(source, user, limit) for source in sources_for(user, *kinds)]


def _look(source: Source, user: Any, limit: int) -> Waiting:
    items = list(source.rows(user, limit + 1))
    total = len(items) if len(items) <= limit else source.number(user)
    return Waiting(source, items[:limit], total, source.url(user))


def _total(asked: Iterable[Source], user: Any) -> int:
    """What these sources hold for this person, in one query besides those that they need to know what to ask."""
    counts = [source.count(user) for source in asked]
    told = sum(count for count in counts if isinstance(count, int))
    return told + sum(numbers_of(count for count in counts if not isinstance(count, int)))


def second_count(user: Any) -> int:
    """How many proposals wait for this very person: the number beside 待我复核."""
    return _total(sources_for(user, Kind.SECOND), user)


def second_count_on(request: HttpRequest) -> int:
    """The same for who reads this page; asked once, however often the page shows it."""
    if not hasattr(request, "second_count"):
        request.second_count = second_count(request.user)  # type: ignore[attr-defined]
    return int(request.second_count)  # type: ignore[attr-defined]


def alert_count(user: Any) -> int:
    """How many facts stand on this person's page of alerts."""
    return _total(sources_for(user, Kind.ALERT), user)


def charts_for(user: Any) -> list[tuple[Chart, Sequence[Bar]]]:
    """Charts that concern the person and have something to count."""
    drawn = [(chart, chart.bars(user)) for chart in _charts.values() if chart.concerns(user)]
    return [(chart, bars) for chart, bars in drawn if any(bar.number for bar in bars)]


def endorsements_without_source(declared: Iterable[type[models.Model]]) -> list[str]:
    """A sentence for each table of proposals that no second person would ever see in a list."""
    shown = {source.endorsement for source in _sources.values()}
    unseen = sorted(model._meta.label for model in declared if issubclass(model, Endorsement) and model not in shown)
    return [f"{label} 的提议没有人能看到：请在 sources.py 登记一个 endorsement 为它的来源。" for label in unseen]


Found = Callable[[Any], "QuerySet[Any]"]


def rows_source(
    key: str,
    label: str,
    kind: Kind,
    found: Found,
    item: Callable[[Any], WorkItem],
    *,
    concerns: Callable[[Any], bool],
    page: str = "",
    endorsement: type[Endorsement] | None = None,
    empty: str = "",
) -> Source:
    """`found(user)`: rows in the order of urgency, with what `item(row)` reads of other tables; `page` names the list that
    this number counts, "" when there is none."""
    return Source(
        key,
        label,
        kind,
        lambda user, limit: [_in_words(row, item(row)) for row in found(user)[:limit]],
        found,
        lambda user: reverse(page) if page else "",
        concerns,
        endorsement,
        empty,
    )


def _in_words(row: Any, item: WorkItem) -> WorkItem:
    """As the programme says it that the row belongs to."""
    return replace(item, what=in_words(row, [item.what])[0])


def second_item(row: Endorsement, *, title: str, url: str, what: str, about: str, note: str = "") -> WorkItem:
    """A proposal for its second person; `note`: what the first one wrote, when it stands elsewhere than in his note."""
    return WorkItem(
        title=title, url=url, what=what, about=about,
        since=row.first_at, first=str(row.first_by), first_note=note or row.first_note,
    )  # fmt: skip


def register_alert(
    key: str,
    label: str,
    found: Found,
    item: Callable[[Any], WorkItem],
    concerns: Callable[[Any], bool],
    page: str = "",
) -> Source:
    """A fact that somebody should know (`Kind.ALERT`), from rows."""
    return register(rows_source(key, label, Kind.ALERT, found, item, concerns=concerns, page=page))
