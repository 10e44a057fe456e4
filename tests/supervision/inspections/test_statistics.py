"""Statistics: counts equal the rows, nothing sealed or void counts, one query for each table."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from supervision.draws.models import DrawPlan, Pick
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.statistics import by_city, by_sector, by_year, tables
from supervision.inspections.states import ResultWord
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.workflow import clock as the_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PAGE = "/inspections/statistics/"


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def numbers(table: Any) -> list[tuple[str, int, int, int, str]]:
    return [(line.label, line.drawn, line.done, line.passed, line.rate) for line in table.lines]


def test_counts_equal_the_rows(people: Any, clock: Any) -> None:
    draws.objects(3, region="510700", sector="agriculture")
    plan = checks.drawn(people, clock)
    tasks = list(InspectionTask.objects.filter(plan=plan).order_by("pk")[:3])
    checks.published(tasks[0], people[0])
    checks.published(tasks[1], people[0], ResultWord.ORDERED)
    checks.concluded(tasks[2])  # not public: drawn, not done

    total = Pick.objects.count()
    assert numbers(by_year()) == [("2026 年", total, 2, 1, "50.0%")]
    for table, field in ((by_sector(), "sector"), (by_city(), "region__name")):
        drawn = sorted(Pick.objects.filter(**{f"object__{field}": value}).count() for value in _values(field))
        assert sorted(line.drawn for line in table.lines) == drawn
        assert [sum(row[place] for row in numbers(table)) for place in (1, 2, 3)] == [total, 2, 1]


def _values(field: str) -> set[str]:
    return set(Pick.objects.values_list(f"object__{field}", flat=True))


def test_a_sealed_draw_counts_from_its_reveal_and_a_void_one_never(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock, sealed=True, reveal_by=the_clock.end_of(the_clock.today() + timedelta(days=60)))
    assert [table.lines for table in tables()] == [[], [], []]
    assert "还没有可以统计的抽查" in Client().get(PAGE).content.decode()
    DrawPlan.objects.filter(pk=plan.pk).update(revealed_at=the_clock.now(), state="revealed")
    assert by_year().lines[0].drawn == Pick.objects.count()
    DrawPlan.objects.filter(pk=plan.pk).update(state="void")
    assert by_year().lines == []


def test_the_page_and_the_file_show_the_same_numbers_in_three_queries(people: Any, clock: Any) -> None:
    checks.published(checks.first(checks.drawn(people, clock)), people[0])
    with CaptureQueriesContext(connection) as queries:
        page = Client().get(PAGE).content.decode()
    assert len(queries) == 3
    rows = list(csv.reader(io.StringIO(Client().get("/inspections/statistics.csv").content.decode().lstrip("﻿"))))
    wanted = [
        [table.title, *map(str, line)]
        for table in tables()
        for line in [(*numbers(table)[0],)]
        if len(table.lines) == 1
    ]
    assert rows[1:] == wanted
    cells = re.findall(
        r'<th scope="row">([^<]+)</th>\s*<td class="num" data-label="抽中">(\d+)</td>'
        r'\s*<td class="num" data-label="已公布结果">(\d+)</td>\s*<td class="num" data-label="未发现问题">(\d+)</td>',
        page,
    )
    assert cells == [tuple(row[1:5]) for row in rows[1:]]


def test_a_chart_says_its_finding_and_needs_no_style_of_its_own(people: Any, clock: Any) -> None:
    checks.published(checks.first(checks.drawn(people, clock)), people[0])
    page = Client().get(PAGE).content.decode()
    charts = re.findall(r"<svg role=\"img\" aria-labelledby=\"title-(\w+) desc-\w+\".*?</svg>", page, re.S)
    assert charts == ["year", "sector", "city"]
    total = Pick.objects.count()
    assert page.count(f'<desc id="desc-year">共抽中 {total} 户，已公布结果 1 户，其中未发现问题 1 户。</desc>') == 1
    assert ("style=" in page, "#" in "".join(re.findall(r'fill="([^"]*)"', page))) == (False, False)
