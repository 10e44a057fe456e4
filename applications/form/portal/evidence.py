"""证明材料: upload, list, remove. A refused file leaves no trace and says what to do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from applications.cases.models.application import Application
from applications.cases.portal.pages import own_draft
from applications.cases.sections.scope import opened
from applications.cases.sections.section import section
from applications.form.rows import EVIDENCE_KINDS, add_evidence, remove_evidence
from applications.form.sections.evidence import EvidenceSection
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.files.kinds import accept_attribute
from tianfu.text import parameters
from tianfu.workflow.policies.upload_size import MEGABYTE, most_megabytes

ACCEPT = accept_attribute(EVIDENCE_KINDS)


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    kind, error = "", ""
    if request.method == "POST":
        kind = parameters.token(request.POST, "kind")
        error = _upload(request, application, kind)
        if not error:
            return redirect("portal:section", pk=application.pk, key="evidence")
    part = section("evidence")
    assert isinstance(part, EvidenceSection)
    files = list(application.evidence.filter(removed_at=None).select_related("file", "added_by"))
    megabytes = most_megabytes(application.programme_slug)
    scope = opened(application, "evidence")
    for row in files:
        row.removable = scope.whole or row.pk in scope.files
    context |= {
        "kinds": [
            {
                **entry,
                "files": [row for row in files if row.kind == entry["key"]],
                "open": scope.whole or entry["key"] in scope.kinds,
                "error": error if entry["key"] == kind else "",
            }
            for entry in part.kinds(application)
        ],
        "accept": ACCEPT,
        "max_bytes": megabytes * MEGABYTE,
        "megabytes": megabytes,
        "unknown_kind_error": error if not any(entry["key"] == kind for entry in part.kinds(application)) else "",
    }
    return render(request, "applications/form/portal/evidence.html", context, status=422 if error else 200)


def _upload(request: HttpRequest, application: Application, kind: str) -> str:
    """Store the posted file; the sentence that refuses it, or ""."""
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return "请先选择要上传的文件。"
    try:
        row = add_evidence(application, kind, uploaded, user=request.user)
    except ValidationError as error:
        return "".join(error.messages)
    messages.success(request, f"“{row.file.name}”已上传并通过检查。")
    return ""


@requires(ENTERPRISE_MEMBER)
@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    application = own_draft(request, pk, "evidence")
    row = application.evidence.filter(pk=item, removed_at=None).first()
    if row is not None:
        remove_evidence(application, row, user=request.user)
        messages.success(request, f"“{row.file.name}”已移除。")
    return redirect("portal:section", pk=pk, key="evidence")
