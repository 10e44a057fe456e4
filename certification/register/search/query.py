"""Finding brands: the two-step exact search of stack 5, keyset pages, filters from the address."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Q, QuerySet

from certification.authorizations.lookup.search import MAX_LENGTH, named, terms_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from certification.register.search.line import Line
from certification.register.search.order import beyond, fields_of, sql_of
from tianfu.queries.cursors import leaf_of
from tianfu.queries.given import Given
from tianfu.text import parameters
from tianfu.text.columns import having, pieces

PAGE = 20
# How many of the newest rows step 1 reads before it asks the index, and how many for single characters, which no index
# holds (stack 5).
STEP, WINDOW = 5000, 2000
# With filters the index has less to find, and the newest rows more to be read for.
FILTERED_STEP = 1000


@dataclass(frozen=True)
class Query:
    """What a visitor asked for. Empty fields do not filter; `before`/`after` are keyset cursors (ids)."""

    text: str = ""
    sector: str = ""
    industry: int | None = None
    region: str = ""
    route: str = ""
    status: str = ""
    programme: str = ""
    sort: str = ""
    before: int | None = None
    after: int | None = None

    @property
    def named(self) -> dict[str, str]:
        """The one number or credit code that the text holds, as a look-up."""
        return named(self.text)

    @property
    def terms(self) -> list[str]:
        """Keys that must all be found; a number or a code is looked up as it is."""
        return [] if self.named else terms_of(self.text)


class Row(Protocol):
    @property
    def pk(self) -> Any: ...


R = TypeVar("R", bound=Row)


@dataclass
class Page(Generic[R]):
    rows: list[R] = field(default_factory=list)
    # Cursors for the neighbouring pages; None = there is none.
    newer: int | None = None
    older: int | None = None


def escape_like(term: str) -> str:
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def filtered(query: Query, today: "date | Given") -> QuerySet[Authorization]:
    rows = Authorization.objects.published().filter(**query.named)
    for name in ("sector", "industry", "region", "route"):
        value = getattr(query, name)
        if value:
            rows = rows.filter(**{name: value})
    if query.programme:
        rows = rows.filter(programme__slug=query.programme)
    if query.status:
        rows = rows.filter(_status(query.status, today))
    return rows


def _status(status: str, today: "date | Given") -> Q:
    """The same answer as `effective_state`, in a form that the indexes can serve."""
    live = Q(state__in=[AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED])
    if status == AuthorizationState.EXPIRED:
        return Q(state=AuthorizationState.EXPIRED) | (live & Q(ends_on__lt=today))
    if status in (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED):
        return Q(state=status, ends_on__gte=today)
    return Q(state=status)


def _page_of(rows: QuerySet[Authorization], query: Query, terms: list[str]) -> list[Authorization]:
    """The page's rows plus one, in the order asked for (reversed when paging back)."""
    order, rows = order_of(query), in_order(rows, query)
    if not terms:
        return [] if query.text.strip() and not query.named else list(rows[: PAGE + 1])
    wanted = pieces(terms)
    narrow = query.sector or query.industry or query.region or query.route or query.programme
    window = rows.values("pk")[: (FILTERED_STEP if narrow else STEP) if wanted else WINDOW]
    likes = having("search", terms)
    first = list(Authorization.objects.filter(pk__in=window).filter(likes).order_by(*order)[: PAGE + 1])
    if len(first) > PAGE or not wanted:
        return first
    return _by_index(rows, terms, wanted, order)


def order_of(query: Query) -> list[str]:
    return fields_of(query.sort, reverse=query.after is not None)


def in_order(rows: QuerySet[Authorization], query: Query) -> QuerySet[Authorization]:
    """From the cursor on, if there is one."""
    if query.before is not None:
        rows = beyond(rows, fields_of(query.sort), query.before)
    if query.after is not None:
        rows = beyond(rows, fields_of(query.sort, reverse=True), query.after)
    return rows.order_by(*order_of(query))


def _by_index(
    rows: QuerySet[Authorization], terms: list[str], wanted: list[str], order: list[str]
) -> list[Authorization]:
    """Step 2. MATERIALIZED keeps the planner from walking backwards with the search as a mere filter."""
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    likes = " and ".join(["f.search like %s"] * len(terms))
    statement = f"""
        with hits as materialized (
            select f.* from certification_authorization f
            where tianfu_grams(f.search) @> %s::text[] and {likes} and f.id in ({sql}))
        select * from hits order by {sql_of(order)} limit {PAGE + 1}"""  # noqa: S608 - only our own SQL is joined
    patterns = [f"%{escape_like(term)}%" for term in terms]
    return list(Authorization.objects.raw(statement, [wanted, *patterns, *params]))


def search(query: Query, today: date) -> Page[Authorization]:
    """One page in the order asked for, newest first by default.

    `rows` carry `industry` and `region` names in `facts`, so no join is needed.
    """
    return page_of(_page_of(filtered(query, today), query, query.terms), query)


def page_of(found: list[R], query: Query) -> Page[R]:
    """From its rows and one more."""
    leaf = leaf_of(found, PAGE, before=query.before, after=query.after)
    return Page(leaf.rows, *(row.pk if row is not None else None for row in (leaf.newer, leaf.older)))


def read_query(data: Any) -> Query:
    """From the address; anything malformed is ignored rather than refused."""

    def whole(name: str) -> int | None:
        return parameters.whole(data, name)

    def word(name: str) -> str:
        return parameters.word(data, name, MAX_LENGTH)

    return Query(
        text=word("q"),
        sector=word("sector"),
        industry=whole("industry"),
        region=word("region"),
        route=word("route"),
        status=word("status"),
        programme=word("programme"),
        sort=word("sort"),
        before=whole("before"),
        after=whole("after"),
    )


def example_questions(rows: Iterable[Line]) -> list[str]:
    """Up to three questions to try, made from `rows`: a product, a product with its city, a holder. Each finds something."""
    examples: list[str] = []
    for row in rows:
        city = row.region_label.removesuffix("市")
        questions = (row.product_name, f"{city} {row.product_name}".strip(), row.holder_name)
        if len(examples) < len(questions) and row.product_name not in " ".join(examples):
            examples.append(questions[len(examples)])
    return examples
