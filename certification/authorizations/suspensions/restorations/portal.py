"""The holder answers a suspension, and reads what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from certification.authorizations.models.authorization import Authorization, Suspension
from certification.authorizations.notices import notices_on
from certification.authorizations.suspensions.causes import WORDS, mended_elsewhere
from certification.authorizations.suspensions.restorations.acts import file_restoration, retract
from certification.authorizations.suspensions.restorations.forms import RestorationForm
from certification.authorizations.suspensions.restorations.models import Restoration
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import refused_on

_NEW = "certification/authorizations/suspensions/restorations/portal/new.html"


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def restoration_new(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the cause that the holder answers."""
    suspension = get_object_or_404(
        Suspension.objects.select_related("authorization__enterprise__organisation", "authorization__application"),
        pk=pk,
        authorization__in=Authorization.objects.visible_to(request.user),
    )
    authorization = suspension.authorization
    megabytes = most_megabytes(authorization.application.programme_slug)
    may_ask = not mended_elsewhere(suspension.cause)
    words = WORDS[suspension.cause]
    form = RestorationForm(
        request.POST or None, request.FILES or None, megabytes=megabytes, may_ask=may_ask, evidence=words.evidence
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = form.cleaned_data
            filed = file_restoration(
                suspension, user=request.user, kind=data["kind"], text=data["text"], uploads=data["files"]
            )
            messages.success(request, f"{filed.get_kind_display()}已提交，办理结果会通知您。")
            return reverse("portal:restoration", args=[filed.pk])

        with refused_on(form):
            return once(request, act)
    context = {
        "organisation": authorization.enterprise.organisation,
        "authorization": authorization,
        "suspension": suspension,
        "words": words,
        "form": form,
        "once": new_key(),
    }
    return render(request, _NEW, context, status=422 if form.errors else 200)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own; while it waits it can be retracted."""
    rows = Restoration.objects.visible_to(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "suspension", "filed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        retract(row, user=request.user, seen=seen(request))
        messages.success(request, f"{row.get_kind_display()}已撤回。")
        return redirect("portal:restoration", pk=pk)
    context = {
        "organisation": row.authorization.enterprise.organisation,
        "row": row,
        "files": row.files.select_related("file"),
        "waiting": row.state == RestorationState.WAITING,
        "decided": row.changes.last(),
        "letters": notices_on(row),
    }
    return render(request, "certification/authorizations/suspensions/restorations/portal/one.html", context)
