"""List of draws, and the page of one: for its planner the form, for everybody else what stands."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from supervision.draws.algorithm.words import failure as failure_words
from supervision.draws.console.changes import changes_of, corrections_of
from supervision.draws.models import DrawEndorsement, DrawPlan
from supervision.draws.plans.annulment import open_proposal, void_facts
from supervision.draws.plans.drafts import drop_draft, first_times, new_draft
from supervision.draws.results.secrecy import before_event
from supervision.draws.rules import ORGANISER, is_recomputed, organises
from supervision.draws.states import DrawState, Mode
from supervision.draws.values.entries import is_computed_now, open_entry, typing_problems
from supervision.draws.values.meetings import awaits_dice
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.second_form import SecondForm, second_form

READERS = roles(ORGANISER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR)
ORGANISERS = roles(ORGANISER)
PAGE, SHOWN_PICKS = 30, 50
TABS = (
    ("open", "进行中", (DrawState.COMMITTED, DrawState.DRAWN, DrawState.REVEALED)),
    ("draft", "拟定中", (DrawState.DRAFT,)),
    ("done", "已办结或作废", (DrawState.CLOSED, DrawState.VOID)),
)


def plan_on_console(request: HttpRequest, pk: int) -> DrawPlan:
    """The plan, or 404 outside the organiser's region; a draft is its region's business only."""
    rows = DrawPlan.objects.on_console_for(request.user).select_related("region", "planner", "approver", "batch")
    return get_object_or_404(rows.select_related("plan_file", "objects_file", "inspectors_file"), pk=pk)


@requires(READERS)
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """By state, newest first."""
    tab = parameters.choice(request.GET, "tab", [key for key, _, _ in TABS], "open")
    states = next(found for key, _, found in TABS if key == tab)
    rows = DrawPlan.objects.on_console_for(request.user).filter(state__in=states)
    rows = rows.select_related("region", "planner").order_by("-pk")
    number = parameters.page(request.GET)
    shown = Paginator(rows, PAGE).get_page(number)
    here = reverse("console:draws")
    tabs = [
        {"label": label, "url": f"{here}?tab={key}", "current": key == tab, "count": "", "urgent": False}
        for key, label, _ in TABS
    ]
    context = {
        "title": "双随机抽查",
        "rows": shown.object_list,
        "tabs": tabs,
        "may_plan": ORGANISER in request.user.roles,
        "now": clock.now(),
        **page_links(here, shown, {"tab": tab}),
    }
    return page(request, "supervision/draws/console/list.html", context)


@requires(ORGANISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_new(request: HttpRequest) -> HttpResponse:
    """An empty plan with the proposals of policy; the planner's sitting begins on its page."""
    title, user = parameters.word(request.POST, "title", 80), request.user
    if request.method == "POST" and title:

        def act() -> str:
            regions = user.regions_for(ORGANISER)
            region = None if regions is None else Region.objects.filter(pk__in=regions).first()
            plan = new_draft(user=user, title=title, region=region, **first_times(clock.now()))
            return reverse("console:draw", args=[plan.pk])

        return once(request, act)
    context = {
        "title": "拟定抽查方案",
        "typed": title,
        "problem": "请填写名称。" if request.method == "POST" else "",
        "once": new_key(),
    }
    return page(request, "supervision/draws/console/new.html", context, 422 if request.method == "POST" else 200)


@requires(READERS)
@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_on_console(request, pk)
    if plan.state == DrawState.DRAFT and plan.planner_id == request.user.pk and plan.handed_over_at is None:
        return redirect("console:draw_plan", pk=pk)
    return show(request, plan)


def _second_of_void(request: HttpRequest, plan: DrawPlan, proposal: DrawEndorsement) -> SecondForm:
    return second_form(
        proposal,
        request.user,
        reverse("console:draw_void_proposal", args=[plan.pk, proposal.pk]),
        void_facts(plan, proposal),
        what="确认后公开理由；编号不再使用，须以新方案、新号码重新抽取。",
        danger=True,
    )


def show(
    request: HttpRequest, plan: DrawPlan, *, refused: list[str] | None = None, reason: str = "", status: int = 200
) -> HttpResponse:
    """What stands, who acts next, and the buttons of this person. `reason`: of a void that was refused."""
    mine = organises(plan, request.user)
    proposal = open_proposal(plan) if plan.public else None
    picks = plan.picks.filter(result__superseded_at=None).select_related("object__region")
    result = plan.results.filter(superseded_at=None).first()
    shown = list(picks.prefetch_related("members__inspector")[:SHOWN_PICKS]) if mine or _reads_all(request) else []
    for pick in shown:
        pick.failure_words = failure_words(pick.failure) if pick.failure else ""
    corrections = corrections_of(plan, request.user)
    correctable = plan.state in (DrawState.DRAWN, DrawState.REVEALED) and corrections["correction"] is None
    context: dict[str, Any] = {
        "title": str(plan),
        "plan": plan,
        "where": where_it_stands(plan),
        "mine": mine,
        "typing_problems": typing_problems(plan, request.user) if mine else [],
        "entries": _entries(plan, request.user),
        "waiting_entry": open_entry(plan),
        "result": result,
        "picks": shown,
        "pick_count": picks.count() if result else 0,
        "may_print_secret": plan.approver_id == request.user.pk and before_event(plan),
        "proposal": proposal,
        "second": _second_of_void(request, plan, proposal) if proposal else None,
        "changes": _passages(plan),
        "refused": refused or [],
        "reason": reason,
        "is_dice": plan.mode == Mode.DICE,
        "computing": is_computed_now(plan),
        "deviations": changes_of(plan),
        "may_correct": mine and correctable and not is_recomputed(plan),
        **corrections,
    }
    return page(request, "supervision/draws/console/plan.html", context, status)


def _passages(plan: DrawPlan) -> list[Any]:
    rows = list(plan.changes.select_related("actor"))
    for row in rows:
        row.words = DrawState(row.target).label
    return rows


def _reads_all(request: HttpRequest) -> bool:
    return bool(request.user.roles & {Role.AUDITOR, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER})


def _entries(plan: DrawPlan, user: Any) -> list[Any]:
    """Rounds of typing. An open one is shown to nobody but its first typist: the second must not see it."""
    rows = plan.entries.select_related("first_by", "second_by", "first_evidence", "second_evidence").order_by("-round")
    return [row for row in rows if row.complete or row.first_by_id == user.pk]


def _progress(plan: DrawPlan) -> str:
    return f"{plan.progress_words}（{plan.progress}%）" if plan.progress else "即将开始"


def where_it_stands(plan: DrawPlan) -> str:
    """One sentence: what is, and what comes next."""
    late = plan.draw_by is not None and clock.now() >= plan.draw_by
    if plan.state == DrawState.DRAFT:
        if plan.handed_over_at is None:
            return f"草稿由 {plan.planner} 拟定，尚未提交确认。"
        return f"{plan.planner} 已提交，等另一位抽查组织人确认。"
    if plan.state == DrawState.COMMITTED:
        if is_computed_now(plan):
            return f"两人录入的号码一致，正在计算结果：{_progress(plan)}。"
        if late:
            return "逾期未抽取：公开页面已显示。请立即录入号码，或由两人作废并公开理由。"
        if awaits_dice(plan):
            return "名录已冻结并公布。请在见证人面前掷骰，并记录。"
        return (
            "名录已冻结并公布，等随机数产生。" if clock.now() < plan.seed_after else "随机数已经产生，请两人分别录入。"
        )
    if is_recomputed(plan):
        return f"号码已更正，正在重新计算：{_progress(plan)}。"
    if plan.state == DrawState.DRAWN and plan.sealed:
        return "已抽取，结果到揭示日公开。"
    words = {DrawState.DRAWN: "已抽取，检查进行中。", DrawState.REVEALED: "密值已揭示，检查进行中。"}
    return words.get(plan.state, f"{plan.get_state_display()}。")


@requires(ORGANISERS)
@require_safe
def draw_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """For the page that waits for the computation."""
    plan = plan_on_console(request, pk)
    done = plan.state != DrawState.COMMITTED and not is_recomputed(plan)
    return JsonResponse({"ready": done, "message": f"正在计算结果：{_progress(plan)}。", "failed": False})


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    plan = plan_on_console(request, pk)
    drop_draft(plan, user=request.user, seen=seen(request))
    messages.success(request, "草稿已删除。")
    return redirect("console:draws")
