"""交给同事办理: choose a colleague of the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.work.assignment import assign, colleagues
from tianfu.accounts.access.rules import requires, routine
from tianfu.accounts.models import User
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.refused_form import add_refusal


class AssignForm(forms.Form):
    to = forms.TypedChoiceField(
        label="交给", coerce=int, widget=forms.RadioSelect, error_messages={"required": "请选择一位同事。"}
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]


@requires(CASE_STAFF)
@routine
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    people = colleagues(application, request.user)
    form = AssignForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in people if one.pk == form.cleaned_data["to"])
        try:
            assign(application, user=request.user, to=chosen)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"已交给{chosen}办理，对方会收到消息。")
            return redirect("console:review", pk=pk)
    context = {
        "title": f"交给同事办理：{application.number}",
        "application": application,
        "form": form,
        "button": "交给这位同事",
        "consequences": {
            "what": "对方成为经办人；环节和期限不变。",
            "told": "被选中的同事",
            "public": "不公开",
            "undo": "对方可以再交回，或者退回岗位。",
        },
        "hidden": [],
        "possible": bool(people) and application.handler_id in (None, request.user.pk),
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
