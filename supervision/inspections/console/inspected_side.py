"""The page that is handed to the inspected side: it reads what was written of a 整改复查, and signs or does not."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from supervision.inspections.console.forms import text_field
from supervision.inspections.console.tasks import INSPECTORS, task_on_console
from supervision.inspections.models import InspectionTask, Recheck
from supervision.inspections.records.acts import PHOTOS
from supervision.inspections.records.inspected_side import keep_signature, note_signing, read_facts
from supervision.inspections.rules import in_team
from supervision.inspections.states import RecheckAct, Signing
from tianfu.accounts.access.rules import requires
from tianfu.files.kinds import accept_attribute
from tianfu.ledger.audit.trace import viewed
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.upload_size import most_bytes
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import stamp


class SigningForm(forms.Form):
    signing = forms.ChoiceField(
        label="被检查方签字", choices=Signing.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择被检查方是否签字。"},
    )  # fmt: skip
    signatory = text_field("签字人姓名", 60)
    unsigned_reason = text_field("未签字的理由", 500, lines=True, hint="拒绝签字或现场无人的，请写明情况。")


@requires(INSPECTORS, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def recheck_inspected(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A picture that came with it is kept even where the rest is refused: nobody signs twice for a missing name."""
    task, back = task_on_console(request, pk), reverse("console:inspection", args=[pk])
    row: Recheck = get_object_or_404(task.rechecks.filter(alone=False, act=RecheckAct.REINSPECT), pk=item)
    if not in_team(task, request.user) or not row.standing:
        messages.warning(request, "该记录不等被检查方签字，请查看任务。")
        return redirect(back)
    given = {name: getattr(row, name) for name in ("signing", "signatory", "unsigned_reason")}
    form = SigningForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method != "POST":
        return _show(request, task, row, form)
    by: dict[str, Any] = {"user": request.user, "seen": seen(request), "shown": read_stamp(request)}
    try:
        if upload := request.FILES.get("file"):
            row = keep_signature(row, upload, **by)
        if form.is_valid():
            note_signing(row, **by, **form.cleaned_data)
            messages.success(request, "已登记。须由检查组的另一人签名后生效。")
            return redirect(back)
    except ValidationError as error:
        form.is_valid()
        return _show(request, task, row, form, " ".join(error.messages))
    except NotPossible as refusal:
        add_refusal(form, refusal)
    return _show(request, task, row, form)


def _show(request: HttpRequest, task: InspectionTask, row: Recheck, form: SigningForm, wrong: str = "") -> HttpResponse:
    facts = read_facts(task, row)
    if row.signatory:
        viewed(request, task, "signatory")
    context = {
        "title": "整改复查：被检查方签字",
        "task": task,
        "row": row,
        "facts": facts.items(),
        "form": form,
        "hidden": [("seen", str(task.revision)), ("shown", stamp(facts))],
        "wrong": wrong,
        "accept": f"image/jpeg,image/png,{accept_attribute(PHOTOS)}",
        "max_bytes": most_bytes(),
    }
    return page(
        request, "supervision/inspections/console/inspected_side.html", context, 422 if wrong or form.errors else 200
    )
