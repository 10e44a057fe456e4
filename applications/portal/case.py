"""The page of one application: a task list while it can be filled in, the case while it is decided."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.cases.models.application import Application
from applications.cases.portal.pages import crumbs, finished_drafts, own_case, section_url
from applications.cases.sections.scope import opened
from applications.cases.sections.section import sections_of
from applications.cases.stages.stage import registered
from applications.cases.standing.position import rail, stands, timeline
from applications.cases.standing.progress import FINISHED, correction_words, fetch_ahead
from applications.cases.standing.remedies import remedy_of
from applications.cases.states import LIVE, ApplicationState
from applications.enterprises.chosen import current_enterprise
from applications.enterprises.models import Enterprise
from applications.form.drafts import discard as delete_draft
from applications.form.portal.sections import correction_items
from applications.papers.progress import MAKING, waiting_papers
from applications.programmes.names import names_of
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.door import advance, allowed
from tianfu.workflow.signatures.posted import seen

S = ApplicationState
PAGE = 50


@requires(ENTERPRISE_MEMBER)
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    enterprise = current_enterprise(request)
    found = (
        Application.objects.filter(enterprise=enterprise)
        .exclude(state=S.DISCARDED)
        .select_related("product_version", "batch", "programme_version__programme", "enterprise__organisation")
        .order_by("-pk")
    )
    page = Paginator(found, PAGE).get_page(parameters.page(request.GET))
    rows = fetch_ahead(page.object_list)
    finished = finished_drafts(rows)
    for row in rows:
        row.waiting = FINISHED if row.pk in finished else correction_words(row)
    context = {"organisation": enterprise and enterprise.organisation, "rows": rows, "live": LIVE}
    return render(request, "applications/portal/applications.html", {**context, **page_links(request.path, page, {})})


def tasks(application: Application) -> list[dict[str, Any]]:
    """Context of components/task_list.html: each section, its state and what it still lacks."""
    items = correction_items(application)
    rows = []
    for part in sections_of(application):
        missing = part.gaps(application)
        waiting = any(item.answered_at is None for item in items.get(part.key, []))
        closed = opened(application, part.key).closed
        state = "correction" if waiting else "todo" if missing else "closed" if closed else "done"
        rows.append(
            {
                "label": part.title,
                "url": section_url(application, part.key),
                "state": state,
                "missing": missing,
                "hint": part.hint_in(
                    names_of(application.programme_version_id).content, application.get_route_display()
                ),
            }
        )
    return rows


@requires(ENTERPRISE_MEMBER)
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_case(request, pk)
    if row.editable:
        return _task_list(request, row)
    return _case(request, row)


def _task_list(request: HttpRequest, row: Application) -> HttpResponse:
    rows = tasks(row)
    done = all(task["state"] in ("done", "closed") for task in rows)
    rows.append(
        {
            "label": "确认提交" if row.state == S.DRAFT else "提交补正",
            "url": reverse("portal:submit", args=[row.pk]),
            "state": "todo",
            "missing": [],
            "hint": "通读全部内容后提交。" if done else "其他部分完成后提交；现在也可以打开看看还缺什么。",
        }
    )
    context = {
        "organisation": row.enterprise.organisation,
        "application": row,
        "crumbs": crumbs(row),
        "tasks": rows,
        "done": sum(task["state"] in ("done", "closed") for task in rows),
        "total": len(rows) - 1,
        "ready": done,
        "stands": stands(row),
        "rail": rail(row) if row.state != S.DRAFT else [],
        "correction": row.open_correction(),
        "may_retract": allowed(row, request.user, "retract")[0],
        "may_discard": allowed(row, request.user, "discard")[0],
    }
    return render(request, "applications/portal/task_list.html", context)


def _case(request: HttpRequest, row: Application) -> HttpResponse:
    room = registered().get(row.state)
    waiting = waiting_papers(row)
    remedy = remedy_of(row)
    context = {
        "organisation": row.enterprise.organisation,
        "application": row,
        "crumbs": crumbs(row),
        "stands": stands(row),
        "rail": rail(row),
        "events": timeline(row),
        "papers": row.papers.select_related("paper__file"),
        "filings": row.filings.order_by("-version"),
        "waiting_papers": waiting,
        "papers_coming": any(not paper.stuck for paper in waiting),
        "act": room.portal_act(row, request.user) if room is not None else None,
        "may_retract": allowed(row, request.user, "retract")[0],
        "authorization": getattr(row, "authorization", None),
        "of_stages": [
            {"template": one.portal_template, **one.portal_shown(row)}
            for one in registered().values()
            if one.portal_template
        ],
        "remedy": remedy,
        "remedy_over": remedy is not None and remedy.over(clock.today()),
    }
    return render(request, "applications/portal/case.html", context)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回: a confirm page first; it cannot be undone."""
    row = own_case(request, pk)
    if row.state == S.DRAFT:
        return redirect("portal:discard", pk=pk)
    if request.method == "POST":
        advance(row, "retract", actor=request.user, seen=seen(request))
        messages.success(request, "申报已撤回。")
        return redirect("portal:application", pk=row.pk)
    context = {
        "organisation": row.enterprise.organisation,
        "application": row,
        "crumbs": crumbs(row, "撤回申报"),
        "consequences": {
            "what": "申报终止办理。已提交的材料仍在存档。",
            "told": "正在办理的经办人",
            "public": "不公开",
            "undo": "不能撤销；受理期内可以重新申报。",
        },
        "hidden": [("seen", row.revision)],
    }
    return render(request, "applications/portal/retract.html", context)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """删除草稿: its own confirm page. A second click finds it deleted, which is what was wanted."""
    rows = Application.objects.filter(enterprise__in=Enterprise.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("enterprise__organisation", "product_version"), pk=pk)
    if row.state == S.DISCARDED:
        return redirect("portal:applications")
    if row.state != S.DRAFT:
        return redirect("portal:retract", pk=pk)
    if request.method == "POST":
        delete_draft(row, user=request.user, seen=seen(request))
        messages.success(request, f"“{row.product_version.name}”的草稿已删除。")
        return redirect("portal:applications")
    context = {
        "organisation": row.enterprise.organisation,
        "application": row,
        "crumbs": crumbs(row, "删除草稿"),
        "consequences": {
            "what": "删除这份草稿和其中填写的内容、选用的材料。它从未提交，不算撤回申报。",
            "told": "没有人：草稿只有本企业可见",
            "public": "不公开",
            "undo": "不能恢复；受理期内可以重新申报。",
        },
        "hidden": [("seen", row.revision)],
    }
    return render(request, "applications/portal/discard.html", context)


@requires(ENTERPRISE_MEMBER)
@require_safe
def receipt_ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Polled by the case page while papers are being made; a parked one is not waited for, the page says so."""
    making = [paper for paper in waiting_papers(own_case(request, pk)) if not paper.stuck]
    return JsonResponse({"ready": not making, "failed": False, "message": MAKING if making else "文书已生成。"})
