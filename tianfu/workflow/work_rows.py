"""Sources of work made from rows: what is found, what each row says, and who is shown it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tianfu.workflow.models import Endorsement
from tianfu.workflow.work_items import Kind, Source, WorkItem, register

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
        lambda user, limit: [item(row) for row in found(user)[:limit]],
        found,
        lambda user: reverse(page) if page else "",
        concerns,
        endorsement,
        empty,
    )


def second_item(row: Endorsement, *, title: str, url: str, what: str, about: str, note: str = "") -> WorkItem:
    """A proposal for its second person; `note`: what the first one wrote, when it stands elsewhere than in his note."""
    return WorkItem(
        title=title,
        url=url,
        what=what,
        since=row.first_at,
        first=str(row.first_by),
        first_note=note or row.first_note,
        about=about,
    )


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
