"""企业认领: a prefecture officer compares the licence and decides."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.enterprises.claims.acts import claim_facts, decide_claim
from applications.enterprises.claims.forms import ClaimDecisionForm
from applications.enterprises.models import EnterpriseClaim
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import page_links
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms
from tianfu.workflow.console.confirmation import confirm_page, confirmed
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import refuse_changed, stamp

PAGE = 50
CLAIM_OFFICERS = roles(Role.PREFECTURE_OFFICER)
# name of the button → word, consequences
_ACTS = {
    "approve": (
        "核验通过",
        {
            "what": "企业完成认领，可以提交申报；认领人作为管理员，可以邀请成员、同意他人加入。",
            "told": "认领人（站内消息和邮件）",
            "public": "不公开",
            "undo": "不能撤回；此后他人加入该企业，由其管理员同意。",
        },
    ),
    "refuse": (
        "不予通过",
        {
            "what": "认领办结，认领人和其他成员对该企业的权限即时终止；该代码可以重新认领。",
            "told": "认领人（站内消息和邮件），附您写的理由",
            "public": "不公开",
            "undo": "不能撤回；对方可以补齐材料后重新认领。",
        },
    ),
}


def _claims(request: HttpRequest) -> "QuerySet[EnterpriseClaim]":
    rows = EnterpriseClaim.objects.select_related(
        "enterprise__organisation", "enterprise__registered_region", "user", "licence", "decided_by"
    )
    scope = request.user.regions_for(Role.PREFECTURE_OFFICER)
    return rows if scope is None else rows.filter(enterprise__registered_region_id__in=scope)


@requires(CLAIM_OFFICERS)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Waiting ones first, in pages, then the last decided; `q` finds by name or credit code, however written."""
    text = parameters.word(request.GET, "q")
    rows = _claims(request).filter(having("enterprise__organisation__search", search_terms(text)))
    waiting = rows.filter(status=EnterpriseClaim.Status.PENDING).order_by("claimed_at", "pk")
    found = Paginator(waiting, PAGE).get_page(parameters.page(request.GET))
    decided = rows.exclude(status=EnterpriseClaim.Status.PENDING).order_by("-decided_at")[:PAGE]
    context = {
        "title": "企业认领",
        "waiting": found.object_list,
        "decided": list(decided),
        "q": text,
        **page_links(request.path, found, {"q": text} if text else {}),
    }
    return page(request, "applications/enterprises/claims/console/claims.html", context)


@requires(CLAIM_OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_claims(request), pk=pk)
    viewed(request, row.enterprise, "claimant", "licence")
    form = ClaimDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act, reason = parameters.token(request.POST, "act"), form.cleaned_data["reason"]
        if _to_be_confirmed(request, row, act, reason):
            return _confirm_page(request, row, act, reason)
        if _decided(request, row, form, act):
            return redirect("console:claims")
    context = {
        "title": f"企业认领：{row.enterprise}",
        "row": row,
        "form": form,
        "shown": stamp(claim_facts(row)),
    }
    return page(request, "applications/enterprises/claims/console/claim.html", context, 422 if form.errors else 200)


def _to_be_confirmed(request: HttpRequest, row: EnterpriseClaim, act: str, reason: str) -> bool:
    """Either decision stands for good: it is given from a page that says what follows. What is refused anyway is
    refused at once."""
    possible = act == "approve" or (act == "refuse" and reason)
    if not possible or row.status != EnterpriseClaim.Status.PENDING or confirmed(request, row):
        return False
    refuse_changed(read_stamp(request), claim_facts(row))
    return True


def _confirm_page(request: HttpRequest, row: EnterpriseClaim, act: str, reason: str) -> HttpResponse:
    word, consequences = _ACTS[act]
    facts = list((claim_facts(row) | {"营业执照": row.licence.name}).items())
    return confirm_page(
        request,
        row,
        title=f"{word}：{row.enterprise}",
        consequences=consequences,
        button=f"确认{word}",
        danger=act == "refuse",
        lead="请确认下列内容与营业执照一致。" if act == "approve" else "您将作出不予通过的决定。",
        facts=[*facts, ("请留意", row.enterprise.uscc_doubt)] if row.enterprise.uscc_doubt else facts,
        opinion=reason if act == "refuse" else None,
        cancel_url=reverse("console:claim", args=[row.pk]),
    )


def _decided(request: HttpRequest, row: EnterpriseClaim, form: ClaimDecisionForm, act: str) -> bool:
    """Whether it was; else the form carries the sentence."""
    if act not in _ACTS:
        form.add_error(None, "请选择核验通过或者不予通过。")
        return False
    try:
        decide_claim(
            row,
            user=request.user,
            approve=act == "approve",
            reason=form.cleaned_data["reason"],
            shown=read_stamp(request),
        )
    except ValidationError as error:
        form.add_error("reason", error.messages[0])
    except NotPossible as refusal:
        add_refusal(form, refusal)
    else:
        done = "认领已通过，企业可以提交申报。" if act == "approve" else "已告知对方未通过的理由。"
        messages.success(request, done)
        return True
    return False
