"""Both firms of a succession in the portal: the holder asks and takes back, the successor confirms or declines."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from certification.authorizations.models.authorization import Authorization
from certification.changes.commitment import SUCCESSION
from certification.changes.successions.acts import (
    ask_succession,
    confirm_succession,
    confirming_facts,
    decline,
    filing_facts,
    retract,
)
from certification.changes.successions.content import changed
from certification.changes.successions.forms import ConfirmForm, SuccessionForm
from certification.changes.successions.models import Succession
from certification.changes.successions.problems import filing_problems
from certification.changes.successions.states import OPEN, SuccessionState
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import refused_on
from tianfu.workflow.signatures.shown import FIELD, stamp


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def succession_new(request: HttpRequest, pk: int) -> HttpResponse:
    """申请继受 of one's own mark by another enterprise."""
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation", "certificate")
    row = get_object_or_404(rows, pk=pk)
    megabytes = most_megabytes(row.programme_slug)
    form = SuccessionForm(request.POST or None, request.FILES or None, megabytes=megabytes)
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            return once(request, lambda: _file(request, row, form.cleaned_data))
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "problems_found": filing_problems(row),
        "commitment": SUCCESSION,
        "form": form,
        "hidden": [(FIELD, stamp(filing_facts(row)))],
        "once": new_key(),
    }
    return render(
        request, "certification/changes/successions/portal/new.html", context, status=422 if form.errors else 200
    )


def _file(request: HttpRequest, row: Authorization, data: dict[str, Any]) -> str:
    filed = ask_succession(
        row,
        user=request.user,
        way=data["way"],
        uscc=data["uscc"],
        text=data["text"],
        uploads=data["files"],
        proof=data["password_or_code"],
        shown=read_stamp(request),
    )
    messages.success(request, "继受申请已提交，等待继受企业确认。")
    return reverse("portal:succession", args=[filed.pk])


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """One that concerns one's own enterprise, on whichever side."""
    rows = (
        Succession.objects.visible_to(request.user)
        .distinct()
        .select_related(
            "authorization__certificate", "holder__organisation", "successor__organisation", "certificate__body"
        )
    )
    row = get_object_or_404(rows, pk=pk)
    form = ConfirmForm(request.POST if _confirms(request) else None, succession=row)
    if request.method == "POST" and not _confirms(request):
        return _give_up(request, row)
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            return once(request, lambda: _confirm(request, row, form))
    return render(
        request,
        "certification/changes/successions/portal/one.html",
        _context(request, row, form),
        status=422 if form.errors else 200,
    )


def _confirms(request: HttpRequest) -> bool:
    return parameters.token(request.POST, "act") == "confirm"


def _give_up(request: HttpRequest, row: Succession) -> HttpResponse:
    revision = seen(request)
    if parameters.token(request.POST, "act") == "decline":
        decline(row, user=request.user, seen=revision, reason=parameters.passage(request.POST, "note"))
        messages.success(request, "已告知原持有人：不继受该授权。")
    else:
        retract(row, user=request.user, seen=revision)
        messages.success(request, "继受申请已撤回，授权不变。")
    return redirect("portal:succession", pk=row.pk)


def _confirm(request: HttpRequest, row: Succession, form: ConfirmForm) -> str:
    confirm_succession(
        row,
        user=request.user,
        seen=seen(request),
        proof=form.cleaned_data["password_or_code"],
        certificate=form.chosen(),
        shown=read_stamp(request),
    )
    messages.success(request, "已确认继受，由运营机构两人处理，结果会通知双方。")
    return reverse("portal:succession", args=[row.pk])


def _context(request: HttpRequest, row: Succession, form: ConfirmForm) -> dict[str, Any]:
    asked = row.state == SuccessionState.ASKED
    passage = row.authorization.changes.filter(transition="pass_on", revision=row.applied_revision).first()
    return {
        "organisation": (row.successor if _of(request, row.successor) else row.holder).organisation,
        "row": row,
        "rows": passage.inputs["changed"] if passage else changed(row.authorization, row),
        "files": row.files.select_related("file"),
        "asked": asked,
        "may_confirm": asked and request.user.can(row.successor.organisation, "sign"),
        "may_retract": row.state in OPEN and request.user.can(row.holder.organisation, "sign"),
        "decided": row.changes.last(),
        "form": form,
        "shown": stamp(confirming_facts(row)),
        "once": new_key(),
    }


def _of(request: HttpRequest, enterprise: Any) -> bool:
    return bool(request.user.can(enterprise.organisation, "view"))
