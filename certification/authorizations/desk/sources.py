"""What waits for the operator about a mark: one shape of row, for the desk and for the second person."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from certification.authorizations.desk.access import at_desk, operates
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.models.endorsement import Endorsement
from tianfu.workflow.work_items import Kind, Source, WorkItem, rows_source, second_item

Found = Callable[[Any], "QuerySet[Any]"]


def desk_source(
    key: str,
    label: str,
    found: Found,
    what: Callable[[Any], str],
    *,
    page: str = "",
    listed: str,
    since: str = "filed_at",
    due: str = "due_on",
    title: str = "authorization",
    tone: str = "",
    due_words: Callable[[Any], str] | None = None,
) -> Source:
    """Rows with an `authorization`, the most urgent first. `what(row)` says what to do; `page` names the page of a row (none:
    its authorization's), `listed` the list, an address as well; `since`, `due`, `title`: fields of the row, "" none;
    `tone`, `due_words`: of every row, else by its due day."""

    def rows(user: Any, limit: int) -> list[WorkItem]:
        today, days = clock.today(), calendar()
        return [
            WorkItem(
                title=f"{row.authorization.product_name} · {getattr(row, title)}",
                url=reverse(page, args=[row.pk]) if page else mark_page(row.authorization_id),
                what=what(row),
                since=getattr(row, since) if since else None,
                due=(day := getattr(row, due) if due else None),
                due_words=due_words(row) if due_words else due_in_words(day, today, days) if day else "",
                about=f"authorization:{row.authorization_id}",
                tone=tone or (due_tone(day, today, days) if day else ""),
            )
            for row in found(user).select_related("authorization")[:limit]
        ]

    return Source(key, label, Kind.TODO, rows, found, _address(listed), operates)


def mark_page(pk: int) -> str:
    return reverse("console:authorization", args=[pk])


def _address(listed: str) -> Callable[[Any], str]:
    name, _, query = listed.partition("?")
    return lambda user: f"{reverse(name)}?{query}" if query else reverse(name)


def second_source(
    key: str,
    label: str,
    table: type[Endorsement],
    what: Callable[[Any], str],
    *,
    page: Callable[[Any], str],
    mark: str,
    empty: str,
    **only: Any,
) -> Source:
    """Proposals for the second person. `what(row)` what was proposed, `page(row)` where it is confirmed; `mark`: the way
    from a proposal to its authorization ("subject__authorization"); `only`: which proposals at all."""

    def found(user: Any) -> "QuerySet[Any]":
        return table.objects.open_to(user).filter(at_desk(user, f"{mark}__"), **only).select_related("first_by", mark)

    def item(row: Any) -> WorkItem:
        of = _at(row, mark)
        title, about = f"{of.product_name} · {of}", f"authorization:{of.pk}"
        return second_item(row, title=title, url=page(row), what=f"{what(row)}，请复核。", about=about)

    return rows_source(
        key,
        label,
        Kind.SECOND,
        found,
        item,
        concerns=operates,
        page="console:second",
        endorsement=table,
        empty=empty,
    )


def _at(row: Any, way: str) -> Any:
    for name in way.split("__"):
        row = getattr(row, name)
    return row


def without_opinion(rows: "QuerySet[Any]", table: type[Endorsement]) -> "QuerySet[Any]":
    """Requests on which nobody has proposed anything as they stand, the most urgent first."""
    standing = table.objects.standing().filter(subject=OuterRef("pk"), round=OuterRef("revision"))
    return rows.filter(~Exists(standing)).order_by("due_on", "pk")
