"""The enterprise's data and members, and its changes of name, seat or succession."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications.enterprises.changes.acts import file_change, hand_in_again, withdraw
from applications.enterprises.changes.effects import names_before
from applications.enterprises.changes.messages import in_words
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.changes.states import EVENTS, ChangeKind, ChangeState, MergerRole
from applications.enterprises.chosen import current_enterprise, pending_memberships
from applications.enterprises.facts import FIELDS, REGISTERED, address_is_registered, change_facts
from applications.enterprises.members import Undecided, members_of
from applications.enterprises.models import Enterprise
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.accounts.models import Region
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import TextField
from tianfu.workflow.door import NotAllowed, NotPossible, allowed
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.basis import BasedForm
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


class EnterpriseForm(BasedForm, PrintedForm, forms.ModelForm):
    class Meta:
        model = Enterprise
        fields = FIELDS
        widgets = {"established_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if address_is_registered(self.instance):
            self.fields["address"].disabled, self.fields["address"].help_text = True, REGISTERED


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise(request: HttpRequest) -> HttpResponse:
    """The enterprise's data (prefill of every application), its names and its members."""
    row = current_enterprise(request)
    if row is None:
        return redirect("portal:home")
    form = EnterpriseForm(instance=row)
    if request.method == "POST":
        form = _save(request, row)
        if not form.errors:
            messages.success(request, "企业资料已保存。")
            return redirect("portal:enterprise")
        row.refresh_from_db()
    return show_enterprise(request, row, form, status=form.status)


def show_enterprise(
    request: HttpRequest, row: Enterprise, form: Any = None, *, undecided: Undecided | None = None, status: int = 200
) -> HttpResponse:
    form = form or EnterpriseForm(instance=row)
    context = {
        "organisation": row.organisation,
        "enterprise": row,
        "claim": row.claims.last(),
        "form": form,
        "may_edit": request.user.can(row.organisation, "edit"),
        "may_sign": request.user.can(row.organisation, "sign"),
        "may_manage": request.user.can(row.organisation, "manage"),
        "members": members_of(row.organisation, undecided),
        "pending": pending_memberships(request),
        "names": names_before(row),
        "requests": [(change, in_words(change)) for change in row.change_requests.select_related("new_region")],
    }
    return render(request, "applications/enterprises/portal/enterprise.html", context, status=status)


def _save(request: HttpRequest, row: Enterprise) -> EnterpriseForm:
    with transaction.atomic():
        # Locked, so that what the form compares with is what it will change.
        locked = Enterprise.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        form = EnterpriseForm(request.POST, instance=locked)
        if not request.user.can(row.organisation, "edit"):
            raise NotAllowed("您只有查看权限。需要修改企业资料请联系企业管理员。")
        if form.is_valid():
            facts = {name: form.cleaned_data[name] for name in FIELDS if not form.fields[name].disabled}
            try:
                change_facts(row, facts, user=request.user)
            except ValidationError as error:
                form.add_error(None, error)
    return form


class SeveralFiles(forms.FileField):
    """One or more files of one input."""

    widget = forms.ClearableFileInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [row for row in (data if isinstance(data, list | tuple) else [data]) if row]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(SeveralFiles, self).clean(row, initial) for row in given]


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


_FILES = {
    "label": "证明材料",
    "help_text": "变更后的营业执照、登记机关的变更通知书等，PDF、JPG 或 PNG，可以选择多个文件。",
}


class ChangeForm(PrintedForm, forms.Form):
    """What is asked for; which fields it has follows from the kind. What holds together is asked by `acts`."""

    new_name = TextField(label="变更后的企业名称", max_length=120, help_text="与变更后的营业执照完全一致。")
    new_region = forms.ModelChoiceField(
        label="变更后的登记市（州）", queryset=Region.objects.seats(), empty_label="请选择"
    )
    new_address = TextField(label="变更后的住所", max_length=200, help_text="与变更后的营业执照一致。")
    other_name = TextField(label="对方企业名称", max_length=120)
    other_uscc = TextField(label="对方统一社会信用代码", max_length=40, help_text="18 位，见对方的营业执照。")
    other_role = forms.ChoiceField(label="与对方的关系", choices=MergerRole.choices, widget=forms.RadioSelect)
    valid_from = forms.DateField(
        label="生效日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="登记机关核准变更的日期；可以是将来的日期，到日自动生效。",
    )
    explanation = TextField(label="情况说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    files = SeveralFiles(widget=_FilesInput(attrs={"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"}), **_FILES)

    OF_KIND = {
        ChangeKind.RENAME: ("new_name",),
        ChangeKind.MOVE: ("new_region", "new_address"),
        ChangeKind.MERGER: ("other_role", "other_name", "other_uscc"),
    }

    def __init__(self, *args: Any, kind: str, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {name for names in self.OF_KIND.values() for name in names} - set(self.OF_KIND[ChangeKind(kind)]):
            del self.fields[name]
        if kind == ChangeKind.MOVE:
            self.fields["new_region"].initial = enterprise.registered_region_id


class SupplementForm(forms.Form):
    note = TextField(label="补充说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    files = SeveralFiles(
        required=False, widget=_FilesInput(attrs={"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"}), **_FILES
    )


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for one kind of change; the page says who decides."""
    row = current_enterprise(request)
    if row is None or kind not in ChangeKind.values:
        return redirect("portal:enterprise")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ChangeForm(*posted, kind=kind, enterprise=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            change = file_change(row, kind, data, data["files"], user=request.user)
            messages.success(request, f"申请已提交，由{change.deciding_region}市场监管局核定。")
            return f"/portal/enterprise/changes/{change.pk}/"

        try:
            return once(request, act)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
        except NotPossible as refusal:
            add_refusal(form, refusal)
    context = {
        "organisation": row.organisation,
        "enterprise": row,
        "kind": ChangeKind(kind),
        "form": form,
        "once": new_key(),
    }
    return render(
        request, "applications/enterprises/portal/change_new.html", context, status=422 if form.errors else 200
    )


def _own(request: HttpRequest, pk: int) -> EnterpriseChange:
    rows = EnterpriseChange.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("enterprise__organisation", "deciding_region", "new_region"), pk=pk)


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what it says, where it stands; further evidence after it was returned."""
    row = _own(request, pk)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SupplementForm(*posted)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            hand_in_again(row, data["files"], user=request.user, seen=seen(request), note=data["note"])
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name, sentences)
        else:
            messages.success(request, "已再次提交。")
            return redirect("portal:enterprise_change", pk=pk)
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "what": in_words(row),
        "form": form,
        "evidence": row.evidence.select_related("file"),
        "events": events(row),
        "may_supplement": row.state == ChangeState.RETURNED and allowed(row, request.user, "hand_in_again")[0],
        "may_withdraw": allowed(row, request.user, "take_back")[0],
    }
    return render(request, "applications/enterprises/portal/change.html", context, status=422 if form.errors else 200)


@requires(ENTERPRISE_MEMBER)
@require_POST
def change_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    withdraw(_own(request, pk), user=request.user, seen=seen(request))
    messages.success(request, "变更申请已撤回，企业信息保持不变。")
    return redirect("portal:enterprise_change", pk=pk)


def events(change: EnterpriseChange, *, officer: bool = False) -> list[dict[str, Any]]:
    """Context of components/timeline.html, newest first; the enterprise reads the desk, officers the person."""
    rows = [{"at": change.filed_at, "who": str(change.filed_by), "what": "提交变更申请", "note": change.explanation}]
    for passage in change.changes.select_related("actor"):
        own = passage.transition in ("hand_in_again", "take_back")
        who = "系统" if passage.actor is None else str(passage.actor)
        if not officer and not own and passage.actor is not None:
            who = f"{change.deciding_region}市场监管局"
        rows.append({"at": passage.at, "who": who, "what": EVENTS[passage.transition], "note": passage.note})
    return [{"tone": "", "url": "", "url_label": "", **row} for row in rows][::-1]
