"""The planner's sitting: type, save, see what it means, hand over; the second person reads and commits."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from supervision.directories.objects.eligibility import exclusion_label
from supervision.directories.states import ObjectKind
from supervision.draws.commitment.acts import commit, commitment_facts
from supervision.draws.console.plans import ORGANISERS, plan_on_console
from supervision.draws.frozen.comparison import compare_frozen
from supervision.draws.frozen.differences import in_words
from supervision.draws.frozen.material import Material, gather, objects_in_scope
from supervision.draws.frozen.strata import attributes
from supervision.draws.models import DrawPlan
from supervision.draws.plans.drafts import hand_back, hand_over, parts_of, proposed_strata, save_draft, write_values
from supervision.draws.plans.forms import PlanForm, initial_of
from supervision.draws.plans.readiness import examine
from supervision.draws.states import DrawState
from tianfu.accounts.access.rules import requires
from tianfu.accounts.models import Region
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.shown import stamp


def _own_draft(request: HttpRequest, pk: int) -> DrawPlan:
    plan = plan_on_console(request, pk)
    if plan.state != DrawState.DRAFT or plan.planner_id != request.user.pk:
        raise Http404("没有可以修改的草稿。")
    return plan


def _form(request: HttpRequest, plan: DrawPlan) -> PlanForm:
    """Bound when something was posted; the strata follow the attribute that is chosen on the page."""
    posted = request.method == "POST"
    if posted:
        _take_scope(plan, request)
    strata = proposed_strata(parts_of(plan, objects_in_scope(plan, clock.today())), plan.strata)
    data = _with_new_strata(request, strata) if posted else None
    return PlanForm(data, plan=plan, user=request.user, strata=strata, initial=initial_of(plan))


def _take_scope(plan: DrawPlan, request: HttpRequest) -> None:
    """What decides which strata there are, before the form that lists them can be made."""
    plan.object_kind = parameters.choice(request.POST, "object_kind", ObjectKind.values, plan.object_kind)
    plan.strata_by = parameters.choice(request.POST, "strata_by", [each.key for each in attributes()], plan.strata_by)
    codes = list(Region.objects.served().values_list("code", flat=True))
    plan.region_id = parameters.choice(request.POST, "region", codes) or None


def _with_new_strata(request: HttpRequest, strata: list[dict[str, Any]]) -> Any:
    """A stratum that the posted page did not show yet is read with its proposal, not as an empty field."""
    data = request.POST.copy()
    for row in strata:
        if f"percent-{row['key']}" not in data:
            data[f"percent-{row['key']}"] = f"{row['num'] * 100 / row['den']:g}"
            data[f"min-{row['key']}"] = str(row["min"])
            data[f"note-{row['key']}"] = row.get("note", "")
    return data


@requires(ORGANISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the draft with its numbers. POST: save, and hand over or only list other strata when the button says so."""
    plan = _own_draft(request, pk)
    revision = seen(request)
    form = _form(request, plan)
    if request.method != "POST":
        return _sitting(request, plan, form)
    if parameters.token(request.POST, "act") == "parts":
        return _other_parts(request, plan, form)
    if not form.is_valid():
        return _sitting(request, plan, form, status=422)
    saved = _save(plan, form, request, revision)
    if parameters.token(request.POST, "act") != "hand_over":
        messages.success(request, "草稿已保存，下面是按现在的名录重新核对的结果。")
        return redirect("console:draw_plan", pk=pk)
    try:
        hand_over(saved, user=request.user, seen=saved.draft_version)
    except NotPossible as refusal:
        fresh = _own_draft(request, pk)
        again = PlanForm(plan=fresh, user=request.user, strata=fresh.strata, initial=initial_of(fresh))
        return _sitting(request, fresh, again, refused=refusal.problems, status=422)
    messages.success(request, "方案已提交，等另一位抽查组织人确认。")
    return redirect("console:draw", pk=pk)


def _save(plan: DrawPlan, form: PlanForm, request: HttpRequest, revision: int) -> DrawPlan:
    return save_draft(
        plan,
        user=request.user,
        seen=revision,
        values=form.values(),
        items=list(form.cleaned_data["items"]),
        knows=form.cleaned_data["acknowledged"],
    )


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers for what is typed and not saved yet; changes nothing."""
    plan = _own_draft(request, pk)
    form = _form(request, plan)
    typed = _write_typed(plan, form)
    context = {"plan": plan, "form": form, **numbers(plan, gather(plan, clock.today()), **typed)}
    return render(request, "supervision/draws/console/_numbers.html", context)


def _write_typed(plan: DrawPlan, form: PlanForm) -> dict[str, Any]:
    """Puts what is typed into the plan without saving it; what `examine` needs besides, when all of it can be read."""
    if not form.is_valid():
        plan.strata = form.strata
        return {}
    write_values(plan, form.values())
    return {"items": list(form.cleaned_data["items"]), "knows": form.cleaned_data["acknowledged"]}


def _other_parts(request: HttpRequest, plan: DrawPlan, form: PlanForm) -> HttpResponse:
    """The page with the strata of what was just chosen: nothing saved, and nothing complained of that is not typed yet."""
    typed = _write_typed(plan, form)
    read = {name: field.widget.value_from_datadict(form.data, form.files, name) for name, field in form.fields.items()}
    fresh = PlanForm(plan=plan, user=request.user, strata=form.strata, initial=read)
    return _sitting(request, plan, fresh, **typed)


def numbers(plan: DrawPlan, material: Material, **typed: Any) -> dict[str, Any]:
    """What the page shows beside the form: shares, findings, and what will become public. `typed`: see `examine`."""
    report = examine(plan, material, **typed)
    return {
        "report": report,
        "blocking": [finding for finding in report.findings if finding.blocking],
        "warnings": [finding for finding in report.findings if not finding.blocking],
        "excluded": [(exclusion_label(code), count) for code, count in sorted(report.excluded.items())],
        "material": material,
        "listed": len(material.rows),
    }


def _sitting(
    request: HttpRequest,
    plan: DrawPlan,
    form: PlanForm,
    *,
    refused: list[str] | None = None,
    status: int = 200,
    **typed: Any,
) -> HttpResponse:
    context = {
        "title": f"拟定抽查方案：{plan.title}",
        "plan": plan,
        "form": form,
        "refused": refused or [],
        **numbers(plan, gather(plan, clock.today()), **typed),
    }
    return page(request, "supervision/draws/console/sitting.html", context, status)


@requires(ORGANISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person reads everything that becomes public, then signs or hands back."""
    plan = plan_on_console(request, pk)
    if plan.state != DrawState.DRAFT or plan.handed_over_at is None:
        return redirect("console:draw", pk=pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            if parameters.token(request.POST, "act") == "hand_back":
                return _hand_back(request, plan)
            done = commit(
                plan,
                user=request.user,
                seen=seen(request),
                shown=read_stamp(request),
            )
        except NotPossible as refusal:
            refused = refusal.problems
        else:
            messages.success(request, f"已承诺，编号 {done.number}。名录和方案已经公布。")
            return redirect("console:draw", pk=pk)
    return _commit_page(request, plan, refused)


def _commit_page(request: HttpRequest, plan: DrawPlan, refused: list[str]) -> HttpResponse:
    material = gather(plan, clock.today())
    shown = numbers(plan, material)
    context = {
        "title": f"确认抽查方案：{plan.title}",
        "plan": plan,
        "shown": stamp(commitment_facts(plan, material)),
        "refused": refused,
        "reason": parameters.typed(request.POST, "reason"),
        "may_sign": plan.planner_id != request.user.pk and not shown["blocking"],
        "items": plan.items.order_by("code"),
        "compared": in_words(plan, compare_frozen(plan, material, clock.today())),
        **shown,
    }
    return page(request, "supervision/draws/console/commit.html", context, 422 if refused else 200)


def _hand_back(request: HttpRequest, plan: DrawPlan) -> HttpResponse:
    reason = parameters.passage(request.POST, "reason")
    hand_back(plan, user=request.user, seen=parameters.whole(request.POST, "draft") or 0, reason=reason)
    messages.success(request, "已退回拟定人。")
    return redirect("console:draws")
