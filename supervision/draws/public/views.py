"""Pages: the list of draws, one draw with everything needed to run it again, its files."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.draws import page as rerun
from supervision.draws.batches import overdue_batches
from supervision.draws.commitment import public_file
from supervision.draws.differences import frozen_comparison
from supervision.draws.models import Deviation, DrawPlan
from supervision.draws.public.data import DRAWS
from supervision.draws.public.standing import public_plans, standing, timeline
from supervision.draws.results import results_of
from supervision.draws.states import DrawState
from supervision.draws.words import failure
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.inbox.page_links import page_links
from tianfu.ledger.log.entries import about, read_entry
from tianfu.text import parameters
from tianfu.workflow import clock

PAGE, PICKS, ENTRIES = 20, 200, 40
KEPT = 60  # seconds for caches
NAMES = ("plan.json", "objects.jsonl", "inspectors.jsonl", "comparison.json", "values.json", "result.json")
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
    return _public(render(request, "public/draws/list.html", context))


def _plan(number: str) -> DrawPlan:
    rows = public_plans().select_related(
        "plan_file", "objects_file", "inspectors_file", "comparison_file", "meeting", "batch__plan"
    )
    return get_object_or_404(rows.prefetch_related("changes", "items"), number=number)


@requires(PUBLIC)
@require_safe
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Timeline, files with their hashes, values with the notice, result with teams, and the re-run."""
    plan = _plan(number)
    result = plan.results.filter(superseded_at=None).select_related("entry", "file", "values_file").first()
    shown_result = result if plan.result_open else None
    entries = [read_entry(leaf) for leaf in about(number)[:ENTRIES]]
    context = {
        "plan": plan,
        "standing": standing(plan),
        "steps": timeline(plan),
        "published": _files(plan, shown_result),
        "result": shown_result,
        "hidden_result": result if shown_result is None else None,
        "values": _values(plan, result),
        "entries": entries,
        "compared": frozen_comparison(plan),
        "deviations": _deviations(plan) if plan.result_open else [],
        "changed": plan.deviations.filter(second_by__isnull=False).count(),
        **_picks(plan, shown_result),
        **_rerun(plan, shown_result),
    }
    return _public(render(request, "public/draws/draw.html", context))


def _files(plan: DrawPlan, result: Any) -> list[dict[str, Any]]:
    """(name, address, hash, size) of what is public already."""
    stored = {
        "plan.json": plan.plan_file,
        "objects.jsonl": plan.objects_file,
        "inspectors.jsonl": plan.inspectors_file,
    }
    if plan.comparison_file is not None:
        stored["comparison.json"] = plan.comparison_file
    if result is not None:
        stored |= {"values.json": result.values_file, "result.json": result.file}
    return [
        {"name": name, "url": reverse("draw_file", args=[plan.number, name]), "sha256": file.sha256, "size": file.size}
        for name, file in stored.items()
    ]


def _values(plan: DrawPlan, result: Any) -> list[dict[str, str]]:
    """The announced numbers with the notice they were read from; public as soon as they were typed alike."""
    if result is None:
        return []
    entry = result.entry
    urls = [url for url in (entry.first_url, entry.second_url) if url]
    return [
        {"event": row["event"], "value": entry.first_values[row["id"]], "url": urls[0] if urls else ""}
        for row in plan.sources
    ]


def _picks(plan: DrawPlan, result: Any) -> dict[str, Any]:
    if result is None:
        return {"picks": [], "pick_count": 0}
    rows = result.picks.select_related("object__region").prefetch_related("members__inspector").order_by("position")
    shown = list(rows[:PICKS])
    results = results_of(shown)
    labels = {row["key"]: row.get("label") or row["key"] for row in plan.strata}
    for pick in shown:
        pick.stratum_label = labels.get(pick.stratum, pick.stratum)
        pick.failure_words = failure(pick.failure) if pick.failure else ""
        pick.result_words = results.get(pick.pk, "")
        pick.team = [member.inspector.number for member in pick.members.all() if member.replaced_at is None]
    return {"picks": shown, "pick_count": rows.count()}


def _deviations(plan: DrawPlan) -> list[Deviation]:
    rows = plan.deviations.filter(second_by__isnull=False)
    return list(rows.select_related("pick", "inspector", "replacement").order_by("second_at")[:PICKS])


def _rerun(plan: DrawPlan, result: Any) -> dict[str, str]:
    """What the button needs; before the result it computes nothing, and the files can be read."""
    if result is None:
        return {}
    names = {**rerun.FILES, **rerun.RESULT}
    addresses = {key: reverse("draw_file", args=[plan.number, name]) for key, name in names.items()}
    return rerun.rerun_context(addresses, {"plan_sha256": plan.plan_file.sha256, "result_sha256": result.sha256})


@requires(PUBLIC)
@require_safe
def draw_file(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One published file, byte for byte as it was hashed; `check.html` is the page that works from a disk."""
    plan = _plan(number)
    if name == "check.html":
        content: bytes | None = _one_file(plan)
    elif name in NAMES:
        content = public_file(plan, name)
    else:
        content = None
    if content is None:
        raise Http404("没有这个文件，或者还没有公开。")
    response = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    disposition = "attachment" if name == "check.html" else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{plan.number}-{name}"'
    return _public(response)


def _one_file(plan: DrawPlan) -> bytes | None:
    result = plan.results.filter(superseded_at=None).first()
    if result is None or not plan.result_open:
        return None
    contents = {key: public_file(plan, name) or b"" for key, name in {**rerun.FILES, **rerun.RESULT}.items()}
    log = {"plan_sha256": plan.plan_file.sha256, "result_sha256": result.sha256}
    return rerun.one_file(f"核对抽查 {plan.number}", contents, log)
