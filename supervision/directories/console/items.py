"""抽查事项清单 on the console: the list, one version, drafting, and the two people of a publication or withdrawal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supervision.directories.console.pages import LIST_KEEPERS, READERS, decide, tabs
from supervision.directories.inspectors.numbers import read_number
from supervision.directories.items.catalogue import draft, editable, save_draft
from supervision.directories.items.publication import confirm, drop, item_facts, propose, standing_proposal
from supervision.directories.items.rules import keeps_list
from supervision.directories.models import InspectionItem, ItemEndorsement
from supervision.directories.sources import proposals
from supervision.directories.states import ItemAct, ItemState, Method, ObjectKind
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.text.fields import TextField, formfield
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.basis import BasedForm
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal, refused_on
from tianfu.workflow.signatures.second_form import SecondForm, second_form
from tianfu.workflow.signatures.shown import FIELD, stamp


class ItemForm(BasedForm, forms.ModelForm):
    """One version in draft. The code of an item never changes."""

    methods = forms.MultipleChoiceField(
        label="检查方式", choices=Method.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种检查方式。"},
    )  # fmt: skip
    object_kinds = forms.MultipleChoiceField(
        label="检查对象", choices=ObjectKind.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一类检查对象。"},
    )  # fmt: skip

    class Meta:
        model = InspectionItem
        formfield_callback = formfield
        fields = ("code", "name", "basis", "kind", "methods", "object_kinds")
        help_texts = {
            "code": "数字、字母和 . _ -，例如 J-13。",
            "basis": "法律、法规、规章或文件的名称和条款；没有依据的不能公布。",
        }

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = fixed

    def clean_code(self) -> str:
        try:
            return read_number(self.cleaned_data["code"])
        except ValidationError as error:
            raise ValidationError("事项编码只能由数字、字母和 . _ - 组成，最多 64 位。") from error


class ReasonForm(forms.Form):
    reason = TextField(label="停用的理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


PAGE = 50


@requires(READERS)
@require_safe
def inspection_items(request: HttpRequest) -> HttpResponse:
    """The newest versions of every item, in pages; with what waits for a second person and what may be proposed."""
    keeper = keeps_list(request.user)
    items = InspectionItem.objects.order_by("code", "-version")
    found = Paginator(items.exclude(state=ItemState.WITHDRAWN), PAGE).get_page(parameters.page(request.GET))
    rows = list(found.object_list)
    standing = {row.subject_id: row for row in _standing().filter(subject__in=rows)}
    for row in rows:
        row.proposal = standing.get(row.pk)  # type: ignore[attr-defined]
    waiting = list(proposals(request.user)[:PAGE]) if keeper else []
    for proposal in waiting:
        proposal.shown = stamp(item_facts(proposal.subject))
    withdrawn = items.filter(state=ItemState.WITHDRAWN)
    context = {
        "title": "名录库",
        "tabs": tabs(request, "inspection_items"),
        "rows": rows,
        "old": list(withdrawn.order_by("-withdrawn_on", "code", "-version")[:PAGE]),
        "published": items.filter(state=ItemState.PUBLISHED).count(),
        "waiting": waiting,
        "keeper": keeper,
        "proposable": keeper and any(row.state == ItemState.DRAFT and row.pk not in standing for row in rows),
        **page_links(request.path, found, {}),
    }
    return page(request, "supervision/directories/console/items.html", context)


def _standing() -> Any:
    return ItemEndorsement.objects.standing().select_related("first_by", "subject")


@requires(READERS)
@require_safe
def inspection_item(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(InspectionItem, pk=pk)
    proposal, keeper = standing_proposal(row), keeps_list(request.user)
    changes = row.changes.select_related("actor").order_by("-revision")
    context = {
        "title": row.name,
        "row": row,
        "versions": InspectionItem.objects.filter(code=row.code).exclude(pk=row.pk).order_by("-version"),
        "proposal": proposal,
        "keeper": keeper,
        "second": _second(request, row, proposal) if keeper and proposal else None,
        "drafted": InspectionItem.objects.filter(code=row.code, state=ItemState.DRAFT).exists(),
        "events": passages_of(row, changes),
    }
    return page(request, "supervision/directories/console/item.html", context)


def _second(request: HttpRequest, row: InspectionItem, proposal: ItemEndorsement) -> SecondForm:
    url = reverse("console:item_decide", args=[row.pk, proposal.pk])
    return second_form(proposal, request.user, url, item_facts(row))


@requires(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new item, or with `pk` the next version of one, which starts as what stands."""
    old = get_object_or_404(InspectionItem, pk=pk) if pk is not None else None
    start = {} if old is None else {name: getattr(old, name) for name in ItemForm.Meta.fields}
    form = ItemForm(request.POST or None, initial=start, fixed=old is not None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = draft(form.save(commit=False), actor=request.user)
            messages.success(request, f"“{row.name}”第 {row.version} 版已保存，公布后才能检查。")
            return reverse("console:inspection_item", args=[row.pk])

        with refused_on(form):
            return once(request, act)
    title = f"新版次：{old}" if old is not None else "新增抽查事项"
    return decide(
        request, title=title, button="保存", back=reverse("console:inspection_items"), form=form,
        consequences={"what": "保存为未公布的版次；由两人公布后才能列入计划和检查。"}, hidden=[("once", new_key())],
    )  # fmt: skip


@requires(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(InspectionItem, pk=pk)
    back = reverse("console:inspection_item", args=[pk])
    with transaction.atomic():
        if request.method == "POST":
            row = editable(row, request.user)
        form = ItemForm(request.POST or None, instance=row, fixed=True)
        if request.method == "POST" and form.is_valid():
            save_draft(form.save(commit=False), actor=request.user)
            messages.success(request, "事项已保存。")
            return redirect(back)
    return decide(request, title=f"修改事项：{row}", button="保存", back=back, form=form, consequences={})


@requires(LIST_KEEPERS)
@require_POST
def items_publish(request: HttpRequest) -> HttpResponse:
    """Propose to publish the ticked drafts, all or none."""
    rows = list(InspectionItem.objects.filter(pk__in=parameters.keys(request.POST, "item")).order_by("code"))
    if not rows:
        raise NotPossible(["请先勾选要公布的事项。"])
    with transaction.atomic():
        for row in rows:
            propose(row, ItemAct.PUBLISH, user=request.user, seen=parameters.revision(request.POST, f"seen-{row.pk}"))
    messages.success(request, f"已提出公布 {len(rows)} 项，须由另一人复核。")
    return redirect("console:inspection_items")


@requires(LIST_KEEPERS)
@require_POST
def items_confirm(request: HttpRequest) -> HttpResponse:
    """The second person confirms the ticked proposals as the page showed them, all or none."""
    rows = list(_standing().filter(pk__in=parameters.keys(request.POST, "proposal")).order_by("subject__code"))
    if not rows:
        raise NotPossible(["请先勾选要确认的提议；已被他人办理的不再列出。"])
    with transaction.atomic():
        for row in rows:
            shown = parameters.token(request.POST, f"{FIELD}-{row.pk}")
            revision = parameters.revision(request.POST, f"seen-{row.pk}")
            confirm(row, user=request.user, seen=revision, shown=shown)
    messages.success(request, f"已确认 {len(rows)} 项，当日生效。")
    return redirect("console:inspection_items")


@requires(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(InspectionItem, pk=pk)
    back = reverse("console:inspection_item", args=[pk])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose(row, ItemAct.WITHDRAW, user=request.user, seen=seen(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提出停用，须由另一人复核。")
            return redirect(back)
    return decide(
        request, title=f"停用事项：{row}", button="提出停用", back=back, form=form, danger=True,
        hidden=[("seen", str(row.revision))],
        consequences={
            "what": "另一人确认后，从当日起不得再按该事项检查；已经开始的检查不受影响。",
            "public": "公开的清单不再列出该事项。",
            "undo": "可以编制新的版次重新公布。",
        },
    )  # fmt: skip


@requires(LIST_KEEPERS)
@require_POST
def item_decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Confirm the proposal, or take it back."""
    row = get_object_or_404(ItemEndorsement.objects.select_related("subject"), pk=item, subject=pk)
    answer(request, row, confirm=confirm, drop=drop, done="已确认，当日生效。")
    return redirect("console:inspection_item", pk=pk)
