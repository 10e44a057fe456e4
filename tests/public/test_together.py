"""Several querysets asked in one statement give what each of them alone would give."""

import threading
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.core.signals import request_started
from django.db import connection
from django.db.models import BigIntegerField, Count, F, Q
from django.test.utils import CaptureQueriesContext

from certification.models import Authorization
from supervision.draws.models import DrawPlan
from tests.some import some
from tianfu.accounts.models import Region
from tianfu.queries import prepared, together
from tianfu.queries.given import Given, given_day, given_text
from tianfu.queries.rows import Counted
from tianfu.queries.together import Together
from tianfu.server import DATABASE

pytestmark = pytest.mark.django_db
OURS = ("accounts", "ledger", "files", "papers", "workflow", "inbox", "applications", "certification", "supervision")
NUMBER, DAY = given_text("number"), given_day("day")


def columns(row: Any) -> list[tuple[type, Any]]:
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return [(type(value), bytes(value) if isinstance(value, memoryview) else value) for value in values]


def test_each_row_of_each_table_is_read_as_the_orm_reads_it(furnished):
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    rows = {model._meta.label: model._default_manager.order_by("-pk")[:3] for model in models}
    kept = {label: found for label, found in rows.items() if found}
    assert len(kept) >= 50
    for label, found in some(kept.items()):
        (read,) = Together({"rows": lambda found=found: found.all()}).ask().values()
        assert [columns(row) for row in read] == [columns(row) for row in found], label


def test_related_rows_annotations_values_and_counts_come_as_asked(issued):
    rows = Authorization.objects.filter(number=NUMBER)
    asked = Together(
        {
            "models": lambda: rows.select_related("programme", "certificate__body").annotate(city=F("region__name")),
            "plans": lambda: DrawPlan.objects.select_related("meeting"),
            "values": lambda: rows.values_list("number", "ends_on", "programme__slug", "facts__region_label"),
            "flat": lambda: rows.values_list("ends_on", flat=True),
            "groups": lambda: rows.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"),
            "none": rows.none,
            "empty": lambda: rows.filter(ends_on__lt=DAY),
            "counted": lambda: Counted(rows),
            "most": lambda: Counted(rows.order_by().values("pk")[:0]),
        }
    )
    with CaptureQueriesContext(connection) as found:
        told = asked.ask(number=issued.number, day=date(2020, 1, 1))
        (row,) = told.pop("models")
        assert (row, row.city, row.programme.slug) == (issued, issued.region.name, issued.programme.slug)
    assert len(found) == 4  # read and planned, asked; region and programme of `issued`
    label = issued.facts["region_label"]
    assert told == {
        "plans": [],
        "values": [(issued.number, issued.ends_on, "tfmp", label)],
        "flat": [issued.ends_on],
        "groups": [("active", 1)],
        "none": [],
        "empty": [],
        "counted": [1],
        "most": [0],
    }


@pytest.mark.parametrize("planned", [True, False])
def test_what_is_given_is_a_value_whatever_stands_in_it(issued, planned):
    key = Given("key", BigIntegerField())
    asked = Together(
        {"rows": lambda: Authorization.objects.filter(Q(pk=key) | Q(number=NUMBER, ends_on__gte=DAY)), "percent": lambda:
         Region.objects.filter(name__startswith="100%").values_list("name", flat=True)}, planned=planned,
    )  # fmt: skip
    ends = issued.ends_on
    for number, day, pk, found in (
        (issued.number, ends, 0, [issued]),
        (issued.number, ends + timedelta(days=1), 0, []),
        ("'; select '%s", ends, issued.pk, [issued]),
        ("%s $1 $2", ends, 0, []),
    ):
        assert asked.ask(number=number, day=day, key=pk) == {"rows": found, "percent": []}


def test_a_statement_is_written_once_and_told_once_to_a_connection(issued):
    made = []
    asked = Together({"rows": lambda: made.append(1) or Authorization.objects.filter(number=NUMBER)})
    with CaptureQueriesContext(connection) as found:
        for _ in range(3):
            assert asked.ask(number=issued.number) == {"rows": [issued]}
    starts = [query["sql"][:7] for query in found]
    assert (starts, made) == (["PREPARE", "EXECUTE", "EXECUTE", "EXECUTE"], [1])


def test_a_day_is_written_into_its_own_statement_and_old_ones_are_forgotten(issued):
    asked = Together({"rows": lambda: Authorization.objects.filter(number=NUMBER, ends_on__gte=DAY)})
    days = [issued.ends_on + timedelta(days=number) for number in range(prepared.MOST + 2)]
    with CaptureQueriesContext(connection) as found:
        told = [asked.ask(number=issued.number, day=day)["rows"] for day in [days[0], *days]]
    assert told == [[issued], [issued], *[[]] * (len(days) - 1)]
    statements = [query["sql"] for query in found]
    assert [text for text in statements if text.startswith("DEALLOCATE")] == ["DEALLOCATE ALL"]
    first = [text for text in statements if text.startswith("PREPARE") and days[0].isoformat() in text]
    assert len(first) == 1
    assert len([text for text in statements if text.startswith("EXECUTE")]) == len(days) + 1
    assert len(asked._written.statements) <= together.MOST
    assert asked.ask(number=issued.number, day=days[0]) == {"rows": [issued]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("planned", [True, False])
def test_a_connection_that_died_since_the_last_request_is_replaced(reference, planned):
    asked = Together({"rows": lambda: Region.objects.filter(pk=NUMBER).values_list("pk", flat=True)}, planned=planned)
    found: list[Any] = []

    def requests() -> None:
        connection.settings_dict = {**connection.settings_dict, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        try:
            found.append(asked.ask(number="510100"))
            request_started.send(sender=None)
            _end(connection.connection.info.backend_pid)
            found.append(asked.ask(number="510100"))
        finally:
            connection.close()

    thread = threading.Thread(target=requests)
    thread.start()
    thread.join()
    assert found == [{"rows": ["510100"]}] * 2


def _end(pid: int) -> None:
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    other = psycopg2.connect(**{name: given[name] for name in names if given.get(name)})
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 2000)", [pid])
    other.close()


def test_a_kind_of_column_that_json_would_change_is_refused():
    from django.contrib.postgres.fields import ArrayField
    from django.db.models import DateField, DurationField, ExpressionWrapper, Value

    for field in (DurationField(), ArrayField(DateField())):
        rows = Region.objects.annotate(told=ExpressionWrapper(Value(None), output_field=field)).values_list("told")
        with pytest.raises(TypeError, match="is not read from JSON"):
            Together({"rows": lambda rows=rows: rows}).ask()


def test_the_web_server_plans_what_is_prepared_once_for_all_values(reference):
    """Else the first five questions on every connection are planned for their own values: half a second for each page."""
    own = connection.get_connection_params()
    given = psycopg2.connect(**{name: own[name] for name in ("dbname", "user", "host")}, options=DATABASE)
    with given.cursor() as cursor:
        cursor.execute("prepare one as select count(*) from certification_authorization where number = $1")
        cursor.execute("execute one('TFMP')")
        cursor.execute("select generic_plans, custom_plans from pg_prepared_statements")
        assert cursor.fetchall() == [(1, 0)]
    given.close()
