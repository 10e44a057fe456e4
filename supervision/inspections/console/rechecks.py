"""The pages on which the team writes what it found when it looked again, and on which another of it signs that."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from supervision.directories.console.pages import DayInput, decide
from supervision.inspections.consequences.reinspections import confirm_reinspection, propose_reinspection
from supervision.inspections.console.forms import ReinspectionForm
from supervision.inspections.console.tasks import INSPECTORS, act_on, show, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.recheck_signatures import drop_recheck, waiting_recheck
from supervision.inspections.records.rechecks import (
    CHOICES,
    confirm_recheck,
    file_recheck,
    items_to_recheck,
    recheck_problems,
)
from supervision.inspections.rules import in_team
from supervision.inspections.states import RecheckAct, TaskState
from tianfu.accounts.access.rules import requires
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal

CONFIRM: dict[str, Callable[..., InspectionTask]] = {
    RecheckAct.RECHECK: confirm_recheck,
    RecheckAct.REINSPECT: confirm_reinspection,
}
_NOT_NOW = "这项检查现为“{}”，不能登记复查结果。"


class RecheckForm(forms.Form):
    """Begins with what stands; every item is answered again."""

    checked_on = forms.DateField(label="核实日期", widget=DayInput(), error_messages={"required": "请填写核实日期。"})

    def __init__(self, *args: Any, task: InspectionTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items_to_recheck(task)
        self.fields["checked_on"].initial = clock.today()
        for item in self.items:
            stood = task.answers.get(str(item.pk), {})
            self.fields[f"answer-{item.pk}"] = forms.ChoiceField(
                label=item.name,
                choices=[(one.value, one.label) for one in CHOICES],
                widget=forms.RadioSelect,
                initial=stood.get("answer", ""),
                error_messages={"required": "请选择该事项的核实结果。"},
            )
            self.fields[f"note-{item.pk}"] = TextField(
                label=f"说明：{item.name}", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
                initial=stood.get("note", ""), help_text="改为“不符合”的必须写明发现的问题。",
            )  # fmt: skip
        self.fields["reason"] = TextField(
            label="核实情况和更正理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": "请写明核实情况和更正理由。"},
        )  # fmt: skip

    def answers(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {item.pk: (data[f"answer-{item.pk}"], data[f"note-{item.pk}"]) for item in self.items}


@requires(INSPECTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    task, back = task_on_console(request, pk), reverse("console:inspection", args=[pk])
    problems = recheck_problems(task) if in_team(task, request.user) else ["核实记录由检查组登记。"]
    if problems and request.method != "POST":
        return show(request, task, refused=problems)
    form = RecheckForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            file_recheck(
                task, user=request.user, seen=seen(request), checked_on=data["checked_on"], reason=data["reason"],
                answers=form.answers(),
            )  # fmt: skip
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "核实记录已登记，须由检查组的另一人签名后生效。")
            return redirect(back)
    return decide(
        request, title=f"核实记录：{task}", button="登记并签名", back=back, form=form,
        hidden=[("seen", str(task.revision))],
        consequences={
            "what": "另一名检查人员签名后，以核实记录的逐项结果为准；已签字的现场记录不改动，一并保留。"
            "不再是问题的，登记的问题随之撤下。",
            "told": "被检查对象可以阅读核实情况和更正理由，并取得核实记录表。",
            "public": "结果公布时公开逐项结果；核实情况不公开。",
            "undo": "签名前可以撤下重写；签名后不能修改，结论再次被退回的，可以再登记一份。",
        },
    )  # fmt: skip


@requires(INSPECTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_reinspect(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two inspectors says whether it was put right."""
    task, back = task_on_console(request, pk), reverse("console:inspection", args=[pk])
    waits = waiting_recheck(task)
    if request.method != "POST" and (waits is not None or task.state != TaskState.RECTIFYING):
        where = (
            "复查记录已登记，等检查组的另一人签名。" if waits is not None else _NOT_NOW.format(task.get_state_display())
        )
        messages.warning(request, where)
        return redirect(back)
    form = ReinspectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "passed": form.cleaned_data["passed"] == "yes"}
        try:
            row = propose_reinspection(task, user=request.user, seen=seen(request), **values)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "复查记录已登记。请被检查方通读、签字，再由检查组的另一人签名后生效。")
            return redirect("console:inspection_recheck_inspected", pk=pk, item=row.pk)
    return decide(
        request, title=f"复查整改：{task}", button="登记并签名", back=back, form=form,
        hidden=[("seen", str(task.revision))],
        consequences={
            "what": "登记后请被检查方在屏幕上签字（或写明为何未签），另一名检查人员签名后生效：合格的随即办结，不合格的由抽查组织人处理。",
            "told": "被检查对象收到复查结果，并可以取得整改复查记录表。",
            "public": "公开整改是否合格。",
            "undo": "签名前可以撤下重写；签名后不能修改。",
        },
    )  # fmt: skip


@requires(INSPECTORS)
@require_POST
def recheck_sign(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second inspector signs what the first wrote, or one of the team takes it back with a reason."""
    task = task_on_console(request, pk)
    row = get_object_or_404(task.rechecks.filter(alone=False), pk=item)
    revision, user = seen(request), request.user
    if parameters.token(request.POST, "act") == "drop":
        note = parameters.passage(request.POST, "note")
        return act_on(
            request,
            task,
            lambda: drop_recheck(row, user=user, seen=revision, reason=note),
            "记录已撤下，可以重新登记。",
        )
    shown, confirm = read_stamp(request), CONFIRM[row.act]
    return act_on(
        request, task, lambda: confirm(row, user=user, seen=revision, shown=shown), "已签名，记录生效，随后制作记录表。"
    )
