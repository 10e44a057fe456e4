"""A suspension proposed upon what a holder reported or did not report: the page of every duty."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tianfu.text.fields import TextField
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


class SuspensionForm(forms.Form):
    """Why a suspension is proposed."""

    reason = TextField(
        label="事实和理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明事实和理由：会写入决定书并告知企业。"},
    )


def suspension_page(
    request: HttpRequest, row: Any, *, opening: str, propose: Callable[..., Any], what: str, undo: str, back: str
) -> HttpResponse:
    """The first of two people: `propose(row, user=, seen=, reason=)` with the reason that `opening` begins. `what`, `undo`:
    what the second one's confirmation does, and how the mark comes back; `back`: the page of `row`."""
    mark = row.authorization
    form = SuspensionForm(request.POST or None, initial={"reason": opening})
    if request.method == "POST" and form.is_valid():
        try:
            propose(row, user=request.user, seen=seen(request), reason=form.cleaned_data["reason"])
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提出“暂停”，须由另一人确认后生效。")
            return redirect("console:authorization", pk=mark.pk)
    context = {
        "title": f"提出暂停：{mark}",
        "about": mark,
        "form": form,
        "button": "提出暂停",
        "danger": False,
        "consequences": {
            "what": f"另一人确认后：{what}",
            "told": "确认后通知持有人",
            "public": "授权状态和原因类别当日公开",
            "undo": undo,
        },
        "hidden": [("seen", mark.revision)],
        "possible": True,
        "back": back,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
