"""What comes after the commitment: values, dice, the secret's copy, reveal, void."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from supervision.draws.console.plans import ORGANISERS, plan_on_console, show
from supervision.draws.models import DrawPlan
from supervision.draws.plans.annulment import confirm_void, drop_void, propose_void
from supervision.draws.results.secrecy import copy_for_second_body, reveal
from supervision.draws.values.entries import EVIDENCE_PURPOSE, WrongValue, type_values, typing_problems
from supervision.draws.values.forms import MeetingForm, ValuesForm
from supervision.draws.values.meetings import record_meeting
from tianfu.accounts.access.rules import requires
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.text import parameters
from tianfu.workflow.console.confirmation import confirm_page, confirmed
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal

_PICTURES = (Kind.JPEG, Kind.PNG, Kind.PDF)


def evidence_of(form: Any, name: str, user: Any) -> StoredFile | None:
    """The uploaded picture, checked and stored; a refusal stands at its field."""
    upload = form.cleaned_data.get(name)
    if upload is None:
        return None
    try:
        return take_one(upload, kinds=_PICTURES, user=user, purpose=EVIDENCE_PURPOSE)
    except ValidationError as error:
        form.add_error(name, error)
        return None


@requires(ORGANISERS, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_values(request: HttpRequest, pk: int) -> HttpResponse:
    """One official's typing; nobody sees here what the other typed."""
    plan = plan_on_console(request, pk)
    problems = typing_problems(plan, request.user)
    form = ValuesForm(request.POST or None, request.FILES or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        evidence = evidence_of(form, "evidence", request.user)
        if not form.errors and _typed(request, plan, form, evidence):
            return redirect("console:draw", pk=pk)
    context = {"title": f"录入号码：{plan.number}", "plan": plan, "form": form, "problems": problems}
    refused = bool(form.errors)
    return page(request, "supervision/draws/console/values.html", context, 422 if refused else 200)


def _typed(request: HttpRequest, plan: DrawPlan, form: ValuesForm, evidence: StoredFile | None) -> bool:
    try:
        entry = type_values(
            plan, user=request.user, values=form.typed(), url=form.cleaned_data["url"], evidence=evidence
        )
    except WrongValue as wrong:
        for source, words in wrong.fields.items():
            form.add_error(f"value-{source}", words)
        return False
    except NotPossible as refusal:
        add_refusal(form, refusal)
        return False
    if not entry.complete:
        messages.success(request, "已录入，等另一位人员独立录入。")
    elif entry.agrees:
        messages.success(request, "两人录入一致，正在计算结果。")
    else:
        messages.warning(request, "两人录入的号码不一致，两份都已保留、都不采用，请各自对照公告重新录入。")
    return True


@requires(ORGANISERS, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Record of the meeting in which the dice were rolled."""
    plan = plan_on_console(request, pk)
    form = MeetingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        film, data = evidence_of(form, "film", request.user), form.cleaned_data
        if not form.errors:
            try:
                record_meeting(
                    plan,
                    user=request.user,
                    held_at=data["held_on"],
                    place=data["place"],
                    witnesses=data["witnesses"],
                    film=film,
                    film_sha256=data["film_sha256"],
                )
            except NotPossible as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, "掷骰已记录，请两人分别录入点数。")
                return redirect("console:draw", pk=pk)
    context = {"title": f"记录掷骰：{plan.number}", "plan": plan, "form": form, "problems": []}
    return page(request, "supervision/draws/console/meeting.html", context, 422 if form.errors else 200)


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy for the second body: shown once by a POST, never kept by a cache, every look recorded."""
    plan = plan_on_console(request, pk)
    secret = copy_for_second_body(plan, user=request.user)
    return page(
        request,
        "supervision/draws/console/secret.html",
        {"title": f"密值：{plan.number}", "plan": plan, "secret": secret},
    )


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Earlier than the plan's day: by a person, from a confirm page."""
    plan = plan_on_console(request, pk)
    if not confirmed(request, plan):
        return confirm_page(
            request,
            plan,
            title=f"揭示密值：{plan.number}",
            consequences={
                "what": "密值写入公示日志，抽中对象和检查组随即公开。",
                "told": "",
                "public": "全部抽中对象、检查组的执法证号、密值",
                "undo": "不能撤回。",
            },
            button="揭示密值",
            danger=True,
            lead="还没有检查的对象会因此知道自己被抽中。",
            opinion="",
            cancel_url=reverse("console:draw", args=[pk]),
        )
    reveal(plan, actor=request.user, seen=seen(request), note="提前揭示。")
    messages.success(request, "密值已揭示，结果已公开。")
    return redirect("console:draw", pk=pk)


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_void(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two people."""
    plan, reason = plan_on_console(request, pk), parameters.passage(request.POST, "reason")
    try:
        propose_void(plan, user=request.user, seen=seen(request), reason=reason)
    except NotPossible as refusal:
        return show(request, plan, refused=refusal.problems, reason=reason, status=422)
    messages.success(request, "已提出作废，须由另一人确认。")
    return redirect("console:draw", pk=pk)


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_void_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the proposal is taken back."""
    plan = plan_on_console(request, pk)
    proposal = get_object_or_404(plan.endorsements, pk=item)
    try:
        answer(request, proposal, confirm=confirm_void, drop=drop_void, done="抽查已作废，理由已公开。")
    except NotPossible as refusal:
        return show(request, plan, refused=refusal.problems, status=409)
    return redirect("console:draw", pk=pk)
