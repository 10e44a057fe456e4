"""Changes of a drawn team: who cannot go; the draw says who goes instead."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from supervision.draws.console.plans import ORGANISERS, plan_on_console, show
from supervision.draws.results.candidates import next_candidate
from supervision.draws.results.deviations import confirm, drop_change, propose
from supervision.draws.states import DeviationCode
from tianfu.accounts.access.rules import requires
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import Changed


class DeviationForm(forms.Form):
    code = forms.ChoiceField(
        label="原因（公开）",
        choices=DeviationCode,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因。"},
    )
    reason = TextField(
        label="情况说明（内部留存）",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明情况。"},
    )


@requires(ORGANISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_replace(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Propose to replace a member; the page names who would come."""
    plan = plan_on_console(request, pk)
    picks = plan.picks.filter(result__superseded_at=None)
    pick = get_object_or_404(picks.select_related("object", "result__file", "plan"), members__pk=member)
    row = get_object_or_404(pick.members.select_related("inspector"), pk=member, replaced_at=None)
    form = DeviationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose(pick, row.inspector, user=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提出变动，须由另一人确认。")
            return redirect("console:draw", pk=pk)
    context = {
        "title": f"替换检查人员：{row.inspector.name}",
        "plan": plan,
        "pick": pick,
        "member": row,
        "candidate": next_candidate(pick, row.inspector),
        "form": form,
    }
    return page(request, "supervision/draws/console/replace.html", context, 422 if form.errors else 200)


@requires(ORGANISERS)
@require_http_methods(["POST"])
def draw_deviation(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the proposal is taken back."""
    plan = plan_on_console(request, pk)
    deviation = get_object_or_404(plan.deviations, pk=item)
    try:
        if parameters.token(request.POST, "act") == "drop":
            drop_change(deviation, user=request.user)
            messages.success(request, "提议已撤下。")
        else:
            confirm(deviation, user=request.user, shown=read_stamp(request))
            messages.success(request, "检查组已变动，原因代码已公开。")
    except NotPossible as refusal:
        return show(request, plan, refused=refusal.problems, status=409)
    except Changed as changed:
        return show(request, plan, refused=[str(changed)], status=409)
    return redirect("console:draw", pk=pk)
