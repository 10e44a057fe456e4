"""The holder asks that his own mark be suspended."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.suspensions.requests import ask_suspension, take_back
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.refused_form import refused_on

CONSEQUENCES = {
    "what": "运营机构两人办理后，授权暂停，暂停期间不得使用标识。",
    "told": "运营机构经办人；办理结果通知本企业成员",
    "public": "办理后，公开页面显示“暂停”和“持有人申请暂停使用”",
    "undo": "办理前可以撤回；办理后可以申请恢复。",
}


class SuspensionRequestForm(forms.Form):
    """The holder's own wish to pause."""

    text = TextField(
        label="事由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="如：停产改造、搬迁，预计到何时。",
        error_messages={"required": "请写明申请暂停的事由。"},
    )


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def suspension_request(request: HttpRequest, pk: int) -> HttpResponse:
    """申请暂停 of one's own mark, or its withdrawal while nobody has followed it."""
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation")
    row = get_object_or_404(rows, pk=pk)
    form, standing = SuspensionRequestForm(request.POST or None), row.suspension_requests.waiting().first()
    if request.method == "POST" and parameters.token(request.POST, "act") == "take_back":
        if standing is None:
            raise NotPossible(["该申请已经办理或者已经撤回。"])
        take_back(standing, user=request.user)
        messages.success(request, "暂停申请已撤回。")
        return redirect("portal:authorization", pk=pk)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            ask_suspension(row, user=request.user, text=form.cleaned_data["text"])
            messages.success(request, "暂停申请已提交，由运营机构两人办理，结果会通知您。")
            return reverse("portal:authorization", args=[pk])

        with refused_on(form):
            return once(request, act)
    context = {
        "organisation": row.enterprise.organisation,
        "authorization": row,
        "consequences": CONSEQUENCES,
        "form": form,
        "once": new_key(),
    }
    return render(
        request,
        "certification/authorizations/suspensions/portal/suspension_request.html",
        context,
        status=422 if form.errors else 200,
    )
