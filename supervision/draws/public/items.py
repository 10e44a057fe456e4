"""随机抽查事项清单 for everybody: the page and the data set."""

from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.directories.models import InspectionItem
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.lists import KEPT, MOST, DataSet, Entry, newest_first
from tianfu.text import moments
from tianfu.workflow import clock

COLUMNS = {
    "code": "编码",
    "name": "事项",
    "kind": "类别",
    "object_kinds": "检查对象",
    "methods": "检查方式",
    "basis": "依据",
    "published_on": "公布日期",
    "version": "版次",
}


def published_items() -> QuerySet[InspectionItem]:
    """What may be inspected today."""
    return InspectionItem.objects.published(clock.today()).order_by("code")


def entries(limit: int) -> list[Entry]:
    """Every version that was ever published; one that was withdrawn is said to be, and no longer listed."""
    rows = InspectionItem.objects.filter(published_on__lte=clock.today()).annotate(changed_at=Max("changes__at"))
    return newest_first((_entry(row) for row in rows.order_by("-published_on", "-pk")[:MOST]), limit)


def _entry(row: Any) -> Entry:
    here, gone = reverse("inspection_items"), row.withdrawn_on is not None
    published: datetime = clock.start_of(row.published_on)
    words = f"{row.get_kind_display()}，{row.method_words()}。依据：{row.basis}"
    return Entry(
        id=f"{here}#{row.code}-{row.version}",
        title=f"{'停用' if gone else '公布'}：{row.code} {row.name}（第 {row.version} 版）",
        words=f"自 {moments.full_day(row.withdrawn_on)}起不再按这一版检查。" if gone else words,
        link=here,
        published=published,
        updated=max(row.changed_at or published, published),
        facts=None if gone else _facts(row),
    )


def _facts(row: InspectionItem) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.get_kind_display(),
        "object_kinds": row.object_words(),
        "methods": row.method_words(),
        "basis": row.basis,
        "published_on": row.published_on.isoformat() if row.published_on else "",
        "version": row.version,
    }


ITEMS = DataSet(
    key="inspection_items",
    title="随机抽查事项清单",
    about="可以检查的事项。没有列入清单并公布的，不进行检查；停用和换版都有记录。",
    page="inspection_items",
    columns=COLUMNS,
    entries=entries,
    csv="draws/items.csv",
    json="draws/items.json",
    feed="draws/items/feed/",
)


@requires(PUBLIC)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """What is not in it is not inspected."""
    response = render(request, "supervision/draws/public/items.html", {"rows": published_items(), "data": ITEMS})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
