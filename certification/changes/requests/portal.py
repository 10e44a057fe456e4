"""The holder asks for a change, mends it, takes it back, and reads what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import letter_of, notices_on
from certification.changes.commitment import CHANGE
from certification.changes.requests.acts import file_again, file_request, filing_facts, retract
from certification.changes.requests.content import FIELDS, changed, current, said_of, wanted
from certification.changes.requests.content import LABELS as FACTS
from certification.changes.requests.forms import ChangeForm
from certification.changes.requests.kinds import WAYS
from certification.changes.requests.letters import letter_key
from certification.changes.requests.models import ChangeRequest
from certification.changes.requests.problems import filing_problems
from certification.changes.requests.states import OPEN, ChangeKind, ChangeState
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import refused_on
from tianfu.workflow.signatures.shown import FIELD, stamp

_VERBS = {ChangeState.ACCEPTED: "accept", ChangeState.REFUSED: "refuse"}


def _own(request: HttpRequest, pk: int) -> Authorization:
    rows = Authorization.objects.visible_to(request.user).select_related(
        "enterprise__organisation", "application", "certificate"
    )
    return get_object_or_404(rows, pk=pk)


@requires(ENTERPRISE_MEMBER)
@require_safe
def change_kinds(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be changed; what cannot be changed now says why."""
    row = _own(request, pk)
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "kinds": [
            {"key": kind.value, "label": kind.label, "way": WAYS[kind], "problems": filing_problems(row, kind)}
            for kind in ChangeKind
        ],
        "may_sign": request.user.can(row.enterprise.organisation, "sign"),
    }
    return render(request, "certification/changes/requests/portal/kinds.html", context)


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One kind of change of one's own mark."""
    row = _own(request, pk)
    if kind not in ChangeKind.values:
        raise Http404("没有这个变更事项。")

    def act(data: dict[str, Any], more: dict[str, Any]) -> ChangeRequest:
        return file_request(row, kind, data, user=request.user, **more)

    return _form_page(request, row, kind, act, None)


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mended after it was handed back."""
    row = get_object_or_404(ChangeRequest.objects.visible_to(request.user), pk=pk)
    if row.state != ChangeState.RETURNED and request.method != "POST":
        return redirect("portal:change_request", pk=pk)

    def act(data: dict[str, Any], more: dict[str, Any]) -> ChangeRequest:
        return file_again(row, data, user=request.user, seen=seen(request), **more)

    return _form_page(request, _own(request, row.authorization_id), row.kind, act, row)


def _form_page(
    request: HttpRequest,
    mark: Authorization,
    kind: str,
    file: Callable[[dict[str, Any], dict[str, Any]], ChangeRequest],
    before: ChangeRequest | None,
) -> HttpResponse:
    megabytes = most_megabytes(mark.programme_slug)
    said = before.said if before is not None else None
    initial = {"text": before.text, "certificate": before.certificate_id} if before is not None else {}
    form = ChangeForm(
        request.POST or None,
        request.FILES or None,
        authorization=mark,
        kind=kind,
        megabytes=megabytes,
        again=before is not None,
        said=said,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            return once(request, lambda: _file(request, form, file))
    return render(
        request,
        "certification/changes/requests/portal/form.html",
        _form_context(mark, kind, form, before),
        status=422 if form.errors else 200,
    )


def _file(request: HttpRequest, form: ChangeForm, file: Callable[[dict[str, Any], dict[str, Any]], Any]) -> str:
    data = form.cleaned_data
    filed = file(
        {name: data.get(name) for names in FIELDS.values() for name in names},
        {
            "text": data.get("text", ""),
            "uploads": data.get("files", []),
            "proof": data["password_or_code"],
            "certificate": form.chosen(),
            "shown": read_stamp(request),
        },
    )
    messages.success(request, "变更申请已提交，办理结果会通知您。")
    return reverse("portal:change_request", args=[filed.pk])


def _form_context(mark: Authorization, kind: str, form: ChangeForm, before: ChangeRequest | None) -> dict[str, Any]:
    said = said_of(mark, kind, {})
    return {
        "organisation": mark.enterprise.organisation,
        "row": mark,
        "kind": ChangeKind(kind),
        "way": WAYS[kind],
        "now": [(FACTS[name], current(mark, name)) for name in wanted(kind, said)],
        "changed": changed(mark, kind, said) if kind == ChangeKind.NAME else [],
        "problems_found": filing_problems(mark, kind) if before is None else [],
        "before": before,
        "commitment": CHANGE,
        "form": form,
        "hidden": [(FIELD, stamp(filing_facts(mark, kind))), *([("seen", before.revision)] if before else [])],
        "once": new_key(),
    }


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own; until it is decided it can be taken back."""
    rows = ChangeRequest.objects.visible_to(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "certificate", "filed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        retract(row, user=request.user, seen=seen(request))
        messages.success(request, "变更申请已撤回。")
        return redirect("portal:change_request", pk=pk)
    verb = _VERBS.get(ChangeState(row.state))
    context = {
        "organisation": row.authorization.enterprise.organisation,
        "row": row,
        "files": row.files.select_related("file"),
        "open": row.state in OPEN,
        "letters": notices_on(row),
        "returned": row.state == ChangeState.RETURNED,
        "may_sign": request.user.can(row.authorization.enterprise.organisation, "sign"),
        "decided": row.changes.last(),
        "letter": letter_of(letter_key(row, verb)) if verb else None,
    }
    return render(request, "certification/changes/requests/portal/one.html", context)
