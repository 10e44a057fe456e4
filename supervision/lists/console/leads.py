"""线索 on the console: the list, filing, one finding with its photos, the decision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supervision.directories.console.pages import DayInput, decide
from supervision.lists.leads.acts import (
    PHOTO_KINDS,
    add_photo,
    check_found_on,
    decide_lead,
    file_lead,
    find_authorization,
    photo_limits,
)
from supervision.lists.leads.checks import check_facts, check_words, standing_check
from supervision.lists.leads.requests import outcomes
from supervision.lists.leads.rules import DECIDERS, FILERS, OVERSEERS, decides_on, files, sources
from supervision.lists.leads.states import LeadOutcome, LeadState
from supervision.lists.models import Lead, LeadEndorsement
from tianfu.accounts.access.rules import requires, roles
from tianfu.files.kinds import accept_attribute
from tianfu.inbox.page_links import paged
from tianfu.text.fields import TextField
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import MEGABYTE
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal, refused_on
from tianfu.workflow.signatures.second_form import SecondForm, second_form

READERS = roles(*FILERS, *OVERSEERS)
PAGE = 30


class LeadForm(forms.Form):
    """What was found. Photos follow on the finding's own page, one by one."""

    source = forms.ChoiceField(
        label="来源",
        widget=forms.RadioSelect,
        help_text="由谁发现。不公开，也不告知企业。",
        error_messages={"required": "请选择来源。"},
    )
    authorization = TextField(
        label="授权编号", max_length=40, required=False, help_text="包装上的编号；看不清或没有的留空。"
    )
    found_on = forms.DateField(label="发现日期", widget=DayInput(), error_messages={"required": "请填写发现日期。"})
    place = TextField(label="发现地点", max_length=200, error_messages={"required": "请填写地点，例如商场和柜台。"})
    text = TextField(
        label="情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明发现的情况。"},
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = sources(actor)
        field: Any = self.fields["source"]
        field.choices, field.initial = [(one.value, one.label) for one in offered], offered[0]

    def clean_authorization(self) -> Any:
        return find_authorization(self.cleaned_data["authorization"])

    def clean_found_on(self) -> Any:
        check_found_on(found_on := self.cleaned_data["found_on"])
        return found_on


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="处理方式",
        choices=[choice for choice in LeadOutcome.choices if choice[0] != LeadOutcome.CHECK],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择处理方式。"},
    )
    reason = TextField(
        label="理由（提交人会读到）",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明理由。"},
    )


@requires(READERS)
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then the newest; a filer reads his own."""
    rows = Lead.objects.visible_to(request.user).select_related("authorization").order_by("-state", "-pk")
    context = {
        "title": "线索",
        "files": files(request.user),
        "oversees": bool(request.user.roles & set(OVERSEERS)),
        **paged(request, rows, size=PAGE),
    }
    return page(request, "supervision/lists/console/leads.html", context)


@requires(roles(*FILERS))
@require_http_methods(["GET", "HEAD", "POST"])
def lead_new(request: HttpRequest) -> HttpResponse:
    form = LeadForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = file_lead(user=request.user, **form.cleaned_data)
            messages.success(request, "线索已提交，可以继续添加照片。")
            return reverse("console:lead", args=[row.pk])

        with refused_on(form):
            return once(request, act)
    return decide(
        request, title="提交线索", button="提交", back=reverse("console:leads"), form=form,
        hidden=[("once", new_key())],
        consequences={
            "what": "由省级经办人决定是否处理，处理方式和理由会告知您。",
            "public": "您的姓名和线索内容不公开，也不告知被反映的企业。",
        },
    )  # fmt: skip


@requires(READERS)
@require_safe
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(_mine(request), pk=pk))


def _mine(request: HttpRequest) -> Any:
    return Lead.objects.visible_to(request.user).select_related("authorization", "filed_by")


def _show(request: HttpRequest, row: Lead, error: str = "") -> HttpResponse:
    proposal = standing_check(row)
    own, (most, size) = row.filed_by_id == request.user.pk, photo_limits()
    context = {
        "title": str(row),
        "row": row,
        "photos": row.photos.select_related("file"),
        "own": own,
        "adds": own and row.state == LeadState.FILED,
        "decides": decides_on(row, request.user) and not own and row.state == LeadState.FILED,
        "proposal": proposal,
        "proposed": check_words(proposal) if proposal else None,
        "second": _second(request, row, proposal) if proposal else None,
        "oversees": bool(request.user.roles & set(OVERSEERS)),
        "outcomes": outcomes(row),
        "accept": accept_attribute(PHOTO_KINDS),
        "max_bytes": size,
        "hint": f"JPEG 或 PNG，每张不超过 {size // MEGABYTE} MB，最多 {most} 张。",
        "error": error,
    }
    return page(request, "supervision/lists/console/lead.html", context, 422 if error else 200)


def _second(request: HttpRequest, row: Lead, proposal: LeadEndorsement) -> SecondForm:
    return second_form(
        proposal,
        request.user,
        reverse("console:lead_check_decide", args=[row.pk, proposal.pk]),
        check_facts(row),
        must_say=True,
        what="确认后即开展检查，不事先告知被检查对象；提交人收到处理方式和理由。",
    )


@requires(roles(*FILERS), files=True)
@require_POST
def lead_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One picture; a refused one says why and leaves the others as they are."""
    row, upload = get_object_or_404(_mine(request), pk=pk, filed_by=request.user), request.FILES.get("file")
    if upload is None:
        return _show(request, row, "请先选择要上传的照片。")
    try:
        photo = add_photo(row, upload, user=request.user)
    except ValidationError as refusal:
        return _show(request, row, "".join(refusal.messages))
    messages.success(request, f"“{photo.file.name}”已添加。")
    return redirect("console:lead", pk=pk)


@requires(roles(*DECIDERS))
@require_http_methods(["GET", "HEAD", "POST"])
def lead_decide(request: HttpRequest, pk: int) -> HttpResponse:
    row, back = get_object_or_404(_mine(request), pk=pk), reverse("console:lead", args=[pk])
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_lead(row, user=request.user, seen=seen(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "线索已处理，提交人会收到通知。")
            return redirect(back)
    return decide(
        request, title=f"处理{row}", button="作出处理", back=back, form=form, hidden=[("seen", str(row.revision))],
        consequences={
            "what": "转请暂停或撤销的，运营机构收到发现日期和理由，由其两人决定；运营机构不知道提交人，理由中请勿写入。",
            "told": "提交人收到处理方式和理由。",
            "public": "线索和提交人都不公开。",
            "undo": "不能撤回。",
        },
    )  # fmt: skip
