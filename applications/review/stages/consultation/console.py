"""征求部门意见 on the console: the desk asks; a department reads what it is asked, and answers."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.cases.models.application import Application
from applications.cases.standing.desks import desk_of
from applications.cases.standing.position import due_in_words
from applications.form.filed_table import comparison_rows
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.position import in_list
from applications.review.stages.consultation import acts
from applications.review.stages.consultation.forms import AnswerForm, AskForm
from applications.review.stages.consultation.invited.departments import ANSWERS
from applications.review.stages.consultation.models import Consultation
from applications.review.stages.consultation.sources import waiting
from applications.review.stages.consultation.standing import KEY
from tianfu.accounts.access.rules import requires, roles
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import refused_on
from tianfu.workflow.signatures.shown import FIELD, stamp

PAGE = 50
DEPARTMENT = roles(ANSWERS)
ASKING = {
    "what": "所选部门各自从现在起计算答复期限。全部部门同意或者逾期未回复的，本件随即进入下一环节；有意见的，由您研究处理。",
    "told": "所选部门的联络人（站内消息和邮件）",
    "public": "不公开；企业看到征求了几个部门的意见",
    "undo": "不能撤回；本件退回或者办结时，尚未答复的部门不需要再答复。",
}
ANSWERING = {
    "what": "本部门的答复记入案卷。最后一个部门答复且都没有意见的，本件随即进入下一环节。",
    "told": "办理本件的经办人",
    "public": "不公开，不告知企业",
    "undo": "不能撤回，不能再次答复。",
}


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer of the stage chooses departments and says what they are asked."""
    application = case_on_console(request, pk)
    form = AskForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            asked = acts.ask(application, user=request.user, seen=seen(request), **form.cleaned_data)
            messages.success(request, f"已征求 {len(asked)} 个部门的意见。")
            return in_list(request, reverse("console:review", args=[pk]))

        with refused_on(form):
            return once(request, act)
    context = {
        "title": f"征求部门意见：{application.number}",
        "application": application,
        "form": form,
        "button": "发出",
        "consequences": ASKING,
        "hidden": [("seen", application.revision), ("once", new_key())],
        "possible": application.state == KEY,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


@requires(DEPARTMENT)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What waits for the departments of this person, the most urgent first; `?all=1` every question they were asked."""
    everything = parameters.on(request.GET, "all")
    rows = waiting(request.user)
    if everything:
        related = "department", "application__product_version", "application__enterprise__organisation"
        rows = Consultation.objects.asked_of(request.user).select_related(*related).order_by("-asked_at", "-pk")
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    today, days = clock.today(), calendar()
    for row in found.object_list:
        row.words = row.get_outcome_display() or due_in_words(row.due_on, today, days)
    query = {"all": "1"} if everything else {}
    context = {
        "title": "征求意见",
        "rows": found.object_list,
        "everything": everything,
        **page_links(request.path, found, query),
    }
    return page(request, "applications/review/stages/consultation/console/list.html", context)


@requires(DEPARTMENT, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One question to a department of this person: what it is about, and the answer."""
    row = get_object_or_404(_rows(request.user), pk=pk)
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            acts.answer(
                row,
                user=request.user,
                outcome=data["outcome"],
                text=data["text"],
                uploads=data["files"],
                shown=read_stamp(request),
            )
            messages.success(request, "已答复，经办人会看到。")
            return reverse("console:consultation", args=[pk])

        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error(None, error)
    elif request.method == "POST" and (problems := acts.answer_problems(row, request.user)):
        raise NotPossible(problems)  # the form is gone: the page of the refusal gives back what was typed
    template = "applications/review/stages/consultation/console/one.html"
    return page(request, template, _context(request, row, form), 422 if form.errors else 200)


def _rows(user: Any) -> Any:
    related = "application__programme_version__programme", "application__product_version", "application__region"
    rows = Consultation.objects.asked_of(user).select_related("department", "answer", *related)
    return rows.select_related("application__enterprise__organisation").prefetch_related("answer__files__file")


def _context(request: HttpRequest, row: Consultation, form: AnswerForm) -> dict[str, Any]:
    problems = acts.answer_problems(row, request.user)
    return {
        "title": f"征求意见：{row.application.number}",
        "row": row,
        "answer": getattr(row, "answer", None),
        "desk": desk_of(row.application, KEY),
        "comparison": _comparison(row.application),
        "problems": [] if row.outcome else problems,
        "form": form if not problems else None,
        "consequences": ANSWERING,
        "hidden": [("once", new_key()), (FIELD, stamp(acts.question_shown(row)))],
    }


def _comparison(application: Application) -> list[dict[str, Any]]:
    """The table as it was filed last."""
    filing = application.filings.order_by("-version").first()
    parts = json.loads(filing.content)["sections"] if filing is not None else []
    return [line for part in parts for line in comparison_rows(part.get("items", []))]
