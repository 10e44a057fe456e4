"""The registry of what waits for a person: order, cost, and nobody asked in vain."""

import pytest

from tianfu.workflow import clock, work_items
from tianfu.workflow.models import CalendarVersion
from tianfu.workflow.upkeep.row_counts import numbers_of
from tianfu.workflow.work_items import Bar, Chart, Kind, Source, WorkItem, charts_for, second_count, waiting_for


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(work_items, "_sources", {})
    monkeypatch.setattr(work_items, "_charts", {})


def source(key, kind=Kind.TODO, names=(), asked=None, concerns=True):
    asked = [] if asked is None else asked

    def rows(user, limit):
        asked.append(f"{key} rows {limit}")
        return [WorkItem(title=name, url=f"/{name}/", what="请办理。") for name in names[:limit]]

    def count(user):
        asked.append(f"{key} count")
        return len(names)

    return work_items.register(
        Source(key=key, label=key, kind=kind, rows=rows, count=count, concerns=lambda user: concerns)
    )


def test_second_persons_work_comes_before_other_work_and_news_last():
    for key, kind in (("news", Kind.NEW), ("late", Kind.LATE), ("todo", Kind.TODO), ("second", Kind.SECOND)):
        source(key, kind)
    assert [found.source.key for found in waiting_for(None)] == ["second", "todo", "late", "news"]


def test_a_source_counts_only_when_there_is_more_than_it_shows():
    asked: list[str] = []
    source("few", names=["甲", "乙"], asked=asked)
    source("many", names=list("甲乙丙丁"), asked=asked)
    few, many = waiting_for(None, limit=2)
    assert asked == ["few rows 3", "many rows 3", "many count"]
    assert (few.total, few.more, [item.title for item in few.items]) == (2, 0, ["甲", "乙"])
    assert (many.total, many.more, [item.title for item in many.items]) == (4, 2, ["甲", "乙"])


def test_a_source_that_does_not_concern_the_person_is_not_asked():
    asked: list[str] = []
    source("others", Kind.SECOND, ["甲"], asked, concerns=False)
    assert waiting_for(None) == []
    assert second_count(None) == 0
    assert asked == []


def test_the_number_beside_the_second_persons_list_is_the_sum_of_its_sources():
    source("cases", Kind.SECOND, ["甲", "乙"])
    source("sanctions", Kind.SECOND, ["丙"])
    source("todo", Kind.TODO, ["丁"])
    assert second_count(None) == 3


@pytest.mark.django_db
def test_sources_that_name_their_rows_are_counted_in_one_query(django_assert_num_queries):
    """Beside one that knows its number, and one that can hold nothing."""
    CalendarVersion.objects.all().delete()
    for number in (1, 2, 3):
        CalendarVersion.objects.create(n=number, sha256="0" * 64, loaded_at=clock.now(), source="x")
    every = CalendarVersion.objects.order_by("-n")
    rows = {"all": every, "two": every.filter(n__gt=1), "none": every.none(), "nothing": every.filter(pk__in=[])}
    for key, found in rows.items():
        work_items.register(Source(key, key, Kind.SECOND, lambda user, limit: [], lambda user, found=found: found))
    source("told", Kind.SECOND, ["甲", "乙"])
    with django_assert_num_queries(1):
        assert second_count(None) == 3 + 2 + 2
    with django_assert_num_queries(1):
        assert numbers_of(rows.values(), 2) == [2, 2, 0, 0]
    with django_assert_num_queries(0):
        assert numbers_of([every.none()]) == [0]
    assert numbers_of([]) == []


def test_two_sources_of_one_key_are_refused():
    source("cases")
    with pytest.raises(ValueError, match="cases"):
        source("cases")


def test_a_chart_with_nothing_to_count_is_not_drawn():
    work_items.register_chart(Chart("empty", "空", lambda user: [Bar("甲", 0, "/")]))
    full = work_items.register_chart(Chart("full", "满", lambda user: [Bar("甲", 0, "/"), Bar("乙", 3, "/?b")]))
    assert charts_for(None) == [(full, [Bar("甲", 0, "/"), Bar("乙", 3, "/?b")])]
