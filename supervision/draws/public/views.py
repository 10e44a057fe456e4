"""Pages: the list of draws, one draw with everything needed to run it again, its files."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.draws.commitment.acts import public_file
from supervision.draws.frozen.differences import frozen_comparison
from supervision.draws.models import Deviation, DrawPlan
from supervision.draws.plans.batches import overdue_batches
from supervision.draws.public.data import DRAWS
from supervision.draws.public.results import (
    PICKS,
    corrections,
    files,
    page_of_one_file,
    picks,
    rerun_of,
    values,
    versions,
)
from supervision.draws.public.standing import public_plans, standing, timeline
from supervision.draws.states import DrawState
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.inbox.page_links import page_links
from tianfu.ledger.log.entries import about, read_entry
from tianfu.text import parameters
from tianfu.workflow import clock

PAGE, ENTRIES = 20, 40
KEPT = 60  # seconds for caches
_NAME = re.compile(r"(plan|comparison|(values|result)(-[1-9][0-9]*)?)\.json|(objects|inspectors)\.jsonl", re.ASCII)
_CHECK = re.compile(r"check(?:-([1-9][0-9]{0,2}))?\.html", re.ASCII)
_TYPES = {"json": "application/json", "jsonl": "application/jsonl", "html": "text/html; charset=utf-8"}


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """The list; those that are overdue are named above it."""
    now = clock.now()
    unrevealed = Q(sealed=True, revealed_at=None, reveal_by__lte=now, state__in=[DrawState.DRAWN, DrawState.VOID])
    overdue = public_plans().filter(Q(state=DrawState.COMMITTED, draw_by__lte=now) | unrevealed)
    shown = Paginator(public_plans(), PAGE).get_page(parameters.page(request.GET))
    rows = list(shown.object_list)
    for row in rows:
        row.standing = standing(row, now)
    context = {
        "rows": rows,
        "count": shown.paginator.count,
        "paged": shown.number > 1,
        "overdue": [(row, standing(row, now)) for row in overdue[:PAGE]],
        "batches": overdue_batches()[:PAGE],
        "data": DRAWS,
        **page_links(reverse("draws"), shown, {}),
    }
    return _public(render(request, "supervision/draws/public/list.html", context))


def _plan(number: str) -> DrawPlan:
    rows = public_plans().select_related(
        "plan_file", "objects_file", "inspectors_file", "comparison_file", "meeting", "batch__plan"
    )
    return get_object_or_404(rows.prefetch_related("changes", "items"), number=number)


@requires(PUBLIC)
@require_safe
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Timeline, files with their hashes, values with the notice, result with teams, and the re-run. `?result=1`: the
    first of several, as it was before its number was corrected."""
    plan = _plan(number)
    rows = versions(plan)
    asked = parameters.whole(request.GET, "result", least=1, most=parameters.INT)
    shown = rows[-1] if rows and asked is None else next((row for row in rows if row.place == asked), None)
    if asked is not None and (shown is None or not plan.result_open):
        raise Http404("没有这个结果，或者还没有公开。")
    opened = shown if plan.result_open else None
    entries = [read_entry(leaf) for leaf in about(number)[:ENTRIES]]
    context = {
        "plan": plan,
        "standing": standing(plan),
        "steps": timeline(plan),
        "published": files(plan, opened),
        "result": opened,
        "versions": rows if len(rows) > 1 else [],
        "hidden_result": shown if opened is None else None,
        "values": values(plan, shown),
        "corrections": corrections(plan),
        "entries": entries,
        "compared": frozen_comparison(plan),
        "deviations": _deviations(plan, opened) if opened else [],
        "changed": plan.deviations.filter(second_by__isnull=False, pick__result=shown).count(),
        **picks(plan, opened),
        **rerun_of(plan, opened),
    }
    return _public(render(request, "supervision/draws/public/draw.html", context))


def _deviations(plan: DrawPlan, result: Any) -> list[Deviation]:
    rows = plan.deviations.filter(second_by__isnull=False, pick__result=result)
    return list(rows.select_related("pick", "inspector", "replacement").order_by("second_at")[:PICKS])


@requires(PUBLIC)
@require_safe
def draw_file(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One published file, byte for byte as it was hashed; `check.html` is the page that works from a disk."""
    plan = _plan(number)
    if match := _CHECK.fullmatch(name):
        content = page_of_one_file(plan, int(match[1]) if match[1] else None)
    else:
        content = public_file(plan, name) if _NAME.fullmatch(name) else None
    if content is None:
        raise Http404("没有这个文件，或者还没有公开。")
    response = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    disposition = "attachment" if name.endswith(".html") else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{plan.number}-{name}"'
    return _public(response)
