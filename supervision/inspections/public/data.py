"""The published results as open data. What follows a result (rectification, its end, a missed limit) is an update of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse

from supervision.inspections.results.item_outcomes import item_outcomes, load_items
from supervision.inspections.results.published import after_words, correction_words, published
from tianfu.open_data.lists import DataSet, Entry, newest_first
from tianfu.workflow import clock

COLUMNS = {
    "object": "检查对象",
    "code": "编号",
    "holder": "持有人",
    "region": "市（州）",
    "origin": "来源",
    "visited_on": "检查日期",
    "result": "检查结果",
    "items": "逐项结果",
    "published_on": "公布日期",
    "rectification": "整改",
    "corrected_result": "更正后的结果",
    "corrected_on": "更正日期",
}


def entries(limit: int) -> list[Entry]:
    """The newest changes, and those whose limit passed without a new look: a day's end writes no row."""
    rows = published().annotate(changed_at=Max("changes__at"))
    late = rows.filter(Q(rectify_by__lt=clock.today(), reinspected_on=None)).order_by("-rectify_by", "-pk")
    found = {row.pk: row for part in (rows.order_by("-changed_at", "-pk"), late) for row in part[:limit]}
    load_items(list(found.values()))
    return newest_first((_entry(row) for row in found.values()), limit)


def _entry(task: Any) -> Entry:
    after, word = after_words(task), task.get_word_display()
    corrected = correction_words(task)
    return Entry(
        id=f"{reverse('inspection_results')}#result-{task.pk}",
        title=f"{corrected or word}：{task.object.name}（{task.object.holder_name or task.object.code}）",
        words="。".join(part for part in (f"{task}，{word}", corrected, after) if part) + "。",
        link=f"{reverse('inspection_results')}?q={task.object.code}",
        published=task.published_at,
        updated=max(_moments(task)),
        facts={
            "object": task.object.name,
            "code": task.object.code,
            "holder": task.object.holder_name,
            "region": str(task.object.region),
            "origin": _origin(task),
            "visited_on": task.visited_on.isoformat() if task.visited_on else "",
            "result": word,
            "items": item_outcomes(task),
            "published_on": clock.in_beijing(task.published_at).isoformat(),
            "rectification": after,
            "corrected_result": task.get_corrected_word_display(),
            "corrected_on": clock.in_beijing(task.corrected_at).isoformat() if task.corrected_at else "",
        },
    )


def _origin(task: Any) -> str:
    """Number of the draw; also whether its object was drawn by a number that was corrected afterwards."""
    if task.plan is None:
        return str(task.get_origin_display())
    return f"{task.plan.number}{'（更正前的号码）' if task.pick.result.superseded_at else ''}"


def _moments(task: Any) -> Iterator[datetime]:
    yield task.published_at
    if task.changed_at:
        yield task.changed_at
    if task.rectify_by and task.reinspected_on is None and task.rectify_by < clock.today():
        yield clock.start_of(task.rectify_by + timedelta(days=1))


RESULTS = DataSet(
    key="inspections",
    title="检查结果",
    about="抽查和定向检查的结果、逐项结果及整改情况，形成后二十个工作日内公布。",
    page="inspection_results",
    columns=COLUMNS,
    entries=entries,
    csv="inspections/list.csv",
    json="inspections/list.json",
    feed="inspections/feed/",
)
