"""The operator signs the agreement on a page of its own, which says what follows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from applications.cases.filings.signatures import ENTERPRISE, signing_facts, standing_signature, text_sha256
from applications.cases.models.application import Application
from applications.form.portal.forms import SignForm
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.position import back_to_case
from applications.review.stages.agreement import acts
from applications.review.stages.agreement.text import KEY
from tianfu.accounts.access.rules import requires
from tianfu.registry.spoken import for_readers_of
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import FIELD, stamp

CONSEQUENCES = {
    "what": "运营机构签署协议，授权即时成立，系统开始制作证书和标识。",
    "told": "企业有查看权限的成员（站内消息和邮件）",
    "public": "证书制作完成后，公开授权信息、对比表和登记日志条目",
    "undo": "不能撤回；此后只能依规定暂停、撤销或注销授权。",
}


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def countersign(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator signs the agreement; the case is authorized in the same transaction."""
    application = case_on_console(request, pk)
    form: forms.Form = SignForm(request.POST or None, initial={"signatory_name": request.user.name})
    if request.method == "POST" and form.is_valid():
        error = _countersign(request, application, form)
        if not error:
            messages.success(request, for_readers_of(application, "已签署并准予授权，正在制作证书。"))
            return back_to_case(request, pk)
    context: dict[str, Any] = {
        "title": for_readers_of(application, f"签署授权协议：{application.number}"),
        "application": application,
        "form": form,
        "text": application.programme_version.text(KEY),
        "text_sha256": text_sha256(application, KEY),
        "consequences": CONSEQUENCES,
        "enterprise_signature": standing_signature(application, KEY, ENTERPRISE),
        "hidden": [("seen", application.revision), (FIELD, stamp(signing_facts(application, KEY)))],
    }
    return page(
        request, "applications/review/stages/agreement/console/countersign.html", context, 422 if form.errors else 200
    )


def _countersign(request: HttpRequest, application: Application, form: forms.Form) -> bool:
    """True when refused; the form then carries the sentence."""
    data = form.cleaned_data
    try:
        acts.countersign(
            application,
            user=request.user,
            seen=seen(request),
            name=data["signatory_name"],
            role=data["signatory_role"],
            proof=data["password_or_code"],
            shown=read_stamp(request),
        )
    except ValidationError as error:
        form.add_error("password_or_code", error.messages[0])
        return True
    except NotPossible as refusal:
        add_refusal(form, refusal)
        return True
    return False
