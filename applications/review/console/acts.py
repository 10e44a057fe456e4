"""The acts of the decision panel: each parses, calls one function, and answers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications.cases.models.application import Application
from applications.cases.stages.stage import Stage, registered
from applications.cases.states import STAGES
from applications.review.acts import passages as review_acts
from applications.review.acts.consequences import final_pass
from applications.review.acts.facts import case_facts, proposed_codes
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.forms import ReasonsForm, RemarkForm, SendBackForm
from applications.review.console.panel import barred
from applications.review.console.position import back_to_case, in_list
from applications.review.console.review import show
from tianfu.accounts.access.rules import requires
from tianfu.registry.spoken import for_readers_of
from tianfu.workflow.console.confirmation import confirm_page, confirmed
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible, allowed
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import FIELD, refuse_changed, stamp


@requires(CASE_STAFF)
@require_POST
def pass_stage(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    room = registered().get(application.state) if application.state in STAGES else None
    if room is None:
        # Already decided: the door says by whom.
        review_acts.pass_stage(application, user=request.user, seen=seen(request), shown=read_stamp(request))
        return back_to_case(request, pk)
    form = room.form_class(request.POST, application=application)
    if application.revision == seen(request) and not form.is_valid():
        return show(request, application, form=form, status=422)
    opinion = form.cleaned_data.get("opinion", "") if form.is_bound and hasattr(form, "cleaned_data") else ""
    answers = form.answers() if hasattr(form, "cleaned_data") else {}
    if (final := _unconfirmed(request, application, room)) is not None:
        return confirm_page(
            request,
            application,
            title=for_readers_of(application, f"{room.verb_label}：{application.number}"),
            consequences=final,
            button=f"确认{room.verb_label}",
            lead=f"{application.product_version.name} · {application.enterprise} · {application.get_route_display()}",
            opinion=opinion,
            answered=len(room.questions(application)),
            cancel_url=in_list(request, reverse("console:review", args=[pk])),
        )
    try:
        moved = review_acts.pass_stage(
            application,
            user=request.user,
            seen=seen(request),
            opinion=opinion,
            answers=answers,
            shown=read_stamp(request),
        )
    except NotPossible as refusal:
        return show(request, application, form=form, problems=refusal.problems, status=409)
    if moved.state == application.state:
        messages.success(request, "意见已提出，等待另一人复核。")
    else:
        messages.success(request, f"{application.get_state_display()}已通过，进入“{moved.get_state_display()}”。")
    return back_to_case(request, pk)


def _unconfirmed(request: HttpRequest, application: Application, room: Stage) -> dict[str, str] | None:
    """The consequences, when the act cannot be undone, is possible, and does not come from the confirm page."""
    if application.revision != seen(request) or confirmed(request, application):
        return None
    final = None if barred(request, application, room) else final_pass(application, request.user)
    if final is not None and (proposal := application.open_endorsement("pass_stage")) is not None:
        refuse_changed(read_stamp(request), case_facts(application, proposal))
    return final


def _reasons_page(
    request: HttpRequest, pk: int, verb: str, title: str, act: Callable[..., Application], consequences: dict[str, str]
) -> HttpResponse:
    """决定 with coded reasons: a page of its own that says what happens."""
    application = case_on_console(request, pk)
    title = for_readers_of(application, title)
    standing = application.open_endorsement(verb)
    form: forms.Form = ReasonsForm(request.POST or None, application=application, verb=verb)
    if standing is not None:
        form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {"codes": [], **form.cleaned_data}
        # The second person of a refusal signs what his page showed; a first one shows nothing of another's yet.
        read = {"shown": read_stamp(request)} if verb == "reject" else {}
        try:
            moved = act(
                application, user=request.user, seen=seen(request), codes=data["codes"], note=data["note"], **read
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            done = "已提出，等待另一人确认。" if moved.state == application.state else f"已作出{title}决定。"
            messages.success(request, done)
            return back_to_case(request, pk)
    context = {
        "title": f"{title}：{application.number}",
        "application": application,
        "form": form,
        "standing": standing,
        "standing_reasons": _standing_reasons(application, standing, verb),
        "button": f"确认{title}" if standing else title if verb == "decline" else f"提出{title}",
        "consequences": consequences,
        "hidden": [
            ("seen", application.revision),
            *([(FIELD, stamp(case_facts(application, standing)))] if standing is not None else []),
        ],
        "possible": allowed(application, request.user, verb)[0],
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


def _standing_reasons(application: Application, standing: Any, verb: str) -> list[str]:
    """The reasons another person proposed, as the letter will list them."""
    codes = proposed_codes(application, standing) if standing is not None else []
    reasons = application.programme_version.payload["reasons"][verb]
    return [f"{entry['code']} {entry['text']}（{entry['clause']}）" for entry in reasons if entry["code"] in codes]


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    consequences = {
        "what": "申报办结为不予受理，生成决定书，载明理由和救济途径。",
        "told": "企业有查看权限的成员",
        "public": "不公开",
        "undo": "不能撤回；企业可以申请复核或重新申报。",
    }
    return _reasons_page(request, pk, "decline", "不予受理", review_acts.decline, consequences)


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    consequences = {
        "what": "须由两人作出：第一人提出，第二人确认后申报办结为不予授权，生成决定书。",
        "told": "确认后通知企业有查看权限的成员",
        "public": "不公开",
        "undo": "确认后不能撤回；企业可以申请复核。",
    }
    return _reasons_page(request, pk, "reject", "不予授权", review_acts.reject, consequences)


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    form = SendBackForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            review_acts.send_back(
                application, user=request.user, seen=seen(request), target=data["target"], note=data["note"]
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已退回。")
            return back_to_case(request, pk)
    context = {
        "title": f"退回：{application.number}",
        "application": application,
        "form": form,
        "button": "退回",
        "consequences": {
            "what": "回到所选环节重新办理；已提出、未复核的意见失效。",
            "told": "企业在办理过程中可见",
            "public": "不公开",
            "undo": "可以由该环节再次通过。",
        },
        "hidden": [("seen", application.revision)],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
