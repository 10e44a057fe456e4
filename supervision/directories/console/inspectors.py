"""执法检查人员名录库 on the console: list, entry, change with both versions, off the roll and back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from supervision.directories.console.forms import InspectorFilter, InspectorForm, LeftForm
from supervision.directories.console.pages import KEEPERS, PAGE, PEOPLE, PEOPLE_READERS, decide, tabs
from supervision.directories.inspectors.roll import change, enter, facts_of, may_keep, put_back, take_off
from supervision.directories.models import Inspector, Leave
from supervision.directories.vocabulary import area_labels, tag_labels, words
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.refused_form import add_refusal, refused_on


def _rows(request: HttpRequest) -> QuerySet[Inspector]:
    return Inspector.objects.on_console_for(request.user, *PEOPLE).select_related("unit", "user")


def _found(request: HttpRequest, form: InspectorFilter) -> QuerySet[Inspector]:
    form.is_valid()
    chosen, today = form.cleaned_data, clock.today()
    rows = _rows(request).filter(having("search", search_terms(chosen.get("q", ""))))
    if chosen.get("region"):
        rows = rows.filter(unit__region=chosen["region"])
    if chosen.get("lead"):
        rows = rows.filter(lead=chosen["lead"] == "yes")
    standing = chosen.get("standing") or "roll"
    if standing == "roll":
        rows = rows.on_roll(today)
    elif standing == "available":
        rows = rows.available(today, today)
    elif standing == "expired":
        rows = rows.on_roll(today).filter(valid_until__lt=today)
    elif standing == "left":
        rows = rows.filter(left_on__lte=today)
    away = Leave.objects.standing().filter(inspector=OuterRef("pk"), since__lte=today, until__gte=today)
    return rows.annotate(away=Exists(away)).order_by("number")


@requires(PEOPLE_READERS)
@require_safe
def inspectors(request: HttpRequest) -> HttpResponse:
    form, today = InspectorFilter(request.GET), clock.today()
    found = Paginator(_found(request, form), PAGE).get_page(parameters.page(request.GET))
    rows, areas, tags = list(found.object_list), area_labels(), tag_labels()
    for row in rows:
        row.status = status_of(row, today, row.away)  # type: ignore[attr-defined]
        row.area_words, row.tag_words = words(row.areas, areas), words(row.tags, tags)  # type: ignore[attr-defined]
    if rows:
        viewed(request, None, "name", rows=len(rows))
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    context = {
        "title": "名录库",
        "tabs": tabs(request, "inspectors"),
        "filter_form": form,
        "rows": rows,
        "total": found.paginator.count,
        "may_keep": KEEPERS.allows(request.user),
        **page_links(request.path, found, kept),
    }
    return page(request, "supervision/directories/console/inspectors.html", context)


def status_of(row: Inspector, today: Any, away: bool) -> tuple[str, str]:
    """(word, tone) of an entry today."""
    if not row.is_on_roll(today):
        return "已移出", ""
    if row.valid_until < today:
        return "执法证已到期", "bad"
    if not row.is_certified(today):
        return "执法证未生效", "warn"
    if row.user is not None and not row.user.is_active:
        return "账号已停用", "warn"
    return ("休假", "warn") if away else ("可抽取", "good")


def shown_inspector(request: HttpRequest, row: Inspector) -> dict[str, Any]:
    """The context of an entry's page, for the desk and for the person himself."""
    today = clock.today()
    leaves = list(row.leaves.select_related("declared_by").order_by("-since"))
    away = any(one.taken_back_at is None and one.since <= today <= one.until for one in leaves)
    return {
        "row": row,
        "status": status_of(row, today, away),
        "areas": words(row.areas, area_labels()),
        "home": words([row.home], area_labels()),
        "tags": words(row.tags, tag_labels()),
        "leaves": leaves,
        "recusals": list(row.recusals.select_related("declared_by", "ended_by")),
        "today": today,
    }


@requires(PEOPLE_READERS)
@require_safe
def inspector(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    viewed(request, row, "name", "recusals")
    context = {"title": row.number, "may_keep": may_keep(request.user, row.unit), **shown_inspector(request, row)}
    return page(request, "supervision/directories/console/inspector.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspector_new(request: HttpRequest) -> HttpResponse:
    form = InspectorForm(request.POST or None, actor=request.user)
    viewed(request, None, "accounts")
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = enter(form.save(commit=False), actor=request.user)
            messages.success(request, f"执法证号 {row.number} 已列入名录。")
            return reverse("console:inspector", args=[row.pk])

        with refused_on(form):
            return once(request, act)
    what = "该人员从今天起可以被抽取；姓名不公开，公开的文件只写执法证号。"
    return decide(
        request, title="登记执法检查人员", button="列入名录", back=reverse("console:inspectors"), form=form,
        consequences={"what": what, "undo": "可以修改或移出，记录保留。"}, hidden=[("once", new_key())],
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspector_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Over what the page showed: a field somebody else changed meanwhile comes back with both versions."""
    row = get_object_or_404(_rows(request), pk=pk)
    viewed(request, row, "name", "accounts")
    back = reverse("console:inspector", args=[pk])
    with transaction.atomic():
        if request.method == "POST":
            locked = Inspector.objects.select_for_update(of=("self",), no_key=True)
            row = locked.select_related("unit").get(pk=row.pk)
        before = facts_of(row)
        form = InspectorForm(request.POST or None, instance=row, actor=request.user)
        if request.method == "POST" and form.is_valid():
            change(form.save(commit=False), before, actor=request.user)
            messages.success(request, "检查人员信息已保存。")
            return redirect(back)
    what = "以后的抽取按新的信息进行；已承诺的抽取不变。"
    return decide(request, title="修改检查人员信息", button="保存", back=back, form=form, consequences={"what": what})


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspector_left(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    back = reverse("console:inspector", args=[pk])
    form = LeftForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            take_off(row, actor=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"执法证号 {row.number} 已移出名录。")
            return redirect(back)
    what = "从该日起不再被抽取；已分派的检查任务不变，需要换人的另行办理。"
    return decide(
        request, title=f"移出名录：{row.number}", button="移出", back=back, form=form, danger=True,
        consequences={"what": what, "undo": "可以重新列入，记录保留。"},
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspector_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    back = reverse("console:inspector", args=[pk])
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            put_back(row, actor=request.user)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"执法证号 {row.number} 已重新列入名录。")
            return redirect(back)
    return decide(
        request, title=f"重新列入：{row.number}", button="重新列入", back=back, form=form,
        consequences={"what": "从今天起可以被抽取。"},
    )  # fmt: skip
