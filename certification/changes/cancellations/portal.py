"""The holder gives the mark back, after reading what that means; until it is carried out he may take it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import notices_on
from certification.changes.cancellations.acts import ask_cancellation, asking_problems, page_facts, take_back
from certification.changes.cancellations.models import CancellationRequest
from certification.changes.commitment import CANCELLATION, CommittedForm
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import TextField
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.refused_form import refused_on
from tianfu.workflow.signatures.shown import FIELD, stamp


class CancellationForm(PrintedForm, CommittedForm):
    """Why the mark is given back."""

    reason = forms.ChoiceField(
        label="申请注销的原因",
        choices=CancellationRequest.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申请注销的原因。", "invalid_choice": "请选择申请注销的原因。"},
    )
    text = TextField(
        label="情况说明",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="如：停产日期、库存标识和包装的处理。",
        error_messages={"required": "请写明情况，如停产日期、库存标识的处理。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last("reason", "text")


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """申请注销 of one's own mark."""
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation", "certificate")
    row = get_object_or_404(rows, pk=pk)
    form = CancellationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            return once(request, lambda: _file(request, row, form.cleaned_data))
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "problems_found": asking_problems(row),
        "commitment": CANCELLATION,
        "form": form,
        "hidden": [(FIELD, stamp(page_facts(row)))],
        "once": new_key(),
    }
    return render(
        request, "certification/changes/cancellations/portal/new.html", context, status=422 if form.errors else 200
    )


def _file(request: HttpRequest, row: Authorization, data: dict[str, Any]) -> str:
    filed = ask_cancellation(
        row,
        user=request.user,
        reason=data["reason"],
        text=data["text"],
        proof=data["password_or_code"],
        shown=read_stamp(request),
    )
    messages.success(request, "注销申请已提交，由运营机构两人办理，结果会通知您。")
    return reverse("portal:cancellation", args=[filed.pk])


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own."""
    rows = CancellationRequest.objects.visible_to(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "filed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        take_back(row, user=request.user)
        messages.success(request, "注销申请已撤回，授权状态不变。")
        return redirect("portal:cancellation", pk=pk)
    context = {
        "organisation": row.authorization.enterprise.organisation,
        "row": row,
        "letters": notices_on(row),
        "may_sign": request.user.can(row.authorization.enterprise.organisation, "sign"),
    }
    return render(request, "certification/changes/cancellations/portal/one.html", context)
