"""公示期异议 on the console: recording, the summary and its check, the finding."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.cases.models.application import Application
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.objections import acts
from applications.review.stages.public_notice.objections.consequences import of_closing, of_telling
from applications.review.stages.public_notice.objections.forms import CheckForm, FindingForm, ObjectionForm, SummaryForm
from applications.review.stages.public_notice.objections.limits import answer_due, decision_due, investigation_due
from applications.review.stages.public_notice.objections.redaction import without_objector
from tianfu.accounts.access.rules import requires
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.workflow.console.confirmation import confirm_page, confirmed
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.refused_form import add_refusal, refused_on
from tianfu.workflow.signatures.shown import stamp

Act = Callable[[Objection, Any, dict[str, Any], str], object]
_PAGE = "applications/review/stages/public_notice/objections/console/objection.html"
# name of the button → form, act, what is said afterwards
ACTS: dict[str, tuple[type[forms.Form], Act, str]] = {
    "summary": (
        SummaryForm,
        lambda row, user, data, shown: acts.write_summary(row, user=user, text=data["summary"]),
        "摘要已提交，等待另一人核对。",
    ),
    "approve": (
        CheckForm,
        lambda row, user, data, shown: acts.check_summary(row, user=user, approve=True, shown=shown),
        "摘要已告知企业。",
    ),
    "return": (
        CheckForm,
        lambda row, user, data, shown: acts.check_summary(
            row, user=user, approve=False, note=data["note"], shown=shown
        ),
        "已退回修改。",
    ),
    "close": (
        FindingForm,
        lambda row, user, data, shown: acts.close_objection(
            row, user=user, outcome=data["outcome"], finding=data["finding"], shown=shown
        ),
        "异议已办结。",
    ),
}


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = acts.record_objection(application, user=request.user, **form.cleaned_data)
            messages.success(request, "异议已登记，公示期中止计算。")
            return reverse("console:objection", args=[pk, row.pk])

        with refused_on(form):
            return once(request, act)
    context = {
        "title": f"登记异议：{application.number}",
        "application": application,
        "form": form,
        "button": "登记",
        "consequences": {
            "what": "公示期从现在起中止计算，核查办结后继续。您登记的异议须由另一人核查办结。",
            "told": "摘要经另一人核对后告知企业；异议原文和异议人不告知",
            "public": "公示页显示“异议核查中”，不公开异议人和内容",
            "undo": "不能删除，只能核查办结。",
        },
        "hidden": [("once", new_key())],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """One objection with the act that is next: summary, its check, the finding."""
    application = case_on_console(request, pk)
    rows = Objection.objects.select_related(
        "notice__application__programme_version__programme", "recorded_by", "closed_by", "summary_by"
    ).prefetch_related("answers__files__file", "answers__answered_by")
    row = get_object_or_404(rows, pk=item, notice__application=pk)
    if acts.knows_objector(application, request.user):
        viewed(request, row, "objector", "contact")
    bound: dict[str, forms.Form] = {}
    if request.method == "POST":
        name = parameters.token(request.POST, "act") or "close"
        name = name if name in ACTS else "close"
        form_class = ACTS[name][0]
        form = form_class(request.POST)
        if form.is_valid():
            if (answer := _done(request, application, row, form, name)) is not None:
                return answer
        bound = {"check" if name in ("approve", "return") else name: form}
    context = {
        "title": f"异议：{application.number}",
        "application": application,
        "row": row,
        "answers": row.answers.all(),
        "may_handle": acts.may_handle(application, request.user),
        **_words(row, application, request.user),
        "recorder": row.recorded_by_id == request.user.pk,
        "writer": row.summary_by_id == request.user.pk,
        "summary_form": bound.get("summary") or SummaryForm(),
        "check_form": bound.get("check") or CheckForm(),
        "finding_form": bound.get("close") or FindingForm(),
        "failed": next(iter(bound.values()), None),
        "shown_summary": stamp(acts.summary_shown(row)),
        "shown_finding": stamp(acts.finding_shown(row)),
        "due": investigation_due(row),
        "answer_due": answer_due(row),
        "decision_due": decision_due(row),
    }
    return page(request, _PAGE, context, 422 if bound else 200)


def _words(row: Objection, application: Application, user: Any) -> dict[str, Any]:
    """What was said, without the objector for whoever does not act on it."""
    knows = acts.knows_objector(application, user)
    texts = {"text": row.text, "summary": row.summary, "summary_note": row.summary_note, "finding": row.finding}
    return {
        "knows_objector": knows,
        "words": texts if knows else {name: without_objector(row, text) for name, text in texts.items()},
    }


def _done(
    request: HttpRequest, application: Application, row: Objection, form: forms.Form, name: str
) -> HttpResponse | None:
    """What follows the act, or the page that asks once more; None when the form carries why it was not done."""
    _, act, done = ACTS[name]
    try:
        if name in ("approve", "close") and not confirmed(request, row):
            return _asked_again(request, application, row, name, form.cleaned_data)
        act(row, request.user, form.cleaned_data, read_stamp(request))
    except NotPossible as refusal:
        add_refusal(form, refusal)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, done)
        return redirect("console:objection", pk=application.pk, item=row.pk)
    return None


def _asked_again(
    request: HttpRequest, application: Application, row: Objection, name: str, data: dict[str, Any]
) -> HttpResponse:
    """What the applicant is told, and the finding, stand for good: done from a page that says what follows. What is
    refused anyway is refused at once."""
    read, about = read_stamp(request), f"{application.product_version.name} · {application.enterprise}"
    facts = [("异议内容", row.text)]
    if name == "approve":
        acts.refuse_checking(application, row, user=request.user, shown=read)
        facts.append(("告知企业的摘要", row.summary))
        title, button, opinion, consequences = "告知企业", "确认告知企业", None, of_telling(application)
    else:
        outcome, opinion = data["outcome"], data["finding"]
        acts.refuse_closing(application, row, user=request.user, outcome=outcome, finding=opinion, shown=read)
        facts += [(f"企业陈述 {n}", answer.text) for n, answer in enumerate(row.answers.all(), start=1)]
        facts.append(("您的结论", Objection.Outcome(outcome).label))
        title, button, consequences = "核查办结", "确认办结", of_closing(application, row, outcome)
    return confirm_page(
        request,
        row,
        title=f"{title}：{application.number}",
        consequences=consequences,
        button=button,
        lead=about,
        facts=facts,
        opinion=opinion,
        cancel_url=reverse("console:objection", args=[application.pk, row.pk]),
    )
