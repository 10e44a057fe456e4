"""In which order the register is listed, and how a page begins after a given row (keyset, never an offset)."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery

from certification.authorizations.models.authorization import Authorization

NEWEST = "newest"
# key → (words, fields); both fields of an order run in the same direction, so one comparison continues it.
ORDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    NEWEST: ("最新的在前", ("-pk",)),
    "oldest": ("最早的在前", ("pk",)),
    "ends_last": ("有效期最晚在前", ("-ends_on", "-pk")),
    "ends_first": ("有效期最早在前", ("ends_on", "pk")),
}
CHOICES = [(key, words) for key, (words, _) in ORDERS.items()]


def fields_of(key: str, *, reverse: bool = False) -> list[str]:
    """What to order by; an unknown key is the newest first."""
    fields = ORDERS.get(key, ORDERS[NEWEST])[1]
    return [turned(field) for field in fields] if reverse else list(fields)


def turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def sql_of(fields: list[str]) -> str:
    """The same for our own statement; the names are ours, never the visitor's."""
    columns = {"pk": "id", "ends_on": "ends_on"}
    return ", ".join(f"{columns[field.lstrip('-')]} {'desc' if field.startswith('-') else 'asc'}" for field in fields)


def beyond(rows: QuerySet[Authorization], fields: list[str], cursor: int) -> QuerySet[Authorization]:
    """What comes after the row `cursor` in this order; nothing when there is no such row."""
    sign = "lt" if fields[0].startswith("-") else "gt"
    later: dict[str, Any] = {f"pk__{sign}": cursor}
    if len(fields) == 1:
        return rows.filter(**later)
    value = Subquery(Authorization.objects.filter(pk=cursor).values("ends_on")[:1])
    # The first condition alone bounds the index; the second is the tie.
    return rows.filter(Q(**{f"ends_on__{sign}e": value}) & (Q(**{f"ends_on__{sign}": value}) | Q(**later)))
