"""申报批次: list and opening."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.programmes.batches import batch_facts, open_batch
from applications.programmes.models.programme import Batch, Programme
from applications.programmes.models.reference import Sector
from applications.programmes.names import route_choices, route_keys
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.shown import FIELD, stamp

BATCH_OPENERS = roles(Role.OPERATOR_OFFICER, Role.PROVINCE_OFFICER, Role.SYSTEM_ADMIN)


class BatchForm(forms.ModelForm):
    """Opening a batch: name, days (both included), sectors and routes."""

    programme = forms.ModelChoiceField(label="品牌项目", queryset=Programme.objects.all(), empty_label=None)
    sectors = forms.MultipleChoiceField(
        label="受理领域", choices=Sector.choices, widget=forms.CheckboxSelectMultiple, initial=Sector.values
    )
    routes = forms.MultipleChoiceField(
        label="受理方式", choices=route_choices, widget=forms.CheckboxSelectMultiple, initial=route_keys
    )

    class Meta:
        model = Batch
        fields = ("programme", "name", "opens_on", "closes_on", "sectors", "routes")
        widgets = {
            "opens_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {"name": "如：2026 年第一批。", "closes_on": "截止日当天 24:00 前可以提交。"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "截止日不能早于开始日。")
        if programme := data.get("programme"):
            self._refuse_strange(programme, data)
        return data

    def _refuse_strange(self, programme: Programme, data: dict[str, Any]) -> None:
        """Only what the programme has can be opened."""
        content = programme.current_version().content
        for name, known in (("routes", content["routes"]), ("sectors", content["sectors"])):
            choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            strange = [str(choices[key]) for key in data.get(name) or [] if key not in known]
            if strange:
                self.add_error(name, f"“{programme}”没有“{'”、“'.join(strange)}”，请取消勾选这一项。")


@requires(BATCH_OPENERS)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    rows = list(Batch.objects.select_related("programme", "opened_by")[:100])
    for row in rows:
        row.open_now, row.standing = row.is_open(today), row.standing_on(today)
    return page(request, "applications/programmes/console/batches.html", {"title": "申报批次", "rows": rows})


@requires(BATCH_OPENERS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            batch = open_batch(form.save(commit=False), user=request.user, shown=read_stamp(request))
            messages.success(request, f"批次“{batch.name}”已开设。")
            return reverse("console:batches")

        return once(request, act)
    context = {
        "title": "开设批次",
        "form": form,
        "button": "开设",
        "consequences": {
            "what": "企业在受理期内可以选择该批次申报。",
            "told": "",
            "public": "批次名称和受理期",
            "undo": "开设后不能删除。",
        },
        "hidden": [("once", new_key()), (FIELD, stamp(batch_facts()))],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
