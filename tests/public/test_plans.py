"""No public page reads a table that grows with the register as a whole.

The test's tables are small, and of small tables the database reads every row and joins them whole: it is told not to, as
long as there is another way. Who still does so has no index to go by, and is slow at a million rows.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.models import Authorization
from certification.register.public import views
from tests.public.pages import addresses

pytestmark = pytest.mark.django_db
# One row or more for each mark, case, firm, paper.
GROWING = frozenset({
    "certification_authorization", "certification_authorizationchange", "certification_authorizationcertificate",
    "certification_suspension", "applications_application", "applications_applicationchange", "applications_filing",
    "applications_publicnotice", "applications_product", "applications_productversion", "applications_enterprise",
    "accounts_organisation", "supervision_inspectionobject", "supervision_inspectiontask", "papers_paper",
    "files_storedfile", "inbox_inboxmessage", "ledger_logleaf", "ledger_auditevent",
})  # fmt: skip
# Above these a row that was found ends nothing: all are wanted.
GATHERING = ("Sort", "Aggregate", "Hash", "Unique", "WindowAgg", "SetOp")


def read_whole(plan: dict[str, Any], *, cut: bool = False) -> Iterator[str]:
    """Tables of which a plan reads every row: in their own order, or in an index's without looking anything up in it.
    `cut`: the reading ends when a page is full."""
    table, kind = plan.get("Relation Name"), plan["Node Type"]
    by_index = "Index Cond" in plan or kind == "Bitmap Heap Scan" or kind == "Tid Scan"
    if table in GROWING and not by_index and (kind == "Seq Scan" or not cut):
        yield str(table)
    cut = (cut or kind == "Limit") and not kind.startswith(GATHERING)
    for part in plan.get("Plans", []):
        yield from read_whole(part, cut=cut)


def asked(client: Client, address: str) -> set[str]:
    """What one look at a page reads whole."""
    client.get(address)
    with connection.cursor() as cursor:
        # As in a new installation, whatever earlier tests left in the database's statistics.
        ours = "IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        cursor.execute(f"DELETE FROM pg_statistic WHERE starelid {ours}")
        cursor.execute(f"UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE oid {ours}")
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("DISCARD PLANS")  # those of earlier tests on this connection
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    nothing_there = "-00999-" in address or address.startswith("/no/such/")
    assert answer.status_code == (404 if nothing_there else 200), address
    tables: set[str] = set()
    with connection.cursor() as cursor:
        for query in found.captured_queries:
            if query["sql"].lstrip("( ").upper().startswith(("SELECT", "EXECUTE")):
                cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
                told = cursor.fetchone()[0]
                plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
                tables |= set(read_whole(plan))
    return tables


def test_no_public_page_reads_a_growing_table_whole(client: Client, furnished: Any) -> None:
    word, number = quote("泡菜"), furnished.number
    more = [
        f"/brands/?q={word}", f"/brands/?sector={furnished.sector}&region={furnished.region_id}&status=active&q={word}",
        "/brands/?status=cancelled", "/brands/feed/", "/sitemap.xml", "/sitemap-brands-1.xml", "/notices/feed/",
        "/api/v1/brands/", f"/api/v1/brands/{number}/", f"/api/v1/verify/{number}/",
    ]  # fmt: skip
    pages = {address: asked(client, address) for address in [*addresses(furnished), *more]}
    assert {address: tables for address, tables in pages.items() if tables} == {}


def test_a_question_without_an_index_is_seen(client: Client, furnished: Any, monkeypatch: Any) -> None:
    """The test of the test: a page that also counts what no index leads to."""

    def counting(request: Any, *given: Any, real: Any = views.render) -> Any:
        Authorization.objects.filter(standard="没有这项标准").count()
        return real(request, *given)

    monkeypatch.setattr(views, "render", counting)
    assert asked(client, "/brands/") == {"certification_authorization"}
