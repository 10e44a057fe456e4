"""The results of one draw as everybody reads them: the one that counts, and beside it those whose number was corrected."""

from typing import Any

from django.urls import reverse

from supervision.draws.algorithm import page as rerun
from supervision.draws.algorithm.words import failure
from supervision.draws.commitment.acts import public_file
from supervision.draws.models import DrawPlan, DrawResult
from supervision.draws.results.outcomes import results_of

PICKS = 200


def versions(plan: DrawPlan) -> list[Any]:
    """In the order in which they were computed, the last one counts. `place` from 1; `mark` stands in the names of a
    superseded one's files."""
    rows: list[Any] = list(plan.results.select_related("entry", "correction", "file", "values_file").order_by("pk"))
    for place, row in enumerate(rows, start=1):
        row.place, row.mark = place, f"-{place}" if row.superseded_at else ""
    return rows


def files(plan: DrawPlan, result: Any) -> list[dict[str, Any]]:
    """Name, address, hash and size of what is public already."""
    stored = {
        "plan.json": plan.plan_file,
        "objects.jsonl": plan.objects_file,
        "inspectors.jsonl": plan.inspectors_file,
    }
    if plan.comparison_file is not None:
        stored["comparison.json"] = plan.comparison_file
    if result is not None:
        stored |= {f"values{result.mark}.json": result.values_file, f"result{result.mark}.json": result.file}
    return [
        {"name": name, "url": reverse("draw_file", args=[plan.number, name]), "sha256": file.sha256, "size": file.size}
        for name, file in stored.items()
    ]


def values(plan: DrawPlan, result: DrawResult | None) -> list[dict[str, str]]:
    """The announced numbers with the notice they were read from; public as soon as they were typed alike."""
    if result is None:
        return []
    announced, notice = result.source.announced, result.source.notice
    return [{"event": row["event"], "value": announced[row["id"]], "url": notice} for row in plan.sources]


def corrections(plan: DrawPlan) -> list[dict[str, Any]]:
    """Confirmed ones: both numbers side by side, the announcement, the reason; no names."""
    rows = plan.corrections.filter(second_at__isnull=False).select_related("result")
    return [
        {
            "at": row.second_at,
            "reason": row.first_note,
            "url": row.url,
            "result": getattr(row, "result", None),
            "lines": [
                {"event": source["event"], "before": row.before[source["id"]], "after": row.values[source["id"]]}
                for source in plan.sources
                if row.before[source["id"]] != row.values[source["id"]]
            ],
        }
        for row in rows
    ]


def picks(plan: DrawPlan, result: Any) -> dict[str, Any]:
    """The first of them with team and outcome in words."""
    if result is None:
        return {"picks": [], "pick_count": 0}
    rows = result.picks.select_related("object__region", "carried_from").prefetch_related(
        "members__inspector", "carried_from__members__inspector"
    )
    shown = list(rows.order_by("position")[:PICKS])
    # A check that began before the correction is found at the pick it was made for.
    results = results_of([pick.carried_from or pick for pick in shown])
    labels = {row["key"]: row.get("label") or row["key"] for row in plan.strata}
    for pick in shown:
        pick.stratum_label = labels.get(pick.stratum, pick.stratum)
        pick.failure_words = failure(pick.failure) if pick.failure else ""
        said = results.get(pick.carried_from_id or pick.pk, "") or pick.get_outcome_display()
        pick.result_words = said or ("按更正后的号码办理" if result.superseded_at else "")
        pick.team = _team(pick)
        pick.visitors = _team(pick.carried_from) if pick.carried_from else []
    return {"picks": shown, "pick_count": rows.count()}


def _team(pick: Any) -> list[str]:
    return [member.inspector.number for member in pick.members.all() if member.replaced_at is None]


def _hashes(plan: DrawPlan, result: Any) -> dict[str, str]:
    return {"plan_sha256": plan.plan_file.sha256 if plan.plan_file else "", "result_sha256": result.sha256}


def _names(result: Any) -> dict[str, str]:
    """Names of the files of a re-run, by the page's words for them."""
    return {
        **rerun.FILES,
        "values": f"values{result.mark}.json",
        "result": f"result{result.mark}.json",
    }


def rerun_of(plan: DrawPlan, result: Any) -> dict[str, str]:
    """What the button needs; before the result it computes nothing, and the files can be read."""
    if result is None:
        return {}
    addresses = {key: reverse("draw_file", args=[plan.number, name]) for key, name in _names(result).items()}
    check = reverse("draw_file", args=[plan.number, f"check{result.mark}.html"])
    return rerun.rerun_context(addresses, _hashes(plan, result)) | {"check_url": check}


def page_of_one_file(plan: DrawPlan, place: int | None) -> bytes | None:
    """The re-run of a result as one file, None when it is not public; `place`: which, None for the one that counts."""
    rows = versions(plan) if plan.result_open else []
    result = next((row for row in rows if (not row.superseded_at if place is None else row.place == place)), None)
    if result is None:
        return None
    contents = {key: public_file(plan, name) or b"" for key, name in _names(result).items()}
    title = f"核对抽查 {plan.number}{'（更正前的结果）' if result.superseded_at else ''}"
    return rerun.one_file(title, contents, _hashes(plan, result))
