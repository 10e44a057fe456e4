"""The same as data: CSV and JSON of all draws, of the published items, and Atom of what is new."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.public.atom import SHOWN, PublicFeed
from supervision.directories.models import InspectionItem, YearlyPlan
from supervision.draws.models import DrawPlan
from supervision.draws.public.standing import standing
from supervision.draws.public.views import KEPT, public_plans
from tianfu.accounts.access import PUBLIC, requires
from tianfu.files.spreadsheets import csv_bytes
from tianfu.text.moments import iso
from tianfu.workflow import clock

MOST = 5000  # rows in one answer; the newest
DRAW_COLUMNS = (
    "编号",
    "名称",
    "检查对象",
    "地区",
    "状态",
    "承诺时间",
    "号码产生",
    "最迟抽取",
    "抽取结果 SHA-256",
    "方案 SHA-256",
)
ITEM_COLUMNS = ("编码", "事项", "类别", "检查对象", "检查方式", "依据", "公布日期")


def draw_rows() -> list[dict[str, Any]]:
    """Every public draw, newest first. A sealed result is known by its hash alone until its reveal."""
    rows = public_plans().select_related("plan_file").prefetch_related("results")[:MOST]
    return [_draw(row) for row in rows]


def _draw(row: DrawPlan) -> dict[str, Any]:
    result = next((each for each in row.results.all() if each.superseded_at is None), None)
    return {
        "number": row.number,
        "title": row.title,
        "object_kind": row.get_object_kind_display(),
        "region": str(row.region or "全省"),
        "state": standing(row).label,
        "committed_at": iso(row.committed_at) if row.committed_at else "",
        "seed_after": iso(row.seed_after) if row.seed_after else "",
        "draw_by": iso(row.draw_by) if row.draw_by else "",
        "result_sha256": result.sha256 if result else "",
        "plan_sha256": row.plan_file.sha256 if row.plan_file else "",
    }


def _csv(name: str, header: tuple[str, ...], rows: Any) -> HttpResponse:
    response = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def draws_csv(request: HttpRequest) -> HttpResponse:
    return _csv("draws", DRAW_COLUMNS, [list(row.values()) for row in draw_rows()])


@requires(PUBLIC)
@require_safe
def draws_json(request: HttpRequest) -> HttpResponse:
    """`{"draws": [...]}`, each with the address of its page."""
    rows = [row | {"url": settings.PUBLIC_URL + reverse("draw_public", args=[row["number"]])} for row in draw_rows()]
    response = JsonResponse({"draws": rows}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def published_items() -> QuerySet[InspectionItem]:
    """What may be inspected today."""
    return InspectionItem.objects.published(clock.today()).order_by("code")


@requires(PUBLIC)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """随机抽查事项清单: what is not in it is not inspected."""
    response = render(request, "public/draws/items.html", {"rows": published_items()})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def items_csv(request: HttpRequest) -> HttpResponse:
    rows = [
        [
            row.code,
            row.name,
            row.get_kind_display(),
            row.object_words(),
            row.method_words(),
            row.basis,
            row.published_on.isoformat() if row.published_on else "",
        ]
        for row in published_items()
    ]
    return _csv("inspection-items", ITEM_COLUMNS, rows)


@requires(PUBLIC)
@require_safe
def yearly_plans(request: HttpRequest) -> HttpResponse:
    """年度抽查工作计划 with batches, newest year first."""
    rows = YearlyPlan.objects.public().select_related("region").prefetch_related("batches__items")
    rows = rows.order_by("-year", "region", "-pk")[:100]
    response = render(request, "public/draws/yearly_plans.html", {"rows": rows})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
class DrawsFeed(PublicFeed):
    name, about = "draws_feed", "draws"
    title = "天府名品 双随机抽查"
    subtitle = "抽查方案的承诺、抽取和作废，新的在前。名录先公布，号码后产生，任何人都可以重新计算。"

    def items(self) -> Any:
        return public_plans()[:SHOWN]

    def item_title(self, item: DrawPlan) -> str:
        return f"{item.number} {item.title}"

    def item_description(self, item: DrawPlan) -> str:
        return standing(item).words

    def item_link(self, item: DrawPlan) -> str:
        return settings.PUBLIC_URL + reverse("draw_public", args=[item.number])

    item_guid = item_link

    def item_pubdate(self, item: DrawPlan) -> datetime | None:
        return item.committed_at

    item_updateddate = item_pubdate
