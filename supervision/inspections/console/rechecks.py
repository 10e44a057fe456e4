"""The page on which the team writes what it found when it looked again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from supervision.directories.console.pages import DayInput, decide, refuse
from supervision.inspections.console.tasks import INSPECTORS, show, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.rechecks import CHOICES, file_recheck, items_to_recheck, recheck_problems
from supervision.inspections.rules import in_team
from tianfu.accounts.access.rules import requires
from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.console.pages import seen
from tianfu.workflow.door import NotPossible


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
            refuse(form, refusal)
        else:
            messages.success(request, "核实记录已登记，请作出结论。")
            return redirect(back)
    return decide(
        request, title=f"核实记录：{task}", button="登记核实记录", back=back, form=form,
        hidden=[("seen", str(task.revision))],
        consequences={
            "what": "此后以核实记录的逐项结果为准；已签字的现场记录不改动，一并保留。不再是问题的，登记的问题随之撤下。",
            "told": "被检查对象可以阅读核实情况和更正理由。",
            "public": "结果公布时公开逐项结果；核实情况不公开。",
            "undo": "不能修改；结论再次被退回的，可以再登记一份。",
        },
    )  # fmt: skip
