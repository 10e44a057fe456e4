"""The holder's registered usages of one authorization: list, a new one, one with what was marked, filing again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import notices_on
from certification.duties.usages.acts import register, resubmit, stop, take_back
from certification.duties.usages.facts import facts_of
from certification.duties.usages.forms import UsageForm
from certification.duties.usages.models import FACTS, MarkUsage
from certification.duties.usages.pictures.shown import drawn
from certification.duties.usages.rules import standing_problems
from certification.duties.usages.states import EDITABLE, OPEN, UsageState
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.inbox.page_links import paged
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal

PAGE = 30
_AGAIN = "图片未保存，请重新选择；其他内容已保留。"


def _authorization(request: HttpRequest, pk: int) -> Authorization:
    rows = Authorization.objects.visible_to(request.user)
    rows = rows.select_related("enterprise__organisation", "application__programme_version")
    return get_object_or_404(rows, pk=pk)


def _usage(request: HttpRequest, pk: int) -> MarkUsage:
    rows = MarkUsage.objects.visible_to(request.user)
    related = ("authorization__enterprise__organisation", "authorization__application__programme_version", "filed_by")
    return get_object_or_404(rows.select_related(*related, "previous"), pk=pk)


@requires(ENTERPRISE_MEMBER)
@require_safe
def usages(request: HttpRequest, pk: int) -> HttpResponse:
    authorization = _authorization(request, pk)
    context = {
        "organisation": authorization.enterprise.organisation,
        "authorization": authorization,
        "barred": standing_problems(authorization),
        "may_edit": request.user.can(authorization.enterprise.organisation, "edit"),  # type: ignore[union-attr]
        **paged(request, authorization.usages.all(), size=PAGE),
    }
    return render(request, "certification/duties/usages/portal/list.html", context)


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_new(request: HttpRequest, pk: int) -> HttpResponse:
    authorization = _authorization(request, pk)
    form = UsageForm(
        request.POST or None,
        request.FILES or None,
        authorization=authorization,
        initial={"starts_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            uploads = form.cleaned_data["pictures"]
            usage = register(authorization, form.facts(), user=request.user, uploads=uploads)
            messages.success(request, f"登记 {usage.number} 已提交，审核结果会通知您。")
            return reverse("portal:usage", args=[usage.pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except ValidationError as error:
            form.add_error("pictures", ValidationError([*error.messages, _AGAIN]))
    return _form_page(request, authorization, form, None)


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A returned one, or one that was taken back, filed again with what was changed."""
    usage = _usage(request, pk)
    if usage.state not in EDITABLE:
        messages.info(request, f"该登记现为“{usage.get_state_display()}”，不需要重新提交。")
        return redirect("portal:usage", pk=pk)
    earlier = list(usage.pictures.filter(round=usage.round).select_related("file").prefetch_related("marks"))
    facts = facts_of(usage)
    initial: dict[str, Any] = {name: getattr(facts, name) for name in FACTS}
    initial["keep"] = [str(row.pk) for row in earlier if not row.marks.all()]
    form = UsageForm(
        request.POST or None,
        request.FILES or None,
        authorization=usage.authorization,
        earlier=earlier,
        initial=initial,
    )
    form.based_on = [("seen", usage.revision)]
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            uploads = form.cleaned_data["pictures"]
            resubmit(usage, form.facts(), user=request.user, seen=seen(request), keep=form.kept(), uploads=uploads)
            messages.success(request, "登记已重新提交，审核结果会通知您。")
            return reverse("portal:usage", args=[pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except ValidationError as error:
            form.add_error("pictures", ValidationError([*error.messages, _AGAIN]))
    return _form_page(request, usage.authorization, form, usage)


def _form_page(
    request: HttpRequest, authorization: Authorization, form: UsageForm, usage: MarkUsage | None
) -> HttpResponse:
    marked = usage.pictures.filter(round=usage.round).select_related("file").prefetch_related("marks") if usage else []
    context = {
        "organisation": authorization.enterprise.organisation,
        "authorization": authorization,
        "usage": usage,
        "pictures": drawn(marked),
        "barred": standing_problems(authorization),
        "form": form,
        "once": new_key(),
    }
    return render(request, "certification/duties/usages/portal/form.html", context, status=422 if form.errors else 200)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    """One; the holder may take it back while it waits, or stop it."""
    row = _usage(request, pk)
    if request.method == "POST" and parameters.token(request.POST, "act") == "take_back":
        take_back(row, user=request.user, seen=parameters.revision(request.POST))
        messages.success(request, f"登记 {row.number} 已撤回，可以修改后重新提交。")
        return redirect("portal:usage", pk=pk)
    if request.method == "POST":
        stop(row, user=request.user, seen=seen(request))
        messages.success(request, f"登记 {row.number} 已停用。")
        return redirect("portal:usage", pk=pk)
    pictures = row.pictures.filter(round=row.round).select_related("file").prefetch_related("marks")
    may_edit = request.user.can(row.authorization.enterprise.organisation, "edit")  # type: ignore[union-attr]
    context = {
        "organisation": row.authorization.enterprise.organisation,
        "row": row,
        "pictures": drawn(pictures),
        "decided": row.changes.last(),
        "letters": notices_on(row),
        "editable": row.state in EDITABLE,
        "may_take_back": may_edit and row.state == UsageState.REGISTERED,
        "may_stop": may_edit and row.state in OPEN,
        "may_edit": may_edit,
    }
    return render(request, "certification/duties/usages/portal/one.html", context)
