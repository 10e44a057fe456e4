"""The acts on the blacklist: propose an entry by 统一社会信用代码, propose a removal, confirm or take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications.cases.states import LIVE
from applications.models import Application, Enterprise
from certification.models import Authorization
from supervision.lists.blacklist.bars import withdrawals
from supervision.lists.blacklist.entries import confirm, drop, propose_entry, propose_removal
from supervision.lists.blacklist.rules import PROPOSERS
from supervision.lists.console.forms import CodeForm, EntryForm, RemovalForm
from supervision.lists.models import BlacklistEndorsement, BlacklistEntry
from tianfu.accounts.access.rules import requires, roles
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible, Overtaken
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal

ACTORS = roles(*PROPOSERS)


def known_of(uscc: str) -> dict[str, Any]:
    """What the platform knows of the bearer of this code: for whoever proposes, before he writes."""
    enterprise = Enterprise.objects.bearing(uscc).select_related("organisation", "registered_region").first()
    authorizations = Authorization.objects.filter(holder_uscc=uscc).order_by("-pk")
    cases = Application.objects.filter(enterprise=enterprise, state__in=LIVE, number__isnull=False)
    return {
        "enterprise": enterprise,
        "name": enterprise.organisation.name if enterprise else "",
        "cases": list(cases.select_related("product_version").order_by("-pk")) if enterprise else [],
        "authorizations": [(row, row.effective_on(clock.today())) for row in authorizations],
        "earlier": list(BlacklistEntry.objects.filter(uscc=uscc)),
        "bars": [bar for bar in withdrawals(uscc) if clock.today() < bar.until],
    }


@requires(ACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def blacklist_new(request: HttpRequest) -> HttpResponse:
    """First the code, then what is known of its bearer with the proposal's form."""
    back = reverse("console:blacklist")
    look_up = CodeForm(request.GET if "uscc" in request.GET else None)
    if not look_up.is_valid():
        status = 422 if look_up.is_bound else 200
        return page(request, "supervision/lists/console/new.html", {"title": "列入黑名单", "look_up": look_up}, status)
    uscc = look_up.cleaned_data["uscc"]
    known = known_of(uscc)
    start = {"name": known["name"], "months": policy("blacklist.months")}
    form = EntryForm(request.POST or None, initial=start, fixed=bool(known["name"]))
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = propose_entry(user=request.user, uscc=uscc, **form.cleaned_data)
            messages.success(request, "已提出列入，须由省级审批人复核后生效。")
            return reverse("console:blacklist_entry", args=[row.pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except Overtaken as refusal:
            form.add_error(None, str(refusal))
    context = {"title": "列入黑名单", "uscc": uscc, "known": known, "form": form, "back": back, "once": new_key()}
    return page(request, "supervision/lists/console/new.html", context, 422 if form.errors else 200)


@requires(ACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def blacklist_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(BlacklistEntry, pk=pk)
    back = reverse("console:blacklist_entry", args=[pk])
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_removal(row, user=request.user, seen=seen(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提出移出，须由省级审批人复核后生效。")
            return redirect(back)
    context = {
        "title": f"移出黑名单：{row.name}",
        "form": form,
        "button": "提出移出",
        "back": back,
        "hidden": [("seen", str(row.revision))],
        "possible": True,
        "consequences": {
            "what": "省级审批人复核后，企业从当日起可以再次申报。",
            "told": "企业收到移出的通知和理由。",
            "public": "公开的黑名单不再列出该企业。",
            "undo": "有新的事由时可以重新提出列入。",
        },
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


@requires(ACTORS)
@require_POST
def blacklist_decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Confirm the proposal as the page showed it, or take it back with a reason."""
    row = get_object_or_404(BlacklistEndorsement.objects.select_related("subject"), pk=item, subject=pk)
    answer(request, row, confirm=confirm, drop=drop, done=f"已{row.get_act_display()}，当日生效。")
    return redirect("console:blacklist_entry", pk=pk)
