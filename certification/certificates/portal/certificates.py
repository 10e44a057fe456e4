"""Quality certificates on the body's pages: list, entry, one with its acts, and the end that two people decide."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.bodies.choice import body_context
from certification.certificates.issued.ends import confirm_end, consequences, drop_end, end_facts, open_end, propose_end
from certification.certificates.issued.entry import enter_certificate
from certification.certificates.issued.overview import event, expiring, found_certificates
from certification.certificates.models import QualityCertificate
from certification.certificates.portal.forms import CertificateForm, ReasonForm
from certification.certificates.rules import ENDS, RULES
from tianfu.accounts.access.rules import BODY_MEMBER, requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, allowed
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import stamp

PAGE = 50


@requires(BODY_MEMBER)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """All of the chosen body, in pages; found by any part of number, holder or product."""
    context, today = body_context(request), clock.today()
    text = parameters.word(request.GET, "q", 100)
    soon = parameters.on(request.GET, "expiring")
    listed = expiring(context["body"], today) if soon else found_certificates(context["body"], text)
    found = Paginator(listed, PAGE).get_page(parameters.page(request.GET))
    for row in found.object_list:
        row.label = row.effective_label(today)
    query = {"expiring": "1"} if soon else {"q": text} if text else {}
    context |= {
        "rows": found.object_list,
        "q": text,
        "expiring_only": soon,
        **page_links(request.path, found, query),
    }
    return render(request, "certification/certificates/portal/certificates.html", context)


@requires(BODY_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_new(request: HttpRequest) -> HttpResponse:
    context = body_context(request)
    body = context["body"]
    form = CertificateForm(request.POST or None, request.FILES or None, body=body)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = enter_certificate(body, form.save(commit=False), form.cleaned_data["file"], user=request.user)
            messages.success(request, f"证书 {row.number} 已录入，持证企业现在可以选用。")
            return reverse("portal:certificates")

        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error(None, error)
    context |= {"form": form, "once": new_key()}
    return render(
        request, "certification/certificates/portal/certificate_new.html", context, status=422 if form.errors else 200
    )


def _own(request: HttpRequest, pk: int) -> QualityCertificate:
    rows = QualityCertificate.objects.visible_to(request.user).select_related("body__organisation", "file")
    return get_object_or_404(rows.distinct(), pk=pk)


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate with its history; suspended and reinstated here, ended on a page of its own."""
    row = _own(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = parameters.token(request.POST, "act")
        if act not in RULES or act in ENDS:
            form.add_error(None, "请选择要办理的事项。")
        else:
            advance(row, act, actor=request.user, seen=seen(request), note=form.cleaned_data["note"])
            messages.success(request, f"{RULES[act].label}已办理，相关授权的状态已同步。")
            return redirect("portal:certificate", pk=pk)
    possible = [name for name in RULES if allowed(row, request.user, name)[0]]
    context = {
        "organisation": row.body.organisation,
        "row": row,
        "label": row.effective_label(clock.today()),
        "acts": [{"name": name, "label": RULES[name].label} for name in possible if name not in ENDS],
        "ends": [{"name": name, "label": RULES[name].label} for name in possible if name in ENDS],
        "proposal": open_end(row),
        "form": form,
        "struck": consequences(row),
        "events": [event(change) for change in row.changes.select_related("actor", "subject").order_by("-revision")],
    }
    return render(
        request, "certification/certificates/portal/certificate.html", context, status=422 if form.errors else 200
    )


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """撤销 or 注销: the consequences first, then the first person's reason."""
    row = _own(request, pk)
    if act not in ENDS:
        raise Http404("没有这个事项。")
    if not request.user.can(row.body.organisation, "sign"):
        return redirect("portal:certificate", pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note, shown = form.cleaned_data["note"], read_stamp(request)
        try:
            propose_end(row, act, user=request.user, seen=seen(request), reason=note, shown=shown)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"已提出“{RULES[act].label}”，须由本机构另一位有签署权限的成员确认后生效。")
            return redirect("portal:certificate", pk=pk)
    context = _end_context(row, act) | {"form": form}
    return render(request, "certification/certificates/portal/end.html", context, status=422 if form.errors else 200)


def _end_context(row: QualityCertificate, act: str, proposal: Any = None) -> dict[str, Any]:
    return {
        "organisation": row.body.organisation,
        "row": row,
        "act": RULES[act].label,
        "withdrawn": act == "withdraw",
        "label": row.effective_label(clock.today()),
        "struck": consequences(row),
        "proposal": proposal,
        "shown": stamp(end_facts(row, act, proposal)),
    }


def _stands(row: QualityCertificate, item: int) -> bool:
    """Does this proposal still wait for its second person?"""
    return row.endorsements.standing().filter(pk=item, round=F("subject__revision")).exists()


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def end_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person reads the same consequences, and confirms or takes the proposal back."""
    row = _own(request, pk)
    proposal = get_object_or_404(row.endorsements.select_related("first_by"), pk=item)
    error = ""
    if request.method == "POST":
        note = parameters.passage(request.POST, "note")
        try:
            if parameters.token(request.POST, "act") == "drop":
                drop_end(proposal, user=request.user, reason=note or "撤下提议")
                messages.success(request, "提议已撤下。")
            else:
                confirm_end(
                    proposal,
                    user=request.user,
                    seen=seen(request),
                    note=note,
                    shown=read_stamp(request),
                )
                messages.success(request, f"{RULES[proposal.act].label}已生效，相关授权和申报已同步。")
            return redirect("portal:certificate", pk=pk)
        except NotPossible as refusal:
            if note and not _stands(row, item):
                raise  # the form is gone: the page of the refusal gives the typed words back
            error = str(refusal)
    context = _end_context(row, proposal.act, proposal) | {
        "error": error,
        "note": parameters.passage(request.POST, "note"),
        "standing": proposal.standing and proposal.round == row.revision,
        "may_sign": request.user.can(row.body.organisation, "sign"),
    }
    return render(request, "certification/certificates/portal/end_proposal.html", context, status=422 if error else 200)
