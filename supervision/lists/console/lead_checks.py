"""The pages of a directed check upon a finding."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from supervision.directories.console.pages import decide
from supervision.directories.models import InspectionObject
from supervision.lists.leads.checks import confirm_check, drop_check, object_of, offered, propose_check
from supervision.lists.leads.rules import DECIDERS
from supervision.lists.models import Lead, LeadEndorsement
from tianfu.accounts.access.rules import requires, roles
from tianfu.text.fields import TextField
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


class CheckForm(forms.Form):
    """Items and team for one object of the directory."""

    items = forms.MultipleChoiceField(
        label="检查事项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择检查事项。"},
    )
    lead = forms.ChoiceField(label="主检人", error_messages={"required": "请选择主检人。"})
    others = forms.MultipleChoiceField(
        label="其他检查人员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "检查组至少两人，请再选择一人。"},
    )
    reason = TextField(
        label="检查的缘由（提交人会读到）",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明检查的缘由。"},
    )

    def __init__(self, *args: Any, obj: InspectionObject | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items, people = offered(obj) if obj is not None else ([], [])
        self.known_items = {str(row.pk): row for row in items}
        self.known_people = {str(row.pk): row for row in people}
        words = [(key, f"{row.name}（{row.number}，{row.unit}）") for key, row in self.known_people.items()]
        self.fields["items"].choices = [(key, row.name) for key, row in self.known_items.items()]  # type: ignore[attr-defined]
        leads = [(key, text) for key, text in words if self.known_people[key].lead]
        self.fields["lead"].choices = [("", "请选择"), *leads]  # type: ignore[attr-defined]
        self.fields["others"].choices = words  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """For `propose_check`: rows, the lead of the team first."""
        data = self.cleaned_data
        team = [data["lead"], *(key for key in data["others"] if key != data["lead"])]
        return {
            "items": [self.known_items[key] for key in data["items"]],
            "team": [self.known_people[key] for key in team],
            "reason": data["reason"],
        }


@requires(roles(*DECIDERS))
@require_http_methods(["GET", "HEAD", "POST"])
def lead_check(request: HttpRequest, pk: int) -> HttpResponse:
    row, back = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk), reverse("console:lead", args=[pk])
    form = CheckForm(request.POST or None, obj=object_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            propose_check(row, user=request.user, seen=seen(request), **form.chosen())
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提出定向检查，须由另一人确认。")
            return redirect(back)
    return decide(
        request, title=f"定向检查：{row}", button="提出定向检查", back=back, form=form,
        hidden=[("seen", str(row.revision))],
        consequences={
            "what": "另一人确认后即开展检查，不事先告知被检查对象。",
            "told": "检查人员收到任务；提交人收到处理方式和理由。",
            "public": "检查结果按规定公开；线索和提交人不公开。",
            "undo": "确认之前可以撤下。",
        },
    )  # fmt: skip


@requires(roles(*DECIDERS))
@require_POST
def lead_check_decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Confirm the check as the page showed it, or take it back with a reason."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(LeadEndorsement.objects.select_related("subject"), pk=item, subject=lead)
    answer(request, row, confirm=confirm_check, drop=drop_check, done="已确认，检查人员已收到任务。")
    return redirect("console:lead", pk=pk)
