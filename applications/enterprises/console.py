"""企业变更: the city reads the evidence, decides, and sees those that leave it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.enterprises.changes.acts import decide
from applications.enterprises.changes.effects import names_before
from applications.enterprises.changes.messages import in_words
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.changes.states import OPEN, ChangeState
from applications.enterprises.followers import open_cases
from applications.enterprises.models import Enterprise
from applications.enterprises.portal import events
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.text.moments import long_day
from tianfu.workflow.console.confirmation import confirm_page, confirmed
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible, allowed
from tianfu.workflow.signatures.posted import seen

CHANGE_READERS = roles(
    Role.PREFECTURE_OFFICER,
    Role.PREFECTURE_APPROVER,
    Role.PROVINCE_OFFICER,
    Role.PROVINCE_APPROVER,
    Role.AUDITOR,
)
_VERBS = {"approve": "已同意变更。", "return_it": "已退回企业补充。", "refuse": "已作出不予变更的决定。"}
CONSEQUENCES = {
    "approve": {
        "what": "自生效日起（生效日已到的即时）企业资料按变更办理，在办申报随之更新；已发的证书和文书保留原名称。",
        "told": "企业有查看权限的成员（站内消息和邮件）",
        "public": "已授权产品的公开页面随之更新；更名的，同时显示曾用名",
        "undo": "生效后不能撤回，企业只能另行申请变更。",
    },
    "refuse": {
        "what": "本次申请办结，企业资料不变。",
        "told": "企业有查看权限的成员，附您写的理由",
        "public": "不公开",
        "undo": "不能撤回；企业可以重新申请。",
    },
}
_ROWS = ("enterprise__organisation", "deciding_region", "new_region", "decided_by")


class ChangeDecisionForm(forms.Form):
    note = TextField(
        label="意见（退回补充和不予变更必须写明，企业会看到）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@requires(CHANGE_READERS)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Open ones first, then the last hundred that ended."""
    rows = EnterpriseChange.objects.on_console_for(request.user).select_related(*_ROWS)
    context = {
        "title": "企业变更",
        "waiting": [(row, in_words(row)) for row in rows.filter(state__in=OPEN).order_by("filed_at")],
        "ended": [(row, in_words(row)) for row in rows.exclude(state__in=OPEN)[:100]],
    }
    return page(request, "applications/enterprises/console/changes.html", context)


@requires(CHANGE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The request beside its evidence; whose city it is decides."""
    rows = EnterpriseChange.objects.on_console_for(request.user).select_related(*_ROWS, "enterprise__registered_region")
    row = get_object_or_404(rows, pk=pk)
    form = ChangeDecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _to_be_confirmed(request, row, form.cleaned_data["note"]):
            return _confirm_page(request, row, form.cleaned_data["note"])
        if _decided(request, row, form):
            return redirect("console:enterprise_change", pk=pk)
    context = {
        "title": f"企业变更：{row.enterprise}",
        "row": row,
        "what": in_words(row),
        "form": form,
        "evidence": row.evidence.select_related("file"),
        "events": events(row, officer=True),
        "may_decide": row.state == ChangeState.FILED and allowed(row, request.user, "approve")[0],
        "names": names_before(row.enterprise),
        "namesakes": _namesakes(row),
        "cases": open_cases(enterprise=row.enterprise_id),
    }
    return page(request, "applications/enterprises/console/change.html", context, 422 if form.errors else 200)


def _to_be_confirmed(request: HttpRequest, row: EnterpriseChange, note: str) -> bool:
    """What is granted or refused stands for good: done from a page that says what follows. What is refused anyway is
    refused at once."""
    verb = parameters.token(request.POST, "act")
    if verb not in CONSEQUENCES or row.revision != seen(request) or (verb == "refuse" and not note):
        return False
    return allowed(row, request.user, verb)[0] and not confirmed(request, row)


def _confirm_page(request: HttpRequest, row: EnterpriseChange, note: str) -> HttpResponse:
    verb = parameters.token(request.POST, "act")
    word = {"approve": "同意变更", "refuse": "不予变更"}[verb]
    facts = [("现在的名称", row.enterprise.organisation.name), ("统一社会信用代码", row.enterprise.uscc)]
    return confirm_page(
        request,
        row,
        title=f"{word}：{row.enterprise}",
        consequences=CONSEQUENCES[verb],
        button=f"确认{word}",
        danger=verb == "refuse",
        lead=in_words(row),
        facts=[*facts, ("生效日", long_day(row.valid_from))],
        opinion=note,
        cancel_url=reverse("console:enterprise_change", args=[row.pk]),
    )


def _decided(request: HttpRequest, row: EnterpriseChange, form: ChangeDecisionForm) -> bool:
    verb = parameters.token(request.POST, "act")
    if verb not in _VERBS:
        form.add_error(None, "请选择办理结果。")
        return False
    try:
        decide(row, verb, user=request.user, seen=seen(request), note=form.cleaned_data["note"])
    except NotPossible as refusal:
        form.add_error("note" if not form.cleaned_data["note"] else None, ValidationError(refusal.problems))
        return False
    messages.success(request, _VERBS[verb])
    return True


def _namesakes(row: EnterpriseChange) -> list[Enterprise]:
    """Other enterprises on the platform that bear the wanted name: for the officer to look at, not a bar."""
    if not row.new_name:
        return []
    rows = Enterprise.objects.filter(organisation__name=row.new_name).exclude(pk=row.enterprise_id)
    return list(rows.select_related("organisation"))
