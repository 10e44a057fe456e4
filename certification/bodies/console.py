"""Certification bodies of the alliance: list and registration."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.programmes.models.reference import Sector
from certification.bodies import terms as rules
from certification.bodies.dependents import dependents
from certification.bodies.models import BodyTerm, CertificationBody
from certification.bodies.terms import begin_term, end_term, register_body, term_facts
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.models import Organisation, OrganisationKind
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.text.fields import UNCHOSEN, TextField
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import FIELD, stamp

PAGE = 50
KEEPERS = roles(*rules.KEEPERS)


class DayInput(forms.DateInput):
    """A calendar in the browser, ISO text without it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class BodyForm(forms.Form):
    """A body's place in the alliance; the organisation and its first manager are made under 人员 → 组织."""

    organisation = forms.ModelChoiceField(
        label="机构",
        queryset=Organisation.objects.filter(kind=OrganisationKind.CERTIFICATION_BODY, certificationbody=None),
        empty_label=UNCHOSEN,
        help_text="先在“组织”中登记认证机构并任命首位管理员。",
    )
    approval_number = TextField(label="批准书号", max_length=40, required=False)
    starts_on = forms.DateField(label="加入联盟日期", widget=DayInput)
    sectors = forms.MultipleChoiceField(label="认证领域", choices=Sector.choices, widget=forms.CheckboxSelectMultiple)
    reason = TextField(label="依据", max_length=500, help_text="例如联盟文件的名称和文号。")


class BeginForm(forms.Form):
    """Membership again, or one more scope."""

    sector = forms.ChoiceField(label="资格", choices=[("", "联盟成员"), *Sector.choices], required=False)
    starts_on = forms.DateField(label="开始日期", widget=DayInput)
    reason = TextField(label="依据", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(forms.Form):
    """The last day, and why."""

    ends_on = forms.DateField(label="终止日期", widget=DayInput, help_text="这一天仍有资格，次日起没有。")
    reason = TextField(
        label="依据", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="文件名称和文号、事由。"
    )


@requires(KEEPERS)
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    rows = CertificationBody.objects.select_related("organisation").prefetch_related("terms")
    found, today = Paginator(rows, PAGE).get_page(parameters.page(request.GET)), clock.today()
    for row in found.object_list:
        row.member = row.is_member(today)
        row.scopes = [Sector(sector).label for sector in row.sectors_on(today)]
    context = {"title": "认证机构", "rows": found.object_list, **page_links(request.path, found, {})}
    return page(request, "certification/bodies/console/bodies.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def body_new(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            body = register_body(actor=request.user, **form.cleaned_data)
            messages.success(request, f"“{body}”已登记为联盟成员。")
            return reverse("console:bodies")

        return once(request, act)
    context = {
        "title": "登记认证机构",
        "form": form,
        "button": "登记",
        "consequences": {"what": "该机构可以录入证书，企业可以凭其证书申报。", "told": "", "public": "", "undo": ""},
        "hidden": [("once", new_key())],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


@requires(KEEPERS)
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: every term it had, and what rests on its certificates today."""
    row = get_object_or_404(CertificationBody.objects.select_related("organisation"), pk=pk)
    today = clock.today()
    terms = list(row.terms.select_related("begun_by", "ended_by"))
    for term in terms:
        term.now, term.over = term.holds(today), term.ends_on is not None and term.ends_on < today
    context = {"title": str(row), "row": row, "terms": terms, **dependents(row, today)}
    return page(request, "certification/bodies/console/body.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def term_begin(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(CertificationBody.objects.select_related("organisation"), pk=pk)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            term = begin_term(row, actor=request.user, shown=read_stamp(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"“{term}”已登记，{term.starts_on} 起有效。")
            return redirect("console:body", pk=pk)
    what = "从开始日期起，机构可以在该领域录入证书，企业可以凭其证书申报；因此受影响的授权随之恢复。"
    return _decide(request, row, form, f"登记资格：{row}", "登记", what)


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def term_end(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    term = get_object_or_404(BodyTerm.objects.select_related("body__organisation"), pk=item, body=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_term(term, actor=request.user, shown=read_stamp(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"“{term}”的终止已登记。")
            return redirect("console:body", pk=pk)
    bound = dependents(term.body, clock.today(), term.sector)
    what = (
        f"终止日期的次日起：{bound['marks']} 个授权须在期限内更换证书，逾期暂停并由两人处理；"
        f"{bound['cases']} 件在审申报停在当前环节，直到更换证书。"
    )
    return _decide(request, term.body, form, f"终止资格：{term.body} {term}", "终止", what, danger=True)


def _decide(
    request: HttpRequest, row: CertificationBody, form: forms.Form, title: str, button: str, what: str, **more: Any
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "button": button,
        "consequences": {"what": what, "told": "受影响的企业和经办岗位", "public": "", "undo": "留有记录，不能删除。"},
        "hidden": [(FIELD, stamp(term_facts(row)))],
        "possible": True,
        "back": reverse("console:body", args=[row.pk]),
        **more,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
