"""The draws as open data: one entry for each number, the void and the overdue ones too."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse

from supervision.draws.models import DrawPlan
from supervision.draws.public.standing import public_plans, standing
from supervision.draws.states import DrawState
from tianfu.open_data.lists import MOST, DataSet, Entry, newest_first
from tianfu.text.moments import full_day, iso
from tianfu.workflow import clock

COLUMNS = {
    "number": "编号",
    "title": "名称",
    "object_kind": "检查对象",
    "region": "地区",
    "state": "状态",
    "committed_at": "承诺时间",
    "seed_after": "号码产生",
    "draw_by": "最迟抽取",
    "result_sha256": "抽取结果 SHA-256",
    "plan_sha256": "方案 SHA-256",
    "corrected_at": "号码更正时间",
    "superseded_sha256": "更正前结果 SHA-256",
}


def entries(limit: int) -> list[Entry]:
    """A sealed result is known by its hash alone until its reveal."""
    rows = public_plans().select_related("plan_file").prefetch_related("results", "corrections")
    rows = rows.annotate(changed_at=Max("changes__at"))[:MOST]
    return newest_first((_entry(row) for row in rows), limit)


def _entry(row: Any) -> Entry:
    now = clock.now()
    how, address = standing(row, now), reverse("draw_public", args=[row.number])
    return Entry(
        id=address,
        title=f"{how.label}：{row.number} {row.title}",
        words=how.words + _correction_words(row),
        link=address,
        published=row.committed_at,
        updated=max(moment for moment in _moments(row) if moment <= now),
        facts=_facts(row, how.label),
    )


def _moments(row: Any) -> Iterator[datetime]:
    """When what is said of a draw changes: by a passage, and by a term that ends without one."""
    yield row.committed_at
    if row.changed_at:
        yield row.changed_at
    yield from (each.computed_at for each in row.results.all())
    if row.state == DrawState.COMMITTED:
        yield from (row.seed_after, row.draw_by)
    if row.sealed and row.revealed_at is None and row.reveal_by:
        yield row.reveal_by


def _facts(row: DrawPlan, label: str) -> dict[str, Any]:
    result = next((each for each in row.results.all() if each.superseded_at is None), None)
    corrected = _corrected(row)
    return {
        "number": row.number,
        "title": row.title,
        "object_kind": row.get_object_kind_display(),
        "region": str(row.region or "全省"),
        "state": label,
        "committed_at": iso(row.committed_at) if row.committed_at else "",
        "seed_after": iso(row.seed_after) if row.seed_after else "",
        "draw_by": iso(row.draw_by) if row.draw_by else "",
        "result_sha256": result.sha256 if result else "",
        "plan_sha256": row.plan_file.sha256 if row.plan_file else "",
        "corrected_at": iso(corrected[-1].second_at) if corrected else "",
        "superseded_sha256": "、".join(each.sha256 for each in row.results.all() if each.superseded_at is not None),
    }


def _corrected(row: Any) -> list[Any]:
    return [each for each in row.corrections.all() if each.second_at is not None]


def _correction_words(row: Any) -> str:
    """Each with its day and reason: who took the first result over learns that another one counts."""
    return "".join(
        f"{full_day(clock.in_beijing(each.second_at))}更正了开奖号码并重新计算，更正前的结果保留。理由：{each.first_note}"
        for each in _corrected(row)
    )


DRAWS = DataSet(
    key="draws",
    title="双随机抽查",
    about="抽查方案的承诺、抽取和作废。名录先公布，号码后产生，任何人都可以重新计算。",
    page="draws",
    columns=COLUMNS,
    entries=entries,
    csv="draws/list.csv",
    json="draws/list.json",
    feed="draws/feed/",
)
