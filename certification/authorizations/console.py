"""Authorizations on the console: list, page, and the acts that need two people."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.models import Application
from certification.authorizations.desk.access import OPERATORS, READERS
from certification.authorizations.lookup.search import matching
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.acts import (
    confirm,
    drop,
    open_proposal,
    possible_acts,
    proposal_facts,
    propose,
)
from certification.authorizations.sanctions.bases import basis_of
from certification.authorizations.sanctions.second_form import second_of
from certification.authorizations.standing.entries import operators_agenda
from certification.authorizations.standing.timeline import operators_timeline
from certification.authorizations.states import Act, AuthorizationState
from certification.authorizations.suspensions.causes import WORDS, choices, open_causes, standing_choices
from tianfu.accounts.access.rules import requires
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import page_links
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.console.confirmation import confirm_page, confirmed
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import refuse_changed

PAGE, DOWNLOADS = 50, 20
# Who looks into a misuse of the mark, and who checks the people of the platform.
NAMES_DOWNLOADERS = frozenset({Role.OPERATOR_OFFICER, Role.AUDITOR})
CONSEQUENCES = {
    Act.SUSPEND: ("标识立即不得使用，公开页面显示“暂停”。", "授权状态和原因类别当日公开", "原因消除后可以恢复"),
    Act.REINSTATE: ("消除所选的暂停原因；没有其他原因时授权恢复有效。", "授权状态当日公开", "可以再次暂停"),
    Act.WITHDRAW: (
        "授权终止，立即停止使用标识；规定年限内不得再次申报。",
        "授权状态当日公开",
        "不能撤回；企业可以申请复核",
    ),
    Act.CANCEL: ("授权终止，不再使用标识；可以随时重新申报。", "授权状态当日公开", "不能撤回"),
}


class ProposalForm(forms.Form):
    cause = forms.ChoiceField(
        label="原因",
        widget=forms.RadioSelect,
        help_text="只列出与平台上的事实相符、尚未记录的原因；每项写明后果和由谁消除。",
        error_messages={"required": "请选择原因。", "invalid_choice": "该原因与平台上的事实不符，请重新选择。"},
    )
    reason = TextField(
        label="事实和理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明事实和理由：会写入决定书并告知企业。"},
    )

    def __init__(self, *args: Any, authorization: Authorization, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act not in (Act.SUSPEND, Act.REINSTATE):
            del self.fields["cause"]
        else:
            offered = choices(authorization) if act == Act.SUSPEND else standing_choices(authorization)
            self.fields["cause"].choices = offered  # type: ignore[attr-defined]


@requires(READERS)
@require_safe
def authorizations(request: HttpRequest) -> HttpResponse:
    """Those of the officer's region, newest first, keyset pages; search by number, holder or product."""
    text = parameters.word(request.GET, "q")
    rows = matching(Authorization.objects.on_console_for(request.user).order_by("-pk"), text)
    before = parameters.whole(request.GET, "before")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found, today = list(rows[: PAGE + 1]), clock.today()
    for row in found:
        row.effective = row.effective_on(today)
    older = "?" + urlencode({"q": text, "before": found[PAGE - 1].pk}) if len(found) > PAGE else ""
    context = {"title": "授权", "rows": found[:PAGE], "older_url": older, "q": text}
    return page(request, "certification/authorizations/console/authorizations.html", context)


def _row(request: HttpRequest, pk: int) -> Authorization:
    """The authorization, or 404 when it is outside the officer's prefecture."""
    rows = Authorization.objects.on_console_for(request.user).select_related(
        "certificate__body__organisation", "application", "enterprise__organisation"
    )
    return get_object_or_404(rows, pk=pk)


@requires(READERS)
@require_safe
def authorization(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _row(request, pk))


def _show(
    request: HttpRequest, row: Authorization, *, refused: Sequence[str] = (), item: int = 0, status: int = 200
) -> HttpResponse:
    """`refused`: why nothing was done about the proposal `item`. What was written stays in its field, or beside it where
    there is no longer such a field."""
    operator, standing = operates_on(row, request.user), open_proposal(row)
    downloads = Paginator(row.downloads.select_related("downloaded_by", "file"), DOWNLOADS)
    acts, note = possible_acts(row) if operator else [], parameters.passage(request.POST, "note")
    typed = note if standing is not None and standing.pk == item else ""
    second = second_of(standing, request.user, typed) if acts and standing is not None else None
    shown = downloads.get_page(parameters.page(request.GET))
    names = bool(request.user.roles & NAMES_DOWNLOADERS)
    if names and shown.object_list:
        viewed(request, row, "downloaded_by")
    context = {
        "title": str(row),
        "row": row,
        "effective": row.effective_on(clock.today()),
        "proposal": standing,
        "basis": basis_of(standing.basis) if standing is not None and standing.basis else None,
        "refused": refused,
        "unsaved": "" if typed and second is not None and second.says else note,
        "second": second,
        "acts": [{"label": act.label, "url": reverse("console:propose", args=[row.pk, act.value])} for act in acts],
        "suspensions": row.suspensions.order_by("-since"),
        "asked": row.suspension_requests.select_related("filed_by"),
        "restorations": row.restorations.select_related("suspension"),
        "cause_words": [{"label": item.get_cause_display(), "words": WORDS[item.cause]} for item in open_causes(row)],
        "events": operators_timeline(row),
        "agenda": operators_agenda(row, clock.today()),
        "certificates": row.certificates.select_related("paper__file"),
        "may_read_case": Application.objects.on_console_for(request.user).filter(pk=row.application_id).exists(),
        "downloads": shown.object_list,
        "names_downloaders": names,
        **page_links(reverse("console:authorization", args=[row.pk]), shown, {}),
    }
    return page(request, "certification/authorizations/console/authorization.html", context, status)


def _consequences(row: Authorization, act: str) -> tuple[str, str, str]:
    if row.state == AuthorizationState.PENDING:
        return "不再制发证书和标识；该产品可以重新申报。", "尚未公布，不公开", "不能撤回"
    return CONSEQUENCES[Act(act)]


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The first of two people."""
    row = _row(request, pk)
    if act not in CONSEQUENCES:
        raise Http404("没有这个事项。")
    form = ProposalForm(request.POST or None, authorization=row, act=act)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            propose(row, act, user=request.user, seen=seen(request), reason=data["reason"], cause=data.get("cause", ""))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"已提出“{Act(act).label}”，须由另一人确认后生效。")
            return redirect("console:authorization", pk=pk)
    what, public, undo = _consequences(row, act)
    context = {
        "title": f"{Act(act).label}：{row}",
        "form": form,
        "button": f"提出{Act(act).label}",
        "danger": act in (Act.WITHDRAW, Act.CANCEL),
        "about": row,
        "consequences": {"what": f"另一人确认后：{what}", "told": "确认后通知持有人", "public": public, "undo": undo},
        "hidden": [("seen", row.revision)],
        "possible": True,
        "back": reverse("console:authorization", args=[pk]),
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


@requires(OPERATORS)
@require_http_methods(["POST"])
def proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the proposal is dropped."""
    row = _row(request, pk)
    standing = get_object_or_404(row.endorsements, pk=item)
    if _to_be_confirmed(request, row, standing):
        return _confirm_page(request, row, standing)
    try:
        answer(request, standing, confirm=confirm, drop=drop, done=f"“{standing.get_act_display()}”已确认生效。")
    except NotPossible as refusal:
        return _show(request, _row(request, pk), refused=refusal.problems, item=item, status=409)
    return redirect("console:authorization", pk=pk)


def _to_be_confirmed(request: HttpRequest, row: Authorization, standing: Any) -> bool:
    """撤销 and 注销 end the mark for good: the second signature is given from a page that says what follows. What is
    refused anyway is refused at once."""
    final = standing.act in (Act.WITHDRAW, Act.CANCEL) and parameters.token(request.POST, "act") != "drop"
    possible = standing.standing and standing.first_by_id != request.user.pk and row.revision == seen(request)
    if not final or not possible or confirmed(request, row):
        return False
    refuse_changed(read_stamp(request), proposal_facts(row, standing))
    return True


def _confirm_page(request: HttpRequest, row: Authorization, standing: Any) -> HttpResponse:
    label = standing.get_act_display()
    what, public, undo = _consequences(row, standing.act)
    return confirm_page(
        request,
        row,
        title=f"确认{label}：{row}",
        consequences={"what": what, "told": "持有人有查看权限的成员", "public": public, "undo": undo},
        button=f"确认{label}",
        danger=standing.act in (Act.WITHDRAW, Act.CANCEL),
        lead=f"{row.product_name} · {row.holder_name} · {standing.first_by} 提出：{standing.first_note}",
        opinion=parameters.passage(request.POST, "note"),
        cancel_url=reverse("console:authorization", args=[row.pk]),
    )
